/** Rows that repeat, such as the lines of a bill: all are printed, this shows those in use. */

import { controls, isChoice, parts } from "./form.mjs";

/**
 * @param {HTMLFormElement} form
 * @param {() => void} onChange called after a row was added or removed
 */
export function setUpRows(form, onChange) {
  for (const group of parts(form, "[data-rows]")) new Rows(group, onChange).setUp(form);
}

class Rows {
  /**
   * @param {HTMLElement} group
   * @param {() => void} onChange
   */
  constructor(group, onChange) {
    this.rows = parts(group, "[data-row]");
    this.add = parts(group, "[data-add-row]")[0];
    this.onChange = onChange;
  }

  /** @param {HTMLFormElement} form */
  setUp(form) {
    this.rows.forEach((row, index) => {
      const remove = parts(row, "[data-remove-row]")[0];
      if (!remove) return;
      remove.hidden = index === 0;
      remove.addEventListener("click", () => this.remove(row));
    });
    this.add.addEventListener("click", () => this.show());
    form.addEventListener("reset", () => setTimeout(() => this.settle()));
    form.addEventListener("calculator:filled", () => this.settle());
    addEventListener("pageshow", () => this.settle()); // rows come back with "Back"
    this.settle();
  }

  /** Keep the first row and the rows that something is typed in. */
  settle() {
    this.rows.forEach((row, index) => {
      row.hidden = index > 0 && isUntouched(row);
    });
    this.offer();
  }

  show() {
    const next = this.rows.find((row) => row.hidden);
    if (next) next.hidden = false;
    this.offer();
    this.onChange();
    if (next) controls(next)[0]?.focus();
  }

  /** @param {HTMLElement} row */
  remove(row) {
    controls(row).forEach(empty);
    row.hidden = true;
    this.offer();
    this.onChange();
    this.add.focus();
  }

  offer() {
    this.add.hidden = this.rows.every((row) => !row.hidden);
  }
}

/** @param {HTMLElement} row */
function isUntouched(row) {
  return controls(row).every((control) => {
    if (control instanceof HTMLSelectElement) {
      const chosen = [...control.options].findIndex((option) => option.defaultSelected);
      return control.selectedIndex === Math.max(chosen, 0);
    }
    if (control instanceof HTMLInputElement && isChoice(control)) {
      return control.checked === control.defaultChecked;
    }
    return control.value === control.defaultValue;
  });
}

/** @param {import("./form.mjs").Control} control */
function empty(control) {
  if (control instanceof HTMLSelectElement) control.selectedIndex = 0;
  else if (control instanceof HTMLInputElement && isChoice(control)) control.checked = false;
  else control.value = "";
}
