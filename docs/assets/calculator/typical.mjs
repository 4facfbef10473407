/** Fills empty fields with the terms of a typical plan, and says at each that they are typical. */

import { controls, parts } from "./form.mjs";

/** @typedef {{fields: Record<string, string>, html: string}} Typical */

/**
 * @param {HTMLFormElement} form
 * @param {import("./session.mjs").Session} session
 * @param {() => void} onChange called after fields were filled
 */
export function setUpTypical(form, session, onChange) {
  const [button] = parts(form, "[data-typical]");
  const [note] = parts(form, "[data-typical-note]");
  if (!button || !note) return;
  const words = button.dataset.sayTypical ?? "";

  button.addEventListener("click", async () => {
    const found = await session.fetch("typical");
    if (!found) return;
    const { fields, html } = /** @type {Typical} */ (found);
    for (const control of controls(form)) {
      const typed = fields[control.name];
      if (typed === undefined || control.value || control.closest("[hidden]")) continue;
      control.value = typed;
      mark(control, typed, words);
    }
    note.innerHTML = html; // printed and escaped by the calculator
    onChange();
  });
  form.addEventListener("input", (event) => {
    const control = /** @type {HTMLInputElement} */ (event.target);
    if (control.dataset.typical && control.dataset.typical !== control.value) unmark(control);
  });
  form.addEventListener("reset", () => {
    note.replaceChildren();
    for (const control of controls(form)) unmark(control);
  });
}

/**
 * @param {import("./form.mjs").Control} control
 * @param {string} typed
 * @param {string} words
 */
function mark(control, typed, words) {
  control.dataset.typical = typed;
  const note = document.createElement("p");
  note.className = "field-typical";
  note.id = `${control.id}-typical`;
  note.textContent = words;
  control.after(note);
  const described = control.getAttribute("aria-describedby");
  control.setAttribute("aria-describedby", described ? `${described} ${note.id}` : note.id);
}

/** @param {import("./form.mjs").Control} control */
function unmark(control) {
  if (!control.dataset.typical) return;
  delete control.dataset.typical;
  const id = `${control.id}-typical`;
  document.getElementById(id)?.remove();
  const described = (control.getAttribute("aria-describedby") ?? "").split(/\s+/);
  const left = described.filter((part) => part && part !== id).join(" ");
  if (left) control.setAttribute("aria-describedby", left);
  else control.removeAttribute("aria-describedby");
}
