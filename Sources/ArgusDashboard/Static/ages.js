/** Lets ages tick: a row knows when it began, and one of its cells shows how long ago that was. */

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
  const now = Date.now() / 1000;
  for (const row of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("tr[data-start]"))) {
    const cell = row.querySelector(".k-age");
    const text = age(now - Number(row.dataset.start));
    if (cell && cell.textContent !== text) cell.textContent = text;
  }
}

/** Begins to tick. */
export function keepAges() {
  setInterval(tick, 1000);
}
