/** What if: carries what is moved to the calculator, and shows the answer and the curve it prints. */

import { parts } from "./form.mjs";

const PAUSE = 400; // milliseconds: the answer follows at once, the curve when the hand rests

/**
 * @param {HTMLFormElement} form
 * @param {import("./session.mjs").Session} session
 */
export function setUpWhatIf(form, session) {
  const [details] = parts(document, "[data-what-if]");
  const [content] = parts(document, "[data-what-if-content]");
  if (!(details instanceof HTMLDetailsElement)) return;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ let timer;
  let turn = 0; // only the newest answer is shown

  const print = async () => {
    const mine = ++turn;
    const found = await session.fetch("what_if", {}, true);
    if (found && mine === turn) content.innerHTML = String(found.html); // escaped where it is made
  };
  /** @param {string} want */
  const follow = async (want) => {
    const mine = turn;
    const found = await session.fetch(want, { moved: moved(content) }, true);
    if (mine !== turn) return;
    const [fault] = parts(content, "[data-move-error]");
    if (found) parts(content, `[data-${want}]`)[0].innerHTML = String(found.html);
    const [answer] = parts(content, ".what-if-answer");
    if (found && want === "moved") session.result.say("", answer.textContent ?? "");
    fault.hidden = Boolean(found);
    fault.textContent = found ? "" : (details.dataset.sayNoAnswer ?? "");
  };
  const start = () => {
    clearTimeout(timer);
    turn += 1;
    content.replaceChildren();
    if (details.open) timer = setTimeout(print, PAUSE);
  };
  details.addEventListener("toggle", () => {
    if (details.open && !content.hasChildNodes()) print();
  });
  content.addEventListener("input", (event) => {
    const control = /** @type {HTMLInputElement} */ (event.target);
    control.dataset.touched = "yes";
    const [output] = parts(content, `output[for="${control.id}"]`);
    if (output) output.textContent = `${output.dataset.output}${control.value}`;
    turn += 1;
    follow("moved");
    clearTimeout(timer);
    timer = setTimeout(() => follow("curve"), PAUSE);
  });
  form.addEventListener("calculator:shown", start);
  form.addEventListener("reset", () => {
    details.open = false;
    start();
  });
}

/**
 * @param {HTMLElement} content
 * @returns {Record<string, string>} what the reader moved, by field path
 */
function moved(content) {
  /** @type {Record<string, string>} */
  const found = {};
  for (const part of parts(content, "[data-move][data-touched]")) {
    const { value } = /** @type {HTMLInputElement | HTMLSelectElement} */ (part);
    for (const path of (part.dataset.move ?? "").split(" ")) if (value) found[path] = value;
  }
  return found;
}
