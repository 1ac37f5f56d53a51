/** Pages of this site, asked for without leaving the one that is shown. */

/** Asks for a page, or sends a form.
 *  @param {string} address
 *  @param {RequestInit} [request] */
export async function ask(address, request) {
  const answer = await fetch(address, request);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const isLoggedOut = answer.status === 401 || new URL(answer.url).pathname === "/accounts/login/";
  return { page, isOK: answer.ok, isLoggedOut };
}

/** A page as it is now; null if it cannot be had just now.
 *  @param {string} address */
export async function load(address) {
  const answer = await ask(address).catch(() => null);
  return answer?.isOK && !answer.isLoggedOut ? answer.page : null;
}
