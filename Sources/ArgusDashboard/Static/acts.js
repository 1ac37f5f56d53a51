/** What is done to incidents by keys and in place: the forms of the page, in a dialog where there is
 *  something to say, and sent without leaving the page. */

import { announce } from "./announce.js";
import { copy } from "./copying.js";
import { current, moveTo, rows, tick } from "./cursor.js";
import { bind } from "./keys.js";
import { holding, showDone } from "./list.js";
import { ask } from "./pages.js";
import { logInAgain } from "./session.js";

const form = /** @type {HTMLFormElement | null} */ (document.querySelector("form[action='/incidents/actions/']"));
/** For how long something can be undone. */
const UNDO = 10_000;

/** How the server begins to say that it refused. */
const REFUSED = "Nothing was done.";

/** @typedef {{value: string, label: string}} Choice */
/** @typedef {{key: string, action: string, title: string, field?: string, label?: string, type?: string, required?: boolean, choices?: Choice[]}} Act */

/** @type {Act[]} */
const ACTS = [
  { key: "a", action: "acknowledge", title: "Acknowledge", field: "text", label: "What you want to say" },
  { key: "c", action: "close", title: "Close", field: "text", label: "What you want to say" },
  { key: "m", action: "comment", title: "Comment", field: "text", label: "What you want to say", required: true },
  { key: "t", action: "ticket", title: "Ticket", field: "ticket_url", label: "Address of the ticket", type: "url", required: true },
  {
    key: "z", action: "snooze", title: "Snooze", field: "until_time", label: "until, such as 2026-11-25 08:00",
    choices: [
      { value: "snooze-1h", label: "for an hour" }, { value: "snooze-4h", label: "for four hours" },
      { value: "snooze-morning", label: "until tomorrow morning" },
    ],
  },
];

/** Lets keys and buttons of the list act in place. */
export function act() {
  bind("y", "Copy as text", () => copy(chosen().map(asText).join("\n")));
  if (!form) return;
  for (const each of ACTS) bind(each.key, each.title, () => begin(each));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const button = /** @type {HTMLButtonElement | null} */ (event.submitter);
    send(form, button ? { [button.name]: button.value } : {});
  });
  form.addEventListener("change", count);
  document.addEventListener("submit", (event) => {
    const undo = /** @type {HTMLFormElement} */ (event.target);
    if (!undo.matches(".undo")) return;
    event.preventDefault();
    send(undo, {});
  });
  offerAll();
  count();
}

/** The rows that are meant: those ticked, or else the one where keys are. */
function chosen() {
  const ticked = rows().filter((row) => tick(row)?.checked);
  if (ticked.length) return ticked;
  if (!current()) moveTo(rows()[0]);
  const row = current();
  return row ? [row] : [];
}

/** @param {HTMLElement} row */
function asText(row) {
  const cell = (/** @type {string} */ name) => row.querySelector(name)?.textContent?.trim() ?? "";
  const start = new Date(Number(row.dataset.start) * 1000).toISOString().slice(0, 19);
  const address = `${location.origin}/incidents/${row.dataset.pk}/`;
  return `[${cell(".lv")}] ${cell(".k-desc a")} (since ${start}Z, from ${cell(".k-src")}) ${address}`;
}

/** Asks what there is to say, then acts.
 *  @param {Act} wanted */
function begin(wanted) {
  const meant = chosen();
  if (!meant.length) return;
  const dialog = build(wanted, meant);
  document.body.append(dialog);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("submit", (event) => {
    event.preventDefault();
    const button = /** @type {HTMLButtonElement | null} */ (event.submitter);
    const said = /** @type {HTMLFormElement} */ (event.target);
    finish(dialog, meant, button?.value || wanted.action, new FormData(said));
  });
  if (wanted.choices) {
    dialog.addEventListener("keydown", (event) => {
      const choice = event.target instanceof HTMLInputElement ? null : wanted.choices?.[Number(event.key) - 1];
      if (!choice) return;
      event.preventDefault();
      finish(dialog, meant, choice.value, new FormData());
    });
  }
  dialog.showModal();
}

/** @param {HTMLDialogElement} dialog
 *  @param {HTMLElement[]} meant
 *  @param {string} action
 *  @param {FormData} said */
async function finish(dialog, meant, action, said) {
  const fields = Object.fromEntries(/** @type {[string, string][]} */ ([...said]));
  const problem = await send(/** @type {HTMLFormElement} */ (form), { ...fields, action }, meant);
  if (!problem) return dialog.close();
  let note = dialog.querySelector(".problem");
  if (!note) dialog.querySelector("form")?.prepend((note = make("p", { className: "problem" })));
  note.setAttribute("role", "alert");
  note.textContent = problem;
}

/** @param {Act} wanted
 *  @param {HTMLElement[]} meant */
