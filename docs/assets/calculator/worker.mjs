/**
 * Runs the calculator: one Python, started once. All it needs lies beside this file.
 *
 * To the worker:    {id, text}                        one request, as JSON text
 * From the worker:  {type: "phase", name}             all is here: from a "snapshot", or "plain"
 *                   {type: "ready"}
 *                   {type: "answer", id, text}        one reply, as JSON text
 *                   {type: "failed", message}         the start or an answer failed: start anew
 *
 * A worker with the name "plain" uses no snapshot, since one just failed.
 */

import { loadArchive, loadProgram, loadScripts, startPython } from "./boot.mjs";
import { seal } from "./seal.mjs";
import { dropSnapshot, lookUpSnapshot, readSnapshot } from "./snapshot.mjs";

const SOON = 50; // milliseconds in which most devices say whether they have a snapshot

const program = loadProgram();
const ready = start();
ready.then(() => {
  seal();
  postMessage({ type: "ready" });
}, failed);

/** @returns {Promise<import("./boot.mjs").Answer>} the calculator's one function */
async function start() {
  const scripts = loadScripts();
  const kept = self.name === "plain" ? dropSnapshot() : lookUpSnapshot();
  const soon = new Promise((resolve) => setTimeout(resolve, SOON));
  const archive = (await Promise.race([kept, soon])) ? undefined : loadArchive();
  // A device that is still looking when all else is here has lost.
  const late = archive && Promise.all([program, scripts, archive]).then(() => undefined);
  const found = await Promise.race([kept, ...(late ? [late] : [])]);
  if (found) {
    try {
      return await calculator(scripts, new ArrayBuffer(0), readSnapshot(found));
    } catch (error) {
      console.warn(error);
      await dropSnapshot();
    }
  }
  return calculator(scripts, archive ?? loadArchive());
}

/**
 * @param {ReturnType<typeof loadScripts>} scripts
 * @param {ArrayBuffer | Promise<ArrayBuffer>} archive
 * @param {Promise<Uint8Array>} [snapshot] in which all modules are already
 */
async function calculator(scripts, archive, snapshot) {
  const phase = { type: "phase", name: snapshot ? "snapshot" : "plain" };
  Promise.all([program, scripts, archive, snapshot]).then(
    () => postMessage(phase),
    () => {}, // who waits for the start will tell
  );
  const options = snapshot ? { _loadSnapshot: snapshot } : {};
  const python = await startPython(scripts, program, archive, options);
  return python.pyimport("calculator.browser").answer;
}

/** @param {unknown} error */
function failed(error) {
  postMessage({ type: "failed", message: String(error) });
}

addEventListener("message", async ({ data: { id, text } }) => {
  try {
    const answer = await ready;
    postMessage({ type: "answer", id, text: answer(text) });
  } catch (error) {
    failed(error);
  }
});
