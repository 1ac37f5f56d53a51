/** Keys and clicks that lead to another view of the list. */

import { bind } from "./keys.js";

/** @param {string} selector */
const element = (selector) => /** @type {HTMLElement | null} */ (document.querySelector(selector));

/** Binds the keys that lead somewhere, where the page has a way there. */
export function bindPlaces() {
  const box = /** @type {HTMLInputElement | null} */ (element("#q"));
  if (box) bind("/", "Search", () => { box.focus(); box.select(); });
  const moment = /** @type {HTMLInputElement | null} */ (element("input[name=at]"));
  if (moment) bind("@", "The list as it was at a moment", () => openFor(moment));
  bindLink("[", "Back, to newer ones", "a[rel=prev]");
  bindLink("]", "More, older ones", "a[rel=next]");
  bindLink("s", "What is different since you last looked", ".news a");
  for (const level of [1, 2, 3, 4, 5]) bindLink(String(level), `Only level ${level}`, `.counts a.level.c${level}`);
}

/** @param {string} key
 *  @param {string} words
 *  @param {string} selector */
function bindLink(key, words, selector) {
  if (element(selector)) bind(key, words, () => element(selector)?.click());
}

/** @param {HTMLInputElement} field */
function openFor(field) {
  const menu = field.closest("details");
  if (menu) menu.open = true;
  field.focus();
  field.select();
}

/** Lets a click with Alt on a value leave out what has it. */
export function excludeByAlt() {
  document.addEventListener("click", (event) => {
    if (!event.altKey || !(event.target instanceof Element)) return;
    const other = event.target.closest(".facet .value")?.querySelector("a.not");
    if (!other) return;
    event.preventDefault();
    /** @type {HTMLElement} */ (other).click();
  });
}
