/** Has a snapshot made for the next visit, when the reader has an estimate and the page is idle. */

const PAUSE = 1000; // milliseconds without a new answer
const LEAST_MEMORY = 4; // gigabytes of the device; few browsers tell
const LIMIT = 60_000; // milliseconds

/** @type {ReturnType<typeof setTimeout> | undefined} */ let timer;
let isDone = false;

/** Wait for a pause in the answers, then do it, once in a visit. */
export function keepLater() {
  clearTimeout(timer);
  if (!isDone && isWelcome()) timer = setTimeout(whenIdle, PAUSE);
}

/** @returns {boolean} whether it would be no burden */
function isWelcome() {
  const { deviceMemory = LEAST_MEMORY, connection } = /** @type {any} */ (navigator);
  return typeof caches === "object" && deviceMemory >= LEAST_MEMORY && !connection?.saveData;
}

function whenIdle() {
  if (typeof requestIdleCallback === "function") requestIdleCallback(keep, { timeout: PAUSE });
  else keep();
}

function keep() {
  if (isDone) return;
  isDone = true;
  const worker = new Worker(new URL("./keeper.mjs", import.meta.url), { type: "module" });
  /** @param {unknown} detail */
  const end = (detail) => {
    clearTimeout(limit);
    worker.terminate();
    performance.mark("calculator:kept", { detail });
  };
  const limit = setTimeout(end, LIMIT, "too slow");
  worker.addEventListener("message", ({ data }) => end(data));
  worker.addEventListener("error", (event) => {
    event.preventDefault();
    end(event.message);
  });
}
