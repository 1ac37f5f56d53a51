/** The search box completes what is typed: words, keys, signs and values. */

const box = /** @type {HTMLInputElement | null} */ (document.querySelector("input[name=q][data-words]"));

/** @typedef {{words: [string, string][], values: Record<string, string[]>}} Vocabulary */
/** @type {Promise<Vocabulary> | undefined} */
let vocabulary;
/** @type {HTMLElement} */
let list;
let chosen = -1;

/** Begins to complete. */
export function complete() {
  if (!box) return;
  list = Object.assign(document.createElement("ul"), { id: "completions", hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "What may follow");
  box.after(list);
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false", autocomplete: "off",
  })) box.setAttribute(name, value);
  box.addEventListener("focus", know, { once: true });
  box.addEventListener("input", offer);
  box.addEventListener("keydown", choose);
  box.addEventListener("blur", close);
  list.addEventListener("mousedown", (event) => {
    const option = /** @type {HTMLElement} */ (event.target).closest("li");
    event.preventDefault();
    if (option) accept(option);
  });
}

/** What can be typed, asked for once. */
function know() {
  vocabulary ??= fetch(/** @type {string} */ (box?.dataset.words)).then((answer) => answer.json());
  return vocabulary;
}

/** What is being typed, up to the caret: `not host=ga` is about `host=ga`.
 *  @param {string} text */
function term(text) {
  return /[^\s()]*$/.exec(text)?.[0] ?? "";
}

/** What may stand where a term is begun.
 *  @param {string} begun
 *  @param {Vocabulary} known
 *  @returns {[string, string][]} */
export function candidates(begun, { words, values }) {
  const parts = /^(-?)([\w:]*?)(!=|\^=|!~|<=|>=|=|~|:)(.*)$/.exec(begun);
  if (!parts) {
    const keys = Object.keys(values).filter((key) => key !== "source").map((key) => /** @type {[string, string]} */ ([`${key}=`, "tag"]));
    return [...words, ...keys].filter(([word]) => word.startsWith(begun.toLowerCase()) && word !== begun);
  }
  const [, minus, key, sign, value] = parts;
  return (values[key.replace(/^tag:/, "")] ?? [])
    .filter((candidate) => candidate.toLowerCase().includes(value.toLowerCase()))
    .map((candidate) => [`${minus}${key}${sign}${quoted(candidate)}`, ""]);
}

/** @param {string} value */
function quoted(value) {
  return /[\s()"=~<>:]/.test(value) ? `"${value.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"` : value;
}

async function offer() {
  if (!box) return;
  const begun = term(box.value.slice(0, box.selectionStart ?? 0));
  const found = begun ? candidates(begun, await know()).slice(0, 12) : [];
  chosen = -1;
  list.replaceChildren(...found.map(([text, words], index) => {
    const option = Object.assign(document.createElement("li"), { id: `completion-${index}` });
    option.setAttribute("role", "option");
    option.dataset.text = text;
    option.append(Object.assign(document.createElement("b"), { textContent: text }), " ", words);
    return option;
  }));
  list.hidden = !found.length;
  box.setAttribute("aria-expanded", String(found.length > 0));
  box.removeAttribute("aria-activedescendant");
}

/** @param {KeyboardEvent} event */
function choose(event) {
  const options = /** @type {HTMLElement[]} */ ([...list.children]);
  if (event.key === "Escape" && !list.hidden) event.stopPropagation();
  if (event.key === "Escape") return close();
  if (list.hidden || !options.length) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    const step = event.key === "ArrowDown" ? 1 : -1;
    chosen = (chosen + step + options.length) % options.length;
    options.forEach((option, index) => option.setAttribute("aria-selected", String(index === chosen)));
    box?.setAttribute("aria-activedescendant", options[chosen].id);
  } else if ((event.key === "Enter" && chosen >= 0) || event.key === "Tab") {
    event.preventDefault();
    accept(options[Math.max(0, chosen)]);
  }
}

/** @param {HTMLElement} option */
function accept(option) {
  if (!box) return;
  const caret = box.selectionStart ?? box.value.length;
  const start = caret - term(box.value.slice(0, caret)).length;
  const text = option.dataset.text ?? "";
  box.setRangeText(/[=:]$/.test(text) ? text : `${text} `, start, caret, "end");
  close();
  if (/[=:]$/.test(text)) offer();
}

function close() {
  list.hidden = true;
  chosen = -1;
  box?.setAttribute("aria-expanded", "false");
}
