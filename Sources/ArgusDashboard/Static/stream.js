/** Events of the server, which go on after it was away, or after somebody has logged in again. */

import { logInAgain } from "./session.js";

/** Between two attempts to come back. */
const COMEBACK = 1000;
/** The server gives a sign of life every 15 seconds; after so long a connection is dead. */
const SILENCE = 40_000;

/** @typedef {"live" | "lost" | "over"} State `over`: nobody is logged in any more. */

export class Stream {
  /** @type {EventSource | null} */
  #source = null;
  #timer = 0;
  #isWanted = false;

  /** @param {string} address
   *  @param {string} seen the last change that the page has
   *  @param {(name: string, data: any) => void} hear is told of each event
   *  @param {(state: State) => void} show is told how the connection is */
  constructor(address, seen, hear, show) {
    Object.assign(this, { address, seen, hear, show });
  }

  open() {
    this.#isWanted = true;
    this.#source?.close();
    const address = new URL(this.address, location.href);
    if (this.seen) address.searchParams.set("seen", this.seen);
    const source = new EventSource(address);
    this.#source = source;
    source.onerror = () => this.#lose();
    for (const name of ["ready", "rows", "still", "reload"]) {
      source.addEventListener(name, (event) => this.#receive(name, event));
    }
    this.#expectLife();
  }

  close() {
    this.#isWanted = false;
    this.#source?.close();
    clearTimeout(this.#timer);
  }

  #receive(name, event) {
    this.seen = event.lastEventId;
    this.show("live");
    this.#expectLife();
    this.hear(name, JSON.parse(event.data));
  }

  #expectLife() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#lose(), SILENCE);
  }

  /** The connection is gone: comes back as soon as the server does. */
  async #lose() {
    this.#source?.close();
    clearTimeout(this.#timer);
    if (!this.#isWanted) return;
    this.show("lost");
    const answer = await fetch(this.address, { method: "HEAD", redirect: "manual" }).catch(() => null);
    if (!this.#isWanted) return;
    if (answer?.type === "opaqueredirect") {
      this.show("over");
      await logInAgain();
      return this.open();
    }
    if (answer?.ok) return this.open();
    this.#timer = setTimeout(() => this.#lose(), COMEBACK);
  }
}
