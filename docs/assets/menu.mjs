/**
 * Buttons that open the menu and the search. The theme draws them as labels of hidden boxes, which no
 * Tab key reaches; `overrides/partials/header.html` has buttons in their place.
 */

/**
 * @param {HTMLButtonElement} button The button.
 * @param {HTMLInputElement} box The hidden box that holds whether its part of the page is open.
 */
function connect(button, box) {
  const isMenu = box.id === "__drawer";
  button.addEventListener("click", () => {
    box.click();
    if (box.checked) {
      enter(isMenu ? ".md-nav--primary a[href]" : ".md-search__input");
    }
  });
  if (!isMenu) {
    return; // the theme itself closes the search on Escape
  }
  box.addEventListener("change", () => {
    button.setAttribute("aria-expanded", String(box.checked));
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && box.checked) {
      box.click();
      button.focus();
    }
  });
}

/** @param {string} selector What gets the focus, once it can be seen. */
function enter(selector) {
  const first = document.querySelector(selector);
  if (first instanceof HTMLElement) {
    requestAnimationFrame(() => first.focus());
  }
}

for (const button of document.querySelectorAll("button[data-opens]")) {
  const box = document.getElementById(button.getAttribute("data-opens") ?? "");
  if (button instanceof HTMLButtonElement && box instanceof HTMLInputElement) {
    connect(button, box);
  }
}
