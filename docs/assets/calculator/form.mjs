/** Reads the form and shows the parts that apply. Knows no rule: it only compares values. */

/** @typedef {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} Control */

/**
 * @param {HTMLFormElement} form
 * @returns {Record<string, string>} what is typed in the fields that are shown, by field path
 */
export function answers(form) {
  /** @type {Record<string, string>} */
  const found = {};
  for (const control of controls(form)) {
    if (!control.name || control.disabled || control.closest("[hidden]")) continue;
    if (control instanceof HTMLInputElement && isChoice(control) && !control.checked) continue;
    found[control.name] = control.value;
  }
  return found;
}

/**
 * @param {HTMLFormElement} form
 * @param {Record<string, unknown>} [more] what is wanted, where it is not the estimate
 * @returns {string} the request for the calculator: the answers and the reader's own day
 */
export function request(form, more = {}) {
  const now = new Date();
  const parts = [now.getFullYear(), now.getMonth() + 1, now.getDate()];
  const today = parts.map((part) => String(part).padStart(2, "0")).join("-");
  return JSON.stringify({ answers: answers(form), today, typical: typicalFields(form), ...more });
}

/**
 * @param {HTMLFormElement} form
 * @returns {string[]} the fields that still hold the typical amount that was filled in
 */
function typicalFields(form) {
  const still = controls(form).filter(
    (control) => control.dataset.typical === control.value && !control.closest("[hidden]"),
  );
  return still.map(({ name }) => name);
}

/** @type {WeakMap<HTMLElement, [string, string[]][]>} what each part waits for, read once */
const conditions = new WeakMap();

/**
 * Show the parts whose condition holds. A condition names earlier fields and the values that
 * show the part: all its fields must have one of their values.
 * @param {HTMLFormElement} form
 */
export function showWhatApplies(form) {
  let given = answers(form);
  for (const part of parts(form, "[data-shows-when]")) {
    const hidden = !condition(part).every(([name, values]) => values.includes(given[name] ?? ""));
    const changed = part.hidden !== hidden;
    part.hidden = hidden;
    const settled = part instanceof HTMLOptionElement && settle(part);
    if (changed || settled) given = answers(form); // for the parts below
  }
}

/** @param {HTMLElement} part */
function condition(part) {
  const known = conditions.get(part);
  if (known) return known;
  /** @type {[string, string[]][]} */
  const read = Object.entries(JSON.parse(part.dataset.showsWhen ?? "{}"));
  conditions.set(part, read);
  return read;
}

/**
 * A choice that is not offered cannot stay chosen. Some browsers show hidden choices all the same.
 * @param {HTMLOptionElement} option
 * @returns {boolean} whether another choice had to be made
 */
function settle(option) {
  option.disabled = Boolean(option.hidden);
  const list = option.closest("select");
  if (!list || !option.hidden || !option.selected) return false;
  list.selectedIndex = 0;
  return true;
}

/**
 * @param {ParentNode} part
 * @returns {Control[]}
 */
export function controls(part) {
  return [...part.querySelectorAll("input, select, textarea")].map(
    (control) => /** @type {Control} */ (control),
  );
}

/**
 * @param {ParentNode} part
 * @param {string} selector
 * @returns {HTMLElement[]}
 */
export function parts(part, selector) {
  return [...part.querySelectorAll(selector)].map((found) => /** @type {HTMLElement} */ (found));
}

/** @param {HTMLInputElement} input */
export function isChoice(input) {
  return input.type === "radio" || input.type === "checkbox";
}
