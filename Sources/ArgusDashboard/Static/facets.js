/** The most frequent values beside the list: counted once the page is there, and again at leisure. */

import { patch } from "./patch.js";

const panel = /** @type {HTMLElement | null} */ (document.querySelector("aside[data-facets]"));

/** Shows what is most frequent now. */
export async function count() {
  const answer = panel && (await fetch(panel.dataset.facets ?? "").catch(() => null));
  if (!panel || !answer?.ok || answer.redirected) return;
  const template = document.createElement("template");
  template.innerHTML = await answer.text();
  const fresh = /** @type {HTMLElement} */ (panel.cloneNode(false));
  fresh.append(template.content);
  patch(panel, fresh);
}
