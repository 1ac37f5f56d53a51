/** The page of one incident, live: what happened is added, and forms stay as they are. */

import { connect } from "./connection.js";
import { bind } from "./keys.js";
import { load } from "./pages.js";
import { patchParts } from "./patch.js";

/** Begins to follow, where the page has a part that says what tells of it. */
export function followPart() {
  const part = /** @type {HTMLElement | null} */ (document.querySelector("[data-follows]"));
  if (part) connect(part.dataset.follows ?? "", "", (name) => { if (name !== "still") update(); });
}

/** Begins to follow, where the page is about one incident. */
export function followIncident() {
  const main = /** @type {HTMLElement | null} */ (document.querySelector("[data-incident]"));
  if (!main) return;
  connect(main.dataset.live ?? "", "", (name) => {
    // What happened until the page follows is not told: it looks once by itself.
    if (name !== "still") update();
  });
  for (const mark of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("kbd[data-key]"))) {
    const menu = mark.closest("details");
    if (menu) bind(mark.dataset.key ?? "", menu.querySelector("summary")?.firstChild?.textContent ?? "", () => open(menu));
  }
  bind("y", "Copy as text", () => /** @type {HTMLElement | null} */ (document.querySelector("#copy"))?.parentElement?.querySelector("button")?.click());
}

async function update() {
  const page = await load(location.href);
  if (page) patchParts(page);
}

/** @param {HTMLDetailsElement} menu */
function open(menu) {
  menu.open = true;
  /** @type {HTMLElement | null} */ (menu.querySelector("input:not([type=hidden]), textarea, select"))?.focus();
}
