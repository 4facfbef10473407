/** Ties each form to its result. Knows no rule and no plan: it compares values and carries text. */

import { answers, parts, showWhatApplies } from "./form.mjs";
import { setUpPlan } from "./plan.mjs";
import { Result } from "./result.mjs";
import { setUpRows } from "./rows.mjs";
import { Session } from "./session.mjs";
import { setUpShare } from "./share.mjs";
import { setUpSteps, showProgress } from "./steps.mjs";
import { setUpTypical } from "./typical.mjs";
import { setUpWhatIf } from "./what-if.mjs";

const PAUSE = 500; // milliseconds without a key before the estimate follows what is typed
const INTENT = ["focusin", "pointerdown", "pointerenter"];

/** @param {HTMLFormElement} form */
function setUp(form) {
  const result = new Result(form);
  const session = new Session(form, result);
  /** @type {ReturnType<typeof setTimeout> | undefined} */ let timer;

  const refresh = () => {
    showWhatApplies(form);
    showProgress(form);
    result.showExample(answers(form));
  };
  /**
   * @param {number} pause in milliseconds
   * @param {boolean} typing
   */
  const changed = (pause, typing) => {
    refresh();
    clearTimeout(timer);
    if (!session.follows) return;
    if (pause) timer = setTimeout(() => session.update(typing), pause);
    else session.update(typing);
  };
  const warmUp = () => {
    for (const name of INTENT) form.removeEventListener(name, warmUp);
    session.warmUp();
  };

  form.classList.add("is-live");
  form.noValidate = true;
  for (const button of parts(form, "button[disabled]")) button.removeAttribute("disabled");
  setUpRows(form, () => changed(0, false));
  setUpSteps(form);
  setUpPlan(form, session);
  setUpWhatIf(form, session);
  setUpTypical(form, session, () => changed(0, false));
  for (const name of INTENT) form.addEventListener(name, warmUp, { passive: true });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(timer);
    session.submit();
  });
  form.addEventListener("input", () => changed(PAUSE, true));
  form.addEventListener("change", () => changed(0, false));
  form.addEventListener("reset", () => {
    clearTimeout(timer);
    session.reset();
    setTimeout(refresh); // the fields are emptied after this event
  });
  form.addEventListener("calculator:filled", refresh);
  addEventListener("pageshow", refresh); // answers come back with the browser's "Back"
  result.onRetry(() => session.retry());
  refresh();
  setUpShare(form, session); // last: a link may bring answers
}

for (const form of parts(document, "form[data-calculator]")) {
  setUp(/** @type {HTMLFormElement} */ (form));
}
