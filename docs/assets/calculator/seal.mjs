/**
 * Takes away from a worker what could send something or load another script.
 *
 * Call it once Python has started and every file is here. The page's security policy does not
 * bind a worker that it starts, so the worker binds itself. What is taken is taken from every
 * prototype and cannot be put back. `import()` is syntax and stays; nothing of ours evaluates
 * text, and `eval` and `Function` go as well.
 */

const TAKEN = [
  "fetch",
  "fetchLater",
  "XMLHttpRequest",
  "WebSocket",
  "WebSocketStream",
  "WebTransport",
  "EventSource",
  "RTCPeerConnection",
  "BroadcastChannel",
  "Worker",
  "SharedWorker",
  "importScripts",
  "Request",
  "FontFace",
  "Notification",
  "PushManager",
  "eval",
  "Function",
];

/** @param {readonly string[]} [kept] names that this worker still needs */
export function seal(kept = []) {
  for (const name of TAKEN) {
    if (!kept.includes(name)) take(globalThis, name);
  }
  // A function's constructor makes functions of text, whatever the global name says.
  for (const one of [function () {}, async function () {}, function* () {}, async function* () {}]) {
    Object.defineProperty(Object.getPrototypeOf(one), "constructor", { value: undefined });
  }
  if (globalThis.navigator) take(globalThis.navigator, "sendBeacon");
}

/**
 * @param {object} thing
 * @param {string} name
 */
function take(thing, name) {
  for (let place = thing; place; place = Object.getPrototypeOf(place)) {
    if (!Object.hasOwn(place, name)) continue;
    if (!Reflect.deleteProperty(place, name)) {
      Object.defineProperty(place, name, { value: undefined, configurable: false });
    }
  }
  Object.defineProperty(thing, name, { value: undefined, configurable: false, writable: false });
}
