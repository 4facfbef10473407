/** One worker for the whole visit: starts it, asks it, gives up on it in time. */

import { keepLater } from "./keep.mjs";

// Milliseconds until the reader is told that it does not work.
const FILES_LIMIT = 45_000; // for all that has to be loaded: on a line of half a megabit a second
const START_LIMIT = 15_000; // for Python, when all is here
const SNAPSHOT_LIMIT = 5_000; // for Python from a snapshot; after that it starts without
const ANSWER_LIMIT = 10_000;
const START = 0; // the id under which the start itself waits

/** The smallest program there is. */
const SMALLEST = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);

/** Why there is no answer. */
export class CalculatorError extends Error {
  /** @param {"unsupported" | "slow" | "broken"} reason */
  constructor(reason, detail = "" /* for the console, not for the reader */) {
    super(detail || reason);
    this.reason = reason;
  }
}

/**
 * @typedef {object} Waiting
 * @property {(text: string) => void} resolve
 * @property {(error: CalculatorError) => void} reject
 * @property {ReturnType<typeof setTimeout> | undefined} timer
 */

export class Calculator {
  /** @type {Worker | null} */ #worker = null;
  /** @type {Promise<string> | null} */ #ready = null;
  /** @type {Map<number, Waiting>} */ #waiting = new Map();
  #lastId = START;
  #phase = ""; // how Python starts: from a "snapshot", or "plain"; empty until its files are here
  /** @type {"" | "plain"} */ #name = ""; // what the next worker is told about how to start

  get isRunning() {
    return this.#worker !== null;
  }

  /**
   * Start Python, once; after a failure the next call tries again.
   * @returns {Promise<string>} settled when it can answer
   */
  start() {
    this.#ready ??= this.#open();
    return this.#ready;
  }

  /**
   * @param {string} text one request as JSON text
   * @returns {Promise<string>} the reply as JSON text
   */
  async ask(text) {
    await this.start();
    const id = ++this.#lastId;
    const answer = this.#expect(id, ANSWER_LIMIT);
    this.#worker?.postMessage({ id, text });
    return answer;
  }

  async #open() {
    performance.mark("calculator:start");
    if (!(await isAble())) {
      this.#ready = null;
      throw new CalculatorError("unsupported");
    }
    const ready = this.#expect(START, FILES_LIMIT);
    this.#launch();
    return ready;
  }

  #launch() {
    this.#worker?.terminate();
    this.#phase = "";
    const address = new URL("./worker.mjs", import.meta.url);
    const worker = new Worker(address, { type: "module", name: this.#name });
    /** @type {(detail: string) => void} */
    const fail = (detail) => {
      if (worker === this.#worker) this.#fail("broken", detail);
    };
    worker.addEventListener("error", (event) => {
      event.preventDefault();
      fail(event.message);
    });
    worker.addEventListener("message", ({ data }) => {
      if (data.type === "failed") fail(data.message);
      else if (worker === this.#worker) this.#receive(data);
    });
    this.#worker = worker;
  }

  /** @param {{type: string, id?: number, text?: string, name?: string}} message */
  #receive({ type, id = START, text = "", name = "" }) {
    if (type === "phase") {
      this.#phase = name;
      this.#limit(START, name === "snapshot" ? SNAPSHOT_LIMIT : START_LIMIT);
    } else if (type === "ready") {
      performance.mark("calculator:ready", { detail: this.#phase });
      this.#settle(START, text);
    } else if (type === "answer") {
      this.#settle(id, text);
      if (this.#phase === "plain") keepLater();
    }
  }

  /**
   * After a failure with a snapshot Python starts without; in the middle of a start nobody is told.
   * @param {"slow" | "broken"} reason
   * @param {string} [detail]
   */
  #fail(reason, detail) {
    const isStarting = this.#waiting.has(START);
    this.#name = this.#phase === "snapshot" ? "plain" : "";
    if (this.#name && isStarting) {
      this.#limit(START, FILES_LIMIT);
      this.#launch();
      return;
    }
    this.#stop(new CalculatorError(reason, detail));
  }

  /**
   * @param {number} id
   * @param {number} limit in milliseconds
   * @returns {Promise<string>}
   */
  #expect(id, limit) {
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject, timer: undefined });
      this.#limit(id, limit);
    });
  }

  /**
   * @param {number} id
   * @param {number} limit in milliseconds, from now
   */
  #limit(id, limit) {
    const waiting = this.#waiting.get(id);
    if (!waiting) return;
    clearTimeout(waiting.timer);
    waiting.timer = setTimeout(() => this.#fail("slow"), limit);
  }

  /**
   * @param {number} id
   * @param {string} text
   */
  #settle(id, text) {
    const waiting = this.#waiting.get(id);
    clearTimeout(waiting?.timer);
    this.#waiting.delete(id);
    waiting?.resolve(text);
  }

  /**
   * End the worker and refuse everything that still waits for it.
   * @param {CalculatorError} error
   */
  #stop(error) {
    this.#worker?.terminate();
    this.#worker = null;
    this.#ready = null;
    for (const { reject, timer } of this.#waiting.values()) {
      clearTimeout(timer);
      reject(error);
    }
    this.#waiting.clear();
  }
}

/** @returns {Promise<boolean>} whether this browser, as it is set up, runs Python at all */
async function isAble() {
  try {
    await WebAssembly.compile(SMALLEST);
    return typeof Worker === "function" && typeof DecompressionStream === "function";
  } catch {
    return false;
  }
}
