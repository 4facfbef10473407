/**
 * Fetches the calculator ahead, at the lowest priority, once a reader is about to go there: a link
 * to it is under the pointer, touched, or has the focus. A reader of articles fetches none of it.
 */

const CALCULATOR = new URL("../estimate/", import.meta.url);
const FILES = new URL("runtime/files.json", import.meta.url); // written by the build, small ones first
const SIGNS = ["pointerover", "focusin", "touchstart"];

/** @param {Event} event */
function notice({ target }) {
  const link = target instanceof Element ? target.closest("a[href]") : null;
  if (!(link instanceof HTMLAnchorElement) || !leadsToCalculator(link)) return;
  for (const sign of SIGNS) removeEventListener(sign, notice, true);
  fetchAhead().catch(() => {}); // the calculator's own page will say what is wrong
}

/** @param {{origin: string, pathname: string}} address */
const leadsToCalculator = ({ origin, pathname }) =>
  origin === CALCULATOR.origin && pathname === CALCULATOR.pathname;

/** One file after the other: who follows the link in the middle of it loses the least. */
async function fetchAhead() {
  const response = await fetch(FILES, { priority: "low" });
  for (const file of await response.json()) await prefetch(new URL(file, FILES));
}

/** @param {URL} address */
async function prefetch({ href }) {
  const link = document.createElement("link");
  if (!link.relList.supports("prefetch")) {
    const response = await fetch(href, { priority: "low" });
    await response.arrayBuffer();
    return;
  }
  await new Promise((resolve) => {
    Object.assign(link, { rel: "prefetch", href, onload: resolve, onerror: resolve });
    document.head.append(link);
  });
}

if (!navigator.connection?.saveData && !leadsToCalculator(location)) {
  for (const sign of SIGNS) addEventListener(sign, notice, { capture: true, passive: true });
}
