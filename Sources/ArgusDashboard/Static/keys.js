/** Single keys that do something, on every page those that it has; `?` shows them. */

/** @type {Map<string, {words: string, act: () => void}>} what a key, or two one after the other, does */
const bound = new Map();
/** The first of two keys, for a moment. */
let first = "";
let timer = 0;
/** For so long after the first of two keys the second counts as one. */
const PAUSE = 1500;

const isOn = document.documentElement.dataset.keys !== "off";

/** Lets a key do something: `a`, or `g i` for two one after the other.
 *  @param {string} keys
 *  @param {string} words what it does, as the list of keys says it
 *  @param {() => void} act */
export function bind(keys, words, act) {
  bound.set(keys, { words, act });
}

/** Whether somebody types or chooses, so that keys are theirs.
 *  @param {EventTarget | null} target */
function isTyping(target) {
  return target instanceof Element && target.closest("input:not([type=checkbox]), textarea, select, [contenteditable], dialog") !== null;
}

/** @param {KeyboardEvent} event */
function press(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || isTyping(event.target)) return;
  if (document.querySelector("dialog[open]")) return;
  const keys = first ? `${first} ${event.key}` : event.key;
  first = "";
  clearTimeout(timer);
  const found = bound.get(keys);
  if (found) {
    event.preventDefault();
    found.act();
  } else if ([...bound.keys()].some((other) => other.startsWith(`${keys} `))) {
    first = keys;
    timer = setTimeout(() => { first = ""; }, PAUSE);
  }
}

/** Shows what each key does. */
function showAll() {
  const dialog = document.createElement("dialog");
  dialog.className = "keys";
  dialog.setAttribute("aria-label", "Keys");
  const list = document.createElement("dl");
  for (const [keys, { words }] of bound) {
    const key = document.createElement("dt");
    for (const part of keys.split(" ")) key.append(Object.assign(document.createElement("kbd"), { textContent: part }), " ");
    list.append(key, Object.assign(document.createElement("dd"), { textContent: words }));
  }
  const done = Object.assign(document.createElement("button"), { className: "btn", textContent: "Close", type: "button" });
  done.addEventListener("click", () => dialog.close());
  dialog.append(Object.assign(document.createElement("h2"), { textContent: "Keys" }), list, done);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

/** Goes to a page of this site.
 *  @param {string} path */
function go(path) {
  location.assign(path);
}

/** Begins to listen, unless the user wants no keys. */
export function listen() {
  const button = document.getElementById("keys");
  if (!isOn) return;
  for (const [key, path] of [["i", "/incidents/"], ["m", "/plannedmaintenance/"], ["n", "/notifications/"], ["s", "/sources/"]]) {
    const link = document.querySelector(`header nav a[href="${path}"]`);
    if (link) bind(`g ${key}`, `Go to ${link.textContent}`, () => go(path));
  }
  bind("?", "Show all keys", showAll);
  document.addEventListener("keydown", press);
  if (button) {
    button.hidden = false;
    button.addEventListener("click", showAll);
  }
  for (const hint of document.querySelectorAll("kbd[hidden]")) /** @type {HTMLElement} */ (hint).hidden = false;
}
