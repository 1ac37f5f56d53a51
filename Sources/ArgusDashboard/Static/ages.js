/** Lets ages tick: an element with `data-age` holds a moment, and shows how long ago that was. */

/** How old something is, as the server writes it: `2 min`, `1 h 12`, `3 h`, `5 d`.
 *  @param {number} seconds */
export function age(seconds) {
  const minutes = Math.floor(seconds / 60);
  if (minutes < 1) return "now";
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (minutes < 180 && minutes % 60) return `${hours} h ${String(minutes % 60).padStart(2, "0")}`;
  return minutes < 2880 ? `${hours} h` : `${Math.floor(minutes / 1440)} d`;
}

/** Writes all ages anew; those of a moment that is past stay as they are. */
export function tick() {
  if (new URLSearchParams(location.search).has("at")) return;
  const now = Date.now();
  for (const element of document.querySelectorAll("time[data-age]")) {
    const text = age((now - Date.parse(/** @type {HTMLTimeElement} */ (element).dateTime)) / 1000);
    if (element.textContent !== text) element.textContent = text;
  }
}

/** Begins to tick. */
export function keepAges() {
  setInterval(tick, 1000);
}
