/** Sound and notification for what is new in the list that is shown, until somebody acknowledges it. */

import { isUrgent, levelOf } from "./cursor.js";
import { onRows } from "./list.js";

const AGAIN = 10_000;
const settings = new URLSearchParams(location.search);
/** Up to which level something sounds, and up to which one is notified; 0 for none. */
const loud = Number(settings.get("sound") ?? 0);
const told = Number(settings.get("notify") ?? 0);

/** What sounds. @type {Set<string>} */
const sounding = new Set();
/** What the list has had. @type {Set<string>} */
const known = new Set();
/** @type {AudioContext | undefined} */
let audio;

/** Begins to listen, where the address asks for it. */
export function guard() {
  if (!loud && !told) return;
  for (const row of document.querySelectorAll("tr[data-pk]")) known.add(pk(row));
  onRows((rows, left) => {
    rows.forEach(hear);
    left.forEach(hush);
  });
  offer();
  setInterval(sound, AGAIN);
}

/** @param {Element} row */
const pk = (row) => /** @type {HTMLElement} */ (row).dataset.pk ?? "";

/** @param {HTMLTableRowElement} row */
function hear(row) {
  const isNew = !known.has(pk(row));
  known.add(pk(row));
  if (!isUrgent(row)) return hush(pk(row));
  if (!isNew) return;
  const level = levelOf(row);
  const text = row.querySelector(".k-desc a")?.textContent ?? "";
  if (level <= told && Notification.permission === "granted") new Notification(text, { tag: pk(row) });
  if (level <= loud) {
    sounding.add(pk(row));
    sound();
  }
}

/** @param {string} key */
function hush(key) {
  sounding.delete(key);
  mark();
}

/** Shows how many are loud, for a style sheet and for tests. */
function mark() {
  document.documentElement.dataset.sounding = String(sounding.size);
}

/** Lets what is not acknowledged be heard. */
function sound() {
  mark();
  if (!sounding.size || audio?.state !== "running") return;
  const tone = new OscillatorNode(audio, { frequency: 880 });
  const volume = new GainNode(audio, { gain: 0.2 });
  volume.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + 0.6);
  tone.connect(volume).connect(audio.destination);
  tone.start();
  tone.stop(audio.currentTime + 0.6);
}

/** Browsers let a page sound, or notify, only after somebody has touched it. */
function offer() {
  if (loud) audio = new AudioContext();
  const mayNotify = () => !told || Notification.permission !== "default";
  if ((!loud || audio?.state === "running") && mayNotify()) return;
  const button = Object.assign(document.createElement("button"), {
    className: "btn", id: "allow", type: "button", textContent: "Let this page be heard",
  });
  button.addEventListener("click", async () => {
    await audio?.resume();
    if (told) await Notification.requestPermission();
    button.remove();
  });
  document.querySelector("main")?.prepend(button);
}
