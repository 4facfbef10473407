/** The place of the estimate: which part of it is shown, and what is said about it. */

import { parts } from "./form.mjs";

/** @typedef {{html: string, headline?: string}} Estimate */
/** @typedef {import("./errors.mjs").FieldError} FieldError */
/** @typedef {{ok?: Estimate, errors?: FieldError[], failed?: string}} Reply */
/** @typedef {"example" | "loading" | "live" | "failed"} State */

export class Result {
  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.element = find(document, "[data-estimate]");
    this.live = find(this.element, "[data-live]");
    this.examples = find(this.element, "[data-examples]");
    this.failure = find(this.element, "[data-failure]");
    this.stale = find(this.element, "[data-stale]");
    this.status = find(form, "[data-status]");
    this.exampleFields = (this.examples.dataset.exampleFields ?? "").split(" ");
  }

  get state() {
    return this.element.dataset.state;
  }

  /** @param {State} state */
  setState(state) {
    this.element.dataset.state = state;
    this.setBusy(state === "loading");
    this.failure.hidden = state !== "failed";
    this.live.hidden = !this.live.hasChildNodes();
    this.examples.hidden = this.live.hasChildNodes();
  }

  /** @param {boolean} busy */
  setBusy(busy) {
    this.element.setAttribute("aria-busy", String(busy));
  }

  /**
   * Show an estimate that Python has printed. Its text is escaped there.
   * @param {Estimate} estimate
   * @param {boolean} moveFocus
   */
  show({ html, headline = "" }, moveFocus) {
    this.live.innerHTML = html;
    this.stale.hidden = true;
    this.setState("live");
    performance.mark("calculator:shown");
    this.say("live", headline);
    const heading = this.live.querySelector("h2, h3");
    if (!moveFocus || !(heading instanceof HTMLElement)) return;
    heading.tabIndex = -1;
    heading.focus();
  }

  /** The answers have errors: what is shown stays, and says that it is older. */
  refuse() {
    this.setState(this.live.hasChildNodes() ? "live" : "example");
    this.stale.hidden = !this.live.hasChildNodes();
    this.say("errors");
  }

  /**
   * @param {string} reason which of the printed messages to show
   * @param {string} [message] the calculator's own words
   */
  fail(reason, message = "") {
    for (const part of parts(this.failure, "[data-reason]")) {
      part.hidden = part.dataset.reason !== reason;
      if (!part.hidden && message) part.textContent = message;
    }
    this.setState("failed");
    this.say("failed");
  }

  clear() {
    this.live.replaceChildren();
    this.stale.hidden = true;
    this.setState("example");
    this.say("");
  }

  /** @param {() => void} retry */
  onRetry(retry) {
    find(this.failure, "[data-retry]").addEventListener("click", retry);
  }

  /**
   * Show the worked example nearest to the chosen plan.
   * @param {Record<string, string>} given
   */
  showExample(given) {
    const chosen = this.exampleFields.map((name) => given[name]).filter(Boolean);
    const all = parts(this.examples, "[data-example-for]");
    let best = all[0];
    for (let length = 1; length <= chosen.length; length += 1) {
      const key = chosen.slice(0, length).join(".");
      const exact = all.find(({ dataset }) => dataset.exampleFor === key);
      best = exact ?? all.find(({ dataset }) => dataset.exampleFor?.startsWith(`${key}.`)) ?? best;
    }
    for (const part of all) {
      part.hidden = part !== best;
      if (part instanceof HTMLDetailsElement) part.open = part === best;
    }
  }

  /** @param {string} key which of the printed sentences to say; an empty one says nothing */
  say(key, more = "" /* the calculator's own words */) {
    const text = `${this.status.getAttribute(`data-say-${key}`) ?? ""} ${more}`.trim();
    if (this.status.textContent !== text) this.status.textContent = text;
  }
}

/** @type {(place: ParentNode, selector: string) => HTMLElement} */
function find(place, selector) {
  const found = place.querySelector(selector);
  if (!(found instanceof HTMLElement)) throw new Error(`the page lacks ${selector}`);
  return found;
}
