/** Copies texts for a chat or a ticket. */

import { announce } from "./announce.js";

/** Puts a text where it can be pasted from.
 *  @param {string} text */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    announce("Copied.");
  } catch {
    announce("The browser did not let this page copy. Select the text, and copy it by hand.");
  }
}

/** Adds a button to the block of text that a page offers for copying. */
export function offerCopying() {
  const block = document.getElementById("copy");
  if (!block) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn";
  button.textContent = "Copy";
  button.addEventListener("click", () => copy(block.textContent ?? ""));
  block.before(button);
}
