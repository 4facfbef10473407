/** What to do next: printed by the calculator when the reader opens it, and again after a change. */

import { parts } from "./form.mjs";
import { copyText, saveFile } from "./save.mjs";

const PAUSE = 300; // milliseconds after a new estimate, so that the next change goes first

/**
 * @param {HTMLFormElement} form
 * @param {import("./session.mjs").Session} session
 */
export function setUpPlan(form, session) {
  const [after] = parts(document, "[data-after]");
  const [details] = parts(after, "[data-plan]");
  const [content] = parts(after, "[data-plan-content]");
  const [live] = parts(document, "[data-live]");
  if (!(details instanceof HTMLDetailsElement)) return;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ let timer;
  let turn = 0; // only the newest plan is shown

  const print = async () => {
    const mine = ++turn;
    const found = await session.fetch("plan", {}, true);
    if (!found || mine !== turn) return;
    const open = openParts(content);
    content.innerHTML = String(found.html); // printed and escaped by the calculator
    if (open) for (const part of parts(content, "details")) setOpen(part, open);
  };
  details.addEventListener("toggle", () => {
    if (details.open && !content.hasChildNodes()) print();
  });
  form.addEventListener("calculator:shown", () => {
    after.hidden = live.querySelector(".estimate--words") !== null;
    clearTimeout(timer);
    if (details.open) timer = setTimeout(print, PAUSE);
    else content.replaceChildren();
  });
  form.addEventListener("reset", () => {
    turn += 1;
    clearTimeout(timer);
    content.replaceChildren();
    details.open = false;
    after.hidden = true;
  });
  after.addEventListener("click", async (event) => {
    const button = event.target instanceof Element ? event.target.closest("button") : null;
    if (button?.dataset.copy) {
      const [source] = parts(after, button.dataset.copy);
      say(after, (await copyText(source)) ? "copied" : "not-copied");
    } else if (button?.dataset.save) {
      const file = await session.fetch(button.dataset.save);
      if (!file) return;
      saveFile(/** @type {import("./save.mjs").File} */ (file));
      say(after, "saved");
    }
  });
}

/**
 * @param {HTMLElement} place
 * @param {string} key which of the printed sentences to say
 */
export function say(place, key) {
  const [status] = parts(place, "[data-after-status]");
  status.textContent = status.getAttribute(`data-say-${key}`) ?? "";
}

/**
 * @param {HTMLElement} content
 * @returns {Set<string> | null} the parts that are open, by class; null if nothing is shown yet
 */
function openParts(content) {
  const shown = parts(content, "details");
  return shown.length ? new Set(shown.filter(isOpen).map((part) => part.className)) : null;
}

/** @param {HTMLElement} part */
function isOpen(part) {
  return part instanceof HTMLDetailsElement && part.open;
}

/**
 * @param {HTMLElement} part
 * @param {Set<string>} open
 */
function setOpen(part, open) {
  if (part instanceof HTMLDetailsElement) part.open = open.has(part.className);
}
