/** Shows what is wrong, at the field and in a list at the top of the form. */

import { controls } from "./form.mjs";

/** @typedef {{field: string, message: string}} FieldError */

/**
 * @param {HTMLFormElement} form
 * @param {FieldError[]} errors
 */
export function showErrors(form, errors) {
  clearErrors(form);
  const summary = summaryOf(form);
  const list = summary?.querySelector("ul");
  for (const { field, message } of errors) {
    const control = controlOf(form, field);
    const place = document.getElementById(`${idOf(field)}-error`);
    if (place && control) {
      place.textContent = message;
      place.hidden = false;
      mark(form, field, place.id);
    }
    list?.append(entry(message, control));
  }
  if (summary) summary.hidden = false;
}

/** @param {HTMLFormElement} form */
export function clearErrors(form) {
  for (const place of form.querySelectorAll(".field-error")) {
    place.textContent = "";
    /** @type {HTMLElement} */ (place).hidden = true;
    for (const described of form.querySelectorAll(`[aria-describedby~="${place.id}"]`)) {
      const others = (described.getAttribute("aria-describedby") ?? "").split(/\s+/);
      const left = others.filter((id) => id !== place.id).join(" ");
      if (left) described.setAttribute("aria-describedby", left);
      else described.removeAttribute("aria-describedby");
      described.removeAttribute("aria-invalid");
    }
  }
  const summary = summaryOf(form);
  summary?.querySelector("ul")?.replaceChildren();
  if (summary) summary.hidden = true;
}

/** @param {HTMLFormElement} form */
export function focusErrors(form) {
  summaryOf(form)?.focus();
}

/** @param {HTMLFormElement} form */
function summaryOf(form) {
  return /** @type {HTMLElement | null} */ (form.querySelector("[data-error-summary]"));
}

/** @param {string} field */
function idOf(field) {
  return field.replaceAll(".", "-");
}

/**
 * The first control of a field, unless it is hidden.
 * @param {HTMLFormElement} form
 * @param {string} field
 */
function controlOf(form, field) {
  const control = controls(form).find(({ name }) => name === field);
  return control && !control.closest("[hidden]") ? control : undefined;
}

/**
 * Tie the message to its control. A choice of several is described as a group.
 * @param {HTMLFormElement} form
 * @param {string} field
 * @param {string} messageId
 */
function mark(form, field, messageId) {
  const named = controls(form).filter(({ name }) => name === field);
  const group = named.length > 1 ? named[0].closest("fieldset, [role=radiogroup]") : null;
  const target = group ?? named[0];
  const described = target.getAttribute("aria-describedby");
  target.setAttribute("aria-describedby", described ? `${described} ${messageId}` : messageId);
  if (!group || group.getAttribute("role") === "radiogroup") {
    target.setAttribute("aria-invalid", "true");
  }
}

/**
 * @param {string} message
 * @param {HTMLElement | undefined} control
 */
function entry(message, control) {
  const item = document.createElement("li");
  if (!control) {
    item.textContent = message;
    return item;
  }
  const link = document.createElement("a");
  link.href = `#${control.id}`;
  link.textContent = message;
  link.addEventListener("click", (event) => {
    event.preventDefault(); // the address of the page stays as it is
    control.focus();
  });
  item.append(link);
  return item;
}
