/** Print, keep, share, open again, clear, leave. What is carried is made and read by the calculator. */

import { controls, isChoice, parts } from "./form.mjs";
import { say } from "./plan.mjs";
import { copyText } from "./save.mjs";

const MARK = "#case="; // how the fragment of our links begins
const LARGEST = 100_000; // bytes: a larger file is not read at all

/**
 * @param {HTMLFormElement} form
 * @param {import("./session.mjs").Session} session
 */
export function setUpShare(form, session) {
  const [after] = parts(document, "[data-after]");
  const [summary] = parts(document, "[data-summary]");
  /** @type {Record<string, () => void>} */
  const does = {
    "[data-print]": () => printSummary(session, summary),
    "[data-copy-estimate]": () => copyEstimate(session, after),
    "[data-link]": () => makeLink(session, after),
    "[data-copy-link]": () => copyLink(after),
    "[data-clear]": () => clear(form),
  };
  after.addEventListener("click", ({ target }) => {
    if (!(target instanceof Element)) return;
    for (const [selector, action] of Object.entries(does)) {
      if (target.closest(selector)) action();
    }
  });
  const forget = () => {
    summary.replaceChildren();
    document.documentElement.classList.remove("prints-summary");
    hide(after, "[data-link-place]");
    hide(after, "[data-text]");
  };
  form.addEventListener("calculator:shown", forget);
  form.addEventListener("reset", forget);
  setUpLeaving(form);
  setUpOpening(form, session);
}

/**
 * @param {import("./session.mjs").Session} session
 * @param {HTMLElement} summary
 */
async function printSummary(session, summary) {
  const found = await session.fetch("summary");
  if (!found) return;
  summary.innerHTML = String(found.html); // printed and escaped by the calculator
  document.documentElement.classList.add("prints-summary");
  print();
}

/**
 * @param {import("./session.mjs").Session} session
 * @param {HTMLElement} after
 */
async function copyEstimate(session, after) {
  const found = await session.fetch("text");
  const [place] = parts(after, "[data-text]");
  if (!found) return;
  place.textContent = String(found.text);
  place.hidden = false;
  say(after, (await copyText(place)) ? "copied" : "not-copied");
}

/**
 * @param {import("./session.mjs").Session} session
 * @param {HTMLElement} after
 */
async function makeLink(session, after) {
  const found = await session.fetch("link");
  const [place] = parts(after, "[data-link-place]");
  const field = place.querySelector("input");
  if (!found || !field) return;
  const { origin, pathname } = location;
  field.value = `${origin}${pathname}#${found.fragment}`;
  place.hidden = false;
  field.focus();
  field.select();
  say(after, "made");
}

/** @param {HTMLElement} after */
async function copyLink(after) {
  const field = after.querySelector("[data-link-place] input");
  if (!(field instanceof HTMLInputElement)) return;
  try {
    await navigator.clipboard.writeText(field.value);
    say(after, "copied");
  } catch {
    field.focus();
    field.select();
    say(after, "not-copied");
  }
}

/** @param {HTMLFormElement} form */
function clear(form) {
  form.reset();
  controls(form)
    .find((control) => control.name)
    ?.focus();
}

/** @param {HTMLFormElement} form */
function setUpLeaving(form) {
  for (const link of parts(document, "[data-leave]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      form.reset();
      location.replace(/** @type {HTMLAnchorElement} */ (link).href); // no way back to this page
    });
  }
}

/**
 * @param {HTMLFormElement} form
 * @param {import("./session.mjs").Session} session
 */
function setUpOpening(form, session) {
  /** @param {Record<string, string>} carried */
  const open = async (carried) => {
    const found = await session.fetch("open", carried);
    if (!found) return;
    fill(form, /** @type {Record<string, string>} */ (found.answers));
    session.submit();
    session.result.say("opened");
  };
  const openLink = () => {
    if (!location.hash.startsWith(MARK)) return;
    const fragment = location.hash;
    history.replaceState(history.state, "", location.pathname + location.search);
    open({ fragment });
  };
  for (const field of parts(form, "[data-open-file]")) {
    field.removeAttribute("disabled");
    field.addEventListener("change", async (event) => {
      event.stopPropagation(); // a file is no answer
      const input = /** @type {HTMLInputElement} */ (field);
      const [file] = input.files ?? [];
      if (!file) return;
      const text = await file.slice(0, LARGEST).text();
      input.value = ""; // the same file can be opened again
      open({ file: text });
    });
    field.addEventListener("input", (event) => event.stopPropagation());
  }
  addEventListener("hashchange", openLink);
  openLink();
}

/**
 * @param {HTMLFormElement} form
 * @param {Record<string, string>} answers
 */
function fill(form, answers) {
  form.reset();
  for (const control of controls(form)) {
    const typed = answers[control.name];
    if (typed === undefined) continue;
    if (control instanceof HTMLInputElement && isChoice(control)) {
      control.checked = control.value === typed;
    } else {
      control.value = typed;
    }
  }
  form.dispatchEvent(new Event("calculator:filled"));
}

/**
 * @param {HTMLElement} after
 * @param {string} selector
 */
function hide(after, selector) {
  for (const part of parts(after, selector)) part.hidden = true;
}
