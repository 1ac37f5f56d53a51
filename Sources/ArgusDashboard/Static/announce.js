/** Tells people what happened who do not see it: in a region that screen readers read out. */

const region = document.createElement("p");
region.id = "said";
region.className = "sr";
region.setAttribute("role", "status");
document.body.append(region);

/** Says something politely: what is being read is read to its end.
 *  @param {string} text */
export function announce(text) {
  // The same text twice would not be read again.
  region.textContent = region.textContent === text ? `${text}\u00a0` : text;
}
