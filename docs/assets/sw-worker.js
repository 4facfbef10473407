/**
 * Serves the site from the device, one whole build at a time.
 *
 * The build puts Workbox before this text and its list of files in the place of
 * `self.__WB_MANIFEST`, and writes all of it to sw.js at the top of the site. Each file of the list
 * comes with its digest: what a host or a cache still has from another build is refused, and this
 * worker does not take over before every file of its own build is on the device.
 *
 * Kept at once:  the pages that people need off-line, and what they load.
 * Kept later:    the calculator's page with its runtime, as one set, for readers who have used it.
 * Never kept:    the other pages and the data; they come from the network.
 */
"use strict";

/**
 * @typedef {{url: string, integrity: string}} Listed
 * @type {{
 *   kept: (Listed & {revision: string | null})[],
 *   offline: string,
 *   runtime: {id: string, files: Listed[], pages: Listed[]},
 * }}
 */
const { kept, offline, runtime } = self.__WB_MANIFEST;
const { PrecacheController, PrecacheRoute } = workbox.precaching;
const { NavigationRoute, Route, registerRoute, setCatchHandler } = workbox.routing;

const ROOT = self.registration.scope; // the site's address; other sites may share its host
const RUNTIMES = `${ROOT}assets/runtime/`;
const CACHE = "calculator-"; // so begin the names of all caches of the calculator's files
const pagesWithCalculator = runtime.pages.map(({ url }) => ROOT + url);

/** @param {string} id the build's part of the runtime's address */
const cacheOf = (id) => `${CACHE}runtime-${id}-${ROOT}`;
const isRuntimeCache = (name) => name.startsWith(`${CACHE}runtime-`) && name.endsWith(`-${ROOT}`);

/** @param {string | URL} address */
function withoutQuery(address) {
  const { origin, pathname } = new URL(address);
  return origin + pathname;
}

// What the reader looks at comes first, so a file is fetched when nothing else is. "no-cache" asks
// the host whether the browser's own copy still is the newest.
const controller = new PrecacheController({
  plugins: [
    {
      requestWillFetch: async ({ request }) => {
        const cache = request.cache === "reload" ? "no-cache" : request.cache;
        return request.mode === "navigate" ? request : new Request(request, { cache, priority: "low" });
      },
    },
  ],
});
controller.addToCacheList(kept);

self.addEventListener("install", (event) => event.waitUntil(install(event)));

/** @param {ExtendableEvent} event */
async function install(event) {
  await controller.install(event);
  if ((await caches.keys()).some(isRuntimeCache) && !self.navigator.connection?.saveData) {
    await keepRuntime().catch((error) => {
      // Without room for it, the calculator comes from the network.
      if (error.name !== "QuotaExceededError") throw error;
    });
  }
  // Files have names of their own in each build, so an open page of the build before cannot get
  // one of this build; what that page may still need is left until it is closed.
  await self.skipWaiting();
}

/** Put the calculator on the device; its page is the last to be stored, and stands for all. */
async function keepRuntime() {
  const cache = await caches.open(cacheOf(runtime.id));
  if (await isKept()) return;
  const missing = [];
  for (const file of runtime.files) {
    const address = ROOT + file.url;
    if (await cache.match(address)) continue;
    const same = await sameFile(file);
    if (same) await cache.put(address, same);
    else missing.push(new Request(address, { integrity: file.integrity, priority: "low" }));
  }
  await cache.addAll(missing);
  await cache.addAll(
    runtime.pages.map(
      ({ url, integrity }) => new Request(ROOT + url, { integrity, cache: "no-cache" }),
    ),
  );
}

const isKept = () => calculatorPage(pagesWithCalculator[0]).then(Boolean);

/** @param {string} address */
const calculatorPage = (address) =>
  caches.match(withoutQuery(address), { cacheName: cacheOf(runtime.id) });

/**
 * A file of another build that is the same to the byte: most of the runtime seldom changes.
 * @param {Listed} file
 * @returns {Promise<Response | undefined>}
 */
