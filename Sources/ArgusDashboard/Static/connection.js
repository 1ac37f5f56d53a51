/** The connection of a page to the server, and whether it is there, for all to see. */

import { announce } from "./announce.js";
import { Stream } from "./stream.js";

const WORDS = { live: "live", lost: "connection lost", over: "logged out" };

/** @type {import("./stream.js").State | ""} */
let state = "";

/** Follows what changes; a page that nobody can see does not, unless it must, since a browser has
 *  few connections for all its pages.
 *  @param {string} address
 *  @param {string} seen the last change that the page has
 *  @param {(name: string, data: any) => void} hear
 *  @param {{whileHidden?: boolean}} [how] */
export function connect(address, seen, hear, { whileHidden = false } = {}) {
  const stream = new Stream(address, seen, hear, show);
  const follow = () => (document.hidden && !whileHidden ? stream.close() : stream.open());
  document.addEventListener("visibilitychange", follow);
  // A page that the browser keeps for going back follows nothing, and goes on when it is shown.
  addEventListener("pagehide", () => stream.close());
  addEventListener("pageshow", (event) => { if (event.persisted) follow(); });
  follow();
}

/** @param {import("./stream.js").State} next */
function show(next) {
  if (next === state) return;
  if (next === "lost") announce("The connection is lost. What you see may be old.");
  if (next === "live" && state) announce("Connected again.");
  state = next;
  const mark = document.getElementById("live");
  if (!mark) return;
  mark.hidden = false;
  mark.dataset.state = next;
  mark.textContent = WORDS[next];
}
