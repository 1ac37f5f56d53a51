/** The list of incidents, live and still: what changes on the screen changes in place; what would
 *  come in collects in a bar; what closed fades and stays until somebody asks for the list anew. */

import { announce } from "./announce.js";
import { tick as tickAges } from "./ages.js";
import { connect } from "./connection.js";
import { levelOf } from "./cursor.js";
import { count as countFacets } from "./facets.js";
import { load } from "./pages.js";
import { patch, patchParts } from "./patch.js";

/** While much changes, counts and facets are asked for again no more often than this. */
const LEISURE = 30_000;
/** What a wall shows no longer leaves it after so long. */
const MINUTE = 60_000;

/** What came in and is not shown, with its level by its primary key. @type {Map<string, number>} */
const news = new Map();
/** @typedef {(rows: HTMLTableRowElement[], left: string[]) => void} RowListener */
/** Who wants to know of rows that became different. @type {RowListener[]} */
const listeners = [];

/** Where the list is, with what the server says about it. */
const panel = /** @type {HTMLElement | null} */ (document.querySelector(".panel[data-live]"));
/** Whether the list is shown on a wall, where nobody asks for anything. */
const isWall = document.body.classList.contains("wall");

/** Lets somebody know of the rows of the list that became different, and of what left it.
 *  @param {RowListener} listener */
export function onRows(listener) {
  listeners.push(listener);
}

/** Begins to follow what changes. */
export function follow() {
  if (!panel) return;
  connect(panel.dataset.live ?? "", panel.dataset.seen ?? "", (name, data) => {
    if (name === "rows") held ? held.push(data) : receive(data);
    if (name === "reload") refresh();
  }, { whileHidden: isWall });
  document.getElementById("news")?.addEventListener("click", refresh);
  if (isWall) setInterval(refresh, MINUTE);
}

/** @typedef {{rows: {pk: number, html: string}[], others: number[]}} Changed */
/** What is told while a page is on its way, which may be older or newer than that. @type {Changed[] | null} */
let held = null;

/** Does something that shows rows of a page which it asks for: what is told meanwhile is shown after
 *  it, so that the last word is never an old one.
 *  @template Value
 *  @param {() => Promise<Value>} work */
export async function holding(work) {
  if (held) return work();
  held = [];
  try {
    return await work();
  } finally {
    const told = held;
    held = null;
    told.forEach(receive);
  }
}

/** @param {Changed} changed */
function receive({ rows, others }) {
  const fresh = rows.map(({ html }) => parsed(html));
  for (const row of fresh) {
    const shown = find(row.dataset.pk);
    if (shown) {
      shown.classList.remove("gone");
      patch(shown, row);
    } else if (belongs(row)) {
      news.set(row.dataset.pk ?? "", levelOf(row));
    }
  }
  const left = others.map(String);
  for (const pk of left) news.delete(pk);
  const faded = left.filter(find);
  if (faded.length) fade(faded);
  tickAges();
  showNews();
  for (const listener of listeners) listener(fresh, left);
  later();
}

/** A row as it came from the server.
 *  @param {string} html */
function parsed(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return /** @type {HTMLTableRowElement} */ (template.content.querySelector("tr"));
}

/** The row of an incident; null if it is not shown.
 *  @param {string | undefined} pk
 *  @returns {HTMLTableRowElement | null} */
export function find(pk) {
  return document.querySelector(`tr[data-pk="${CSS.escape(pk ?? "")}"]`);
}

/** Whether a row would stand on this page: on a full one, nothing does that comes after its last.
 *  @param {HTMLElement} row */
function belongs(row) {
  if (!panel || !("full" in panel.dataset)) return true;
  const shown = /** @type {HTMLElement[]} */ ([...panel.querySelectorAll("tr[data-pk]")]);
  return rank(row) < Math.max(...shown.map(rank));
}

/** Where a row stands in the usual order: the worst first, then unacknowledged, then newest.
 *  @param {HTMLElement} row */
function rank(row) {
  const newness = Number(row.dataset.start) / 1e12;
  return levelOf(row) * 4 + Number(row.classList.contains("acked")) * 2 - newness;
}

