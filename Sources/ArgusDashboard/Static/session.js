/** Lets somebody log in again without leaving the page, so that what was typed stays where it is. */

import { announce } from "./announce.js";
import { ask } from "./pages.js";

/** @type {Promise<void> | null} */
let waiting = null;

/** Asks for name and password; returns once somebody is logged in. */
export function logInAgain() {
  waiting ??= askForPassword().finally(() => { waiting = null; });
  return waiting;
}

async function askForPassword() {
  const here = location.pathname + location.search;
  const dialog = document.createElement("dialog");
  dialog.id = "log-in-again";
  dialog.setAttribute("aria-label", "Log in again");
  // To leave it would leave a page that shows nothing new, without saying so.
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  document.body.append(dialog);
  const focused = document.activeElement;
  show(dialog, (await ask(`/accounts/login/?next=${encodeURIComponent(here)}`)).page);
  dialog.showModal();
  announce("Your session is over. Log in, and go on where you are.");
  await new Promise((resolve) => {
    dialog.addEventListener("submit", async (event) => {
      event.preventDefault();
      const form = /** @type {HTMLFormElement} */ (event.target);
      const { page, isLoggedOut } = await ask(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
      if (isLoggedOut) return show(dialog, page);
      renew(page);
      resolve(undefined);
    });
  });
  dialog.remove();
  if (focused instanceof HTMLElement) focused.focus();
}

/** @param {HTMLDialogElement} dialog
 *  @param {Document} page */
function show(dialog, page) {
  const form = page.querySelector("form[action='/accounts/login/']");
  const problem = [...page.querySelectorAll(".problem")].find((each) => !form?.contains(each));
  dialog.replaceChildren(...[problem, form].filter((each) => each).map((each) => document.importNode(/** @type {Element} */ (each), true)));
  const text = document.createElement("p");
  text.textContent = "Your session is over. Log in, and go on where you are.";
  dialog.prepend(text);
  /** @type {HTMLElement | null} */ (dialog.querySelector("input:not([type=hidden])"))?.focus();
}

/** Gives all forms of this page the token of the new session.
 *  @param {Document} page */
function renew(page) {
  const name = "csrfmiddlewaretoken";
  const token = /** @type {HTMLInputElement | null} */ (page.querySelector(`[name=${name}]`))?.value;
  if (!token) return;
  for (const field of document.getElementsByName(name)) {
    /** @type {HTMLInputElement} */ (field).value = token;
  }
}
