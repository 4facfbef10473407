/**
 * Has the browser keep the site on the device, once the page is there and nothing else is to do.
 *
 * The calculator is kept only after it has started: who reads articles fetches none of it.
 */

const READY = "calculator:ready";
const { serviceWorker, connection } = navigator;

/** Settled when the page is loaded, Python is not just starting, and the browser has time. */
async function rest() {
  if (document.readyState !== "complete") await once(window, "load");
  const estimate = document.querySelector("[data-estimate]");
  if (estimate instanceof HTMLElement) await notLoading(estimate);
  await new Promise((resolve) => (globalThis.requestIdleCallback ?? setTimeout)(resolve));
}

/** @type {(target: EventTarget, name: string) => Promise<Event>} */
const once = (target, name) =>
  new Promise((resolve) => target.addEventListener(name, resolve, { once: true }));

/** @param {HTMLElement} estimate */
function notLoading(estimate) {
  return new Promise((resolve) => {
    const look = () => estimate.dataset.state !== "loading" && resolve(undefined);
    new MutationObserver(look).observe(estimate, { attributeFilter: ["data-state"] });
    look();
  });
}

/** Settled when the calculator has started on this page; on most pages it never does. */
const calculatorStarted = new Promise((resolve) => {
  new PerformanceObserver((list) => {
    if (list.getEntriesByName(READY).length) resolve(undefined);
  }).observe({ type: "mark", buffered: true });
});

/**
 * @param {ServiceWorkerRegistration} registration
 * @param {"rest" | "keep"} type
 * @returns {Promise<boolean>} whether the calculator of this page's build is on the device
 */
function tell({ active }, type) {
  const { port1, port2 } = new MessageChannel();
  const script = document.querySelector('script[src*="assets/runtime/"]');
  const id = script?.getAttribute("src")?.match(/assets\/runtime\/([^/]+)\//)?.[1];
  active?.postMessage({ type, id }, [port2]);
  return new Promise((resolve) => {
    port1.onmessage = ({ data }) => resolve(data);
  });
}

async function keepOnDevice() {
  await rest();
  await serviceWorker.register(new URL("../sw.js", import.meta.url));
  const registration = await serviceWorker.ready;
  tell(registration, "rest");
  await calculatorStarted;
  await rest();
  for (;;) {
    // The worker may be of the build before, while the one of this page's build is being stored.
    const changed = once(serviceWorker, "controllerchange").then(() => false);
    if (await Promise.race([tell(registration, "keep"), changed])) break;
    await changed;
  }
  performance.mark("site:kept");
}

// Where storage is refused or data is dear, each page comes from the network as it always did.
if (serviceWorker && !connection?.saveData) keepOnDevice().catch(() => {});
