/** The map of the steps: how many of the questions that are shown have an answer. */

import { controls, isChoice, parts } from "./form.mjs";

/** @param {HTMLFormElement} form */
export function showProgress(form) {
  for (const place of parts(form, "[data-progress]")) {
    const [group] = parts(form, `[data-group="${place.dataset.progress}"]`);
    if (!group) continue;
    const fields = parts(group, "[data-field]").filter((field) => !field.closest("[hidden]"));
    const done = fields.filter(isAnswered).length;
    const text = (place.dataset.sayProgress ?? "")
      .replace("{done}", String(done))
      .replace("{all}", String(fields.length));
    if (place.textContent !== text) place.textContent = text;
  }
}

/**
 * Go to a step without a change of the address.
 * @param {HTMLFormElement} form
 */
export function setUpSteps(form) {
  for (const link of parts(form, ".calculator-steps a")) {
    link.addEventListener("click", (event) => {
      const target = document.querySelector(link.getAttribute("href") ?? "");
      if (!(target instanceof HTMLElement)) return;
      event.preventDefault();
      target.tabIndex = -1;
      target.scrollIntoView();
      target.focus({ preventScroll: true });
    });
  }
}

/** @param {HTMLElement} field */
function isAnswered(field) {
  return controls(field).some((control) =>
    control instanceof HTMLInputElement && isChoice(control)
      ? control.checked
      : control.value.trim() !== "",
  );
}