function build(wanted, meant) {
  const dialog = make("dialog", { className: "act" });
  dialog.setAttribute("aria-labelledby", "act-title");
  const isAll = /** @type {HTMLInputElement | undefined} */ (form?.elements.namedItem("all"))?.checked;
  const one = meant.length === 1 && !isAll ? meant[0].querySelector(".k-desc a")?.textContent : undefined;
  const what = one ?? (isAll ? "all that match" : `${meant.length} incidents`);
  const body = make("form", { className: "stack" });
  body.append(
    make("h2", { id: "act-title", textContent: wanted.title }), make("p", { textContent: what, dir: "auto", className: "quiet" }));
  for (const [index, choice] of (wanted.choices ?? []).entries()) {
    const button = make("button", { className: "btn", value: choice.value, textContent: `${choice.label} ` });
    // What Enter presses is the button of the whole.
    button.type = "button";
    button.addEventListener("click", () => finish(dialog, meant, choice.value, new FormData()));
    button.append(make("kbd", { textContent: String(index + 1) }));
    body.append(button);
  }
  const input = make("input", { name: wanted.field, type: wanted.type ?? "text", required: wanted.required ?? false, dir: "auto", autocomplete: "off" });
  const label = make("label", { textContent: wanted.label });
  label.append(input);
  const back = make("button", { type: "button", className: "btn ghost", textContent: "Back" });
  back.addEventListener("click", () => dialog.close());
  const buttons = make("div", { className: "buttons" });
  buttons.append(make("button", { className: "btn primary", textContent: wanted.title }), back);
  body.append(label, buttons);
  (wanted.choices ? /** @type {HTMLElement} */ (body.querySelector("button")) : input).autofocus = true;
  dialog.append(body);
  return dialog;
}

/** @template {keyof HTMLElementTagNameMap} Name
 *  @param {Name} name
 *  @param {object} properties
 *  @returns {HTMLElementTagNameMap[Name]} */
function make(name, properties) {
  return Object.assign(document.createElement(name), properties);
}

/** Sends a form, shows what became of it, and returns what was wrong, if anything.
 *  @param {HTMLFormElement} form
 *  @param {Record<string, string>} more
 *  @param {HTMLElement[]} [meant] the rows, if not those that are ticked
 *  @returns {Promise<string | undefined>} */
function send(form, more, meant) {
  return holding(() => carryOut(form, more, meant));
}

/** @param {HTMLFormElement} form
 *  @param {Record<string, string>} more
 *  @param {HTMLElement[]} [meant]
 *  @returns {Promise<string | undefined>} */
async function carryOut(form, more, meant) {
  const fields = new URLSearchParams(/** @type {any} */ (new FormData(form)));
  for (const [name, value] of Object.entries(more)) fields.set(name, value);
  if (meant) {
    fields.delete("incident");
    for (const row of meant) fields.append("incident", row.dataset.pk ?? "");
  }
  const pks = fields.getAll("incident");
  // `form.action` would be the buttons of that name.
  const answer = await ask(form.getAttribute("action") ?? "", { method: "POST", body: fields }).catch(() => null);
  if (!answer) return say("The server cannot be reached: nothing was done. Try again.");
  if (answer.isLoggedOut) {
    await logInAgain();
    return carryOut(form, more, meant);
  }
  const { page, isOK } = answer;
  renewKey(page);
  const message = page.querySelector(isOK ? ".message" : "main p")?.textContent ?? "";
  if (!isOK || message.startsWith(REFUSED)) return say(message);
  untick(pks);
  showDone(page, pks);
  tell(page);
}

/** What is done with is ticked no longer.
 *  @param {string[]} pks */
function untick(pks) {
  for (const row of rows().filter((each) => pks.includes(each.dataset.pk ?? ""))) {
    const box = tick(row);
    if (box) box.checked = false;
  }
  count();
}

/** @param {string} text */
function say(text) {
  announce(text);
  return text;
}

/** What is sent next is another request.
 *  @param {Document} page */
function renewKey(page) {
  const name = "[name=idempotency_key]";
  const fresh = /** @type {HTMLInputElement | null} */ (page.querySelector(`form[action='/incidents/actions/'] ${name}`));
  const field = /** @type {HTMLInputElement | null | undefined} */ (form?.querySelector(name));
  if (fresh && field) field.value = fresh.value;
}

let timer = 0;

/** Shows what was done, with the way back for as long as there is one.
 *  @param {Document} page */
function tell(page) {
  document.getElementById("done")?.remove();
  const message = page.querySelector(".message");
  if (!message) return;
  const note = make("div", { id: "done" });
  note.append(document.importNode(message, true));
  const undo = page.querySelector("form.undo");
  if (undo) note.append(document.importNode(undo, true));
  document.body.append(note);
  clearTimeout(timer);
  timer = setTimeout(() => note.remove(), UNDO);
}

/** Shows how many are ticked. */
function count() {
  const many = rows().filter((row) => tick(row)?.checked).length;
  const mark = document.getElementById("ticked");
  if (mark) mark.textContent = many ? `${many} ticked` : "";
}

/** Adds what ticks all rows at once. */
function offerAll() {
  for (const head of document.querySelectorAll("th.k-tick")) {
    const box = make("input", { type: "checkbox" });
    box.setAttribute("aria-label", "Tick all");
    box.addEventListener("change", () => {
      for (const row of head.closest("table")?.querySelectorAll("tr[data-pk]") ?? []) {
        const other = tick(row);
        if (other) other.checked = box.checked;
      }
      count();
    });
    head.replaceChildren(box);
  }
}