async function sameFile({ url, integrity }) {
  const name = url.split("/").at(-1);
  for (const cacheName of (await caches.keys()).filter(isRuntimeCache)) {
    const cache = await caches.open(cacheName);
    const request = (await cache.keys()).find((one) => one.url.endsWith(`/${name}`));
    const found = request && (await cache.match(request));
    if (!found) continue;
    const content = await found.arrayBuffer();
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", content));
    if (`sha256-${btoa(String.fromCharCode(...digest))}` !== integrity) continue;
    // A response made anew: the old one would go on naming the old address as its own.
    return new Response(content, {
      headers: { "Content-Type": found.headers.get("Content-Type") ?? "" },
    });
  }
  return undefined;
}

/**
 * Remove what older builds left, unless a page with a calculator is open that may still need it.
 * @param {ExtendableEvent} event
 */
async function removeOld(event) {
  if (self.registration.installing) return; // the next build is just storing its own files
  await controller.activate(event);
  const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const open = windows.some(({ url }) => pagesWithCalculator.includes(withoutQuery(url)));
  for (const name of open ? [] : await caches.keys()) {
    if (isRuntimeCache(name) && name !== cacheOf(runtime.id)) await caches.delete(name);
    else if (name.startsWith(CACHE)) await removeOldEntries(await caches.open(name));
  }
}

/** @param {Cache} cache of this site or of another one on the same host */
async function removeOldEntries(cache) {
  for (const request of await cache.keys()) {
    const other = !request.url.startsWith(`${RUNTIMES}${runtime.id}/`);
    if (other && request.url.startsWith(RUNTIMES)) await cache.delete(request);
  }
}

// A page that has come to rest says so. The reply says whether the calculator is on the device.
self.addEventListener("message", (event) => {
  const { type, id } = event.data ?? {};
  if (type !== "rest" && type !== "keep") return;
  event.waitUntil(
    (async () => {
      // A page of another build has another runtime; this worker has no use for that one.
      if (type === "keep" && id === runtime.id) await keepRuntime();
      await removeOld(event);
      event.ports[0]?.postMessage(id === runtime.id && (await isKept()));
    })().catch(() => event.ports[0]?.postMessage(false)),
  );
});

// What a page may fetch ahead of a reader who is about to use the calculator: nothing, where all
// of it is here.
registerRoute(
  ({ url }) => url.href === `${RUNTIMES}files.json`,
  async ({ request }) => ((await isKept()) ? new Response("[]") : fetch(request)),
);

registerRoute(
  ({ url }) => url.href.startsWith(RUNTIMES),
  async ({ request, url }) => {
    const [id] = url.href.slice(RUNTIMES.length).split("/");
    return (await caches.match(request, { cacheName: cacheOf(id) })) ?? fetch(request);
  },
);

registerRoute(
  ({ request, url }) =>
    request.mode === "navigate" && pagesWithCalculator.includes(withoutQuery(url)),
  async ({ request }) => (await calculatorPage(request.url)) ?? fetch(request),
);

// A static page is the same with any query. A script or a style sheet has its digest there.
const keptRoute = new PrecacheRoute(controller, {
  ignoreURLParametersMatching: [/./],
  directoryIndex: null,
  cleanURLs: false,
});
keptRoute.setCatchHandler(({ request }) => fetch(request)); // the browser has lost its copy
registerRoute(keptRoute);

registerRoute(new NavigationRoute(({ request }) => fetch(request)));

// The network is away and the page is not here.
setCatchHandler(async ({ request }) => {
  const page = request.mode === "navigate" && (await controller.matchPrecache(ROOT + offline));
  if (!page) return Response.error();
  // It stands at the address of the page that is missing, so that loading again will do.
  const html = (await page.text()).replace("<head>", `<head><base href="${ROOT}${offline}">`);
  return new Response(html, {
    status: 503,
    headers: { "Content-Type": "text/html; charset=utf-8" },
  });
});