/** Shows what rows are like now that are in the list no longer.
 *  @param {string[]} pks */
async function fade(pks) {
  for (const pk of pks) find(pk)?.classList.add("gone");
  const address = `${panel?.dataset.rows}&pk=${pks.join(",")}`;
  const answer = await fetch(address).catch(() => null);
  const template = document.createElement("template");
  template.innerHTML = answer?.ok ? await answer.text() : "";
  for (const row of template.content.querySelectorAll("tr[data-pk]")) {
    const shown = find(/** @type {HTMLElement} */ (row).dataset.pk);
    // One that has come back meanwhile is newer than this.
    if (shown?.classList.contains("gone")) patch(shown, row);
  }
  tickAges();
}

/** Says how many came in. */
function showNews() {
  const bar = document.getElementById("news");
  if (isWall) return void (news.size && refresh());
  if (!bar) return;
  const worst = Math.min(...news.values());
  const names = ["", "critical", "high", "moderate", "low", "info"];
  const many = [...news.values()].filter((level) => level === worst).length;
  const text = news.size ? `↑ ${news.size} new, ${many} ${names[worst]}` : "";
  if (bar.textContent === text) return;
  bar.textContent = text;
  bar.hidden = !text;
  if (text) announce(text.slice(2));
}

let isRefreshing = false;

/** Shows the list as it is now, with the ticks and the row where keys are. */
export async function refresh() {
  if (!panel || isRefreshing) return;
  isRefreshing = true;
  const wanted = [...news.keys()];
  await holding(async () => {
    const page = await load(location.href);
    if (page) replace(page, wanted);
  });
  isRefreshing = false;
  showNews();
}

/** Shows the rows of another page; those that were there remain what they are, ticks and all.
 *  @param {Document} page
 *  @param {string[]} wanted what was news when it was asked for */
function replace(page, wanted) {
  const [area, fresh] = [document.getElementById("rows"), page.getElementById("rows")];
  if (!area || !fresh) return;
  const focused = /** @type {HTMLElement | null} */ (document.activeElement);
  for (const row of /** @type {NodeListOf<HTMLElement>} */ (fresh.querySelectorAll("tr[data-pk]"))) {
    const shown = find(row.dataset.pk);
    if (!shown) continue;
    shown.classList.remove("gone");
    patch(shown, row);
    row.replaceWith(shown);
  }
  for (const group of /** @type {NodeListOf<HTMLDetailsElement>} */ (fresh.querySelectorAll("details.group"))) {
    const same = area.querySelector(`details.group[data-name="${CSS.escape(group.dataset.name ?? "")}"]`);
    if (same) group.open = /** @type {HTMLDetailsElement} */ (same).open;
  }
  area.replaceChildren(...fresh.childNodes);
  focused?.focus({ preventScroll: true });
  for (const pk of [...news.keys()].filter((key) => wanted.includes(key) || find(key))) news.delete(pk);
  tickAges();
  update(page);
  area.dispatchEvent(new Event("change", { bubbles: true }));
}

/** Shows what an act changed, each row where it stands.
 *  @param {Document} page the list after it
 *  @param {string[]} pks what it was done to */
export function showDone(page, pks) {
  for (const pk of pks) {
    const fresh = page.querySelector(`tr[data-pk="${pk}"]`);
    const shown = find(pk);
    if (fresh && shown) patch(shown, fresh);
  }
  const left = pks.filter((pk) => !page.querySelector(`tr[data-pk="${pk}"]`) && find(pk));
  if (left.length) fade(left);
  tickAges();
  update(page);
}

let isDue = false;
let updated = -Infinity;

/** Counts and facets follow at leisure. */
function later() {
  if (isDue) return;
  isDue = true;
  const soon = 1000 * (1 + Math.random());
  setTimeout(async () => {
    isDue = false;
    const page = document.hidden ? null : await load(location.href);
    if (page) update(page);
  }, Math.max(soon, updated + LEISURE - performance.now()));
}

/** @param {Document} page */
function update(page) {
  updated = performance.now();
  patchParts(page);
  if (!document.hidden) countFacets();
}
