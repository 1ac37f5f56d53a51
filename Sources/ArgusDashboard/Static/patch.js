/** Brings a part of the page up to date without touching what somebody is busy with there. */

/** What belongs to whoever looks at the page: what they type, choose, tick and open. */
const OWN = "input, textarea, select, dialog";
/** Classes that scripts gave, which the server does not know of. */
const KEPT = ["at", "gone"];

/** Makes an element what the server sent, node by node, so that focus, selection and pointer stay
 *  where they are.
 *  @param {Node} old
 *  @param {Node} fresh */
export function patch(old, fresh) {
  if (old.isEqualNode(fresh) || (old instanceof Element && old.matches(OWN))) return;
  if (old.nodeName !== fresh.nodeName) return old.replaceWith(fresh.cloneNode(true));
  if (!(old instanceof Element)) {
    old.nodeValue = fresh.nodeValue;
    return;
  }
  patchAttributes(old, /** @type {Element} */ (fresh));
  patchChildren(old, /** @type {Element} */ (fresh));
}

/** @param {Element} old
 *  @param {Element} fresh */
function patchAttributes(old, fresh) {
  const kept = KEPT.filter((name) => old.classList.contains(name));
  for (const { name } of [...old.attributes]) {
    const isOwn = name === "open" || name === "tabindex" || name === "style";
    if (!isOwn && !fresh.hasAttribute(name)) old.removeAttribute(name);
  }
  for (const { name, value } of fresh.attributes) {
    if (name !== "open" && old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  if (kept.length) old.classList.add(...kept);
}

/** @param {Element} old
 *  @param {Element} fresh */
function patchChildren(old, fresh) {
  const olds = [...old.childNodes];
  const freshes = [...fresh.childNodes];
  freshes.forEach((node, index) => {
    if (index < olds.length) patch(olds[index], node);
    else old.append(node.cloneNode(true));
  });
  for (const extra of olds.slice(freshes.length)) {
    if (extra instanceof Element && extra.contains(document.activeElement)) continue;
    extra.remove();
  }
}

/** Brings the parts of this page up to date that carry the names of parts of another one.
 *  @param {Document} page */
export function patchParts(page) {
  for (const part of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-part]"))) {
    const fresh = page.querySelector(`[data-part="${part.dataset.part}"]`);
    if (fresh) patch(part, fresh);
  }
}
