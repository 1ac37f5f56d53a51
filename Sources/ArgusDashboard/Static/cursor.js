/** The row of the list that keys are about. */

import { announce } from "./announce.js";
import { bind } from "./keys.js";

const AT = "at";

/** All rows of the list, as they stand. */
export function rows() {
  return /** @type {HTMLTableRowElement[]} */ ([...document.querySelectorAll("tr[data-pk]")])
    .filter((row) => row.getClientRects().length > 0);
}

/** The row that keys are about; undefined until one was chosen.
 *  @returns {HTMLTableRowElement | undefined} */
export function current() {
  return document.querySelector(`tr[data-pk].${AT}`) ?? undefined;
}

/** The checkbox of a row; null where nothing may be ticked.
 *  @param {Element} row
 *  @returns {HTMLInputElement | null} */
export function tick(row) {
  return row.querySelector("input[type=checkbox]");
}

/** Makes a row the one that keys are about, and shows it.
 *  @param {HTMLTableRowElement | undefined} row */
export function moveTo(row) {
  if (!row) return announce("There is no incident here.");
  current()?.classList.remove(AT);
  row.classList.add(AT);
  row.scrollIntoView({ block: "nearest" });
  const link = /** @type {HTMLElement | null} */ (row.querySelector(".k-desc a"));
  link?.focus({ preventScroll: true });
}

/** @param {number} step */
function move(step) {
  const all = rows();
  const here = all.indexOf(/** @type {any} */ (current()));
  const next = here < 0 ? (step > 0 ? 0 : all.length - 1) : here + step;
  if (next >= all.length || next < 0) return announce(step > 0 ? "This is the last one." : "This is the first one.");
  moveTo(all[next]);
}

/** Ticks the row, or unticks it. */
function toggle() {
  if (!current()) moveTo(rows()[0]);
  const box = current() && tick(/** @type {Element} */ (current()));
  if (!box) return announce("There is nothing to tick.");
  box.click();
  announce(box.checked ? "Ticked." : "Not ticked.");
}

/** How bad it is: 1 is the worst.
 *  @param {HTMLElement} row */
export function levelOf(row) {
  return Number(row.classList.item(0)?.slice(1));
}

/** Whether somebody should look at it.
 *  @param {HTMLElement} row */
export function isUrgent(row) {
  return !["acked", "closed", "stateless", "gone"].some((name) => row.classList.contains(name));
}

/** Goes to the worst that nobody has acknowledged: the first of them after the row, or of all. */
function toUrgent() {
  const urgent = rows().filter(isUrgent);
  const worst = Math.min(...urgent.map(levelOf));
  const all = urgent.filter((row) => levelOf(row) === worst);
  const here = all.indexOf(/** @type {any} */ (current()));
  if (!all.length) return announce("Everything here is acknowledged.");
  moveTo(all[(here + 1) % all.length]);
}

/** Binds the keys that move. */
export function bindMoves() {
  bind("j", "Next incident", () => move(1));
  bind("k", "Previous incident", () => move(-1));
  bind("x", "Tick it", toggle);
  bind("n", "Next unacknowledged, the worst first", toUrgent);
}
