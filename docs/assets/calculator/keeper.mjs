/**
 * Starts a Python of its own, once the reader has an estimate, and keeps a snapshot of it.
 *
 * From the worker:  {type: "kept"} or {type: "failed", message}
 */

import { loadArchive, loadProgram, loadScripts, startPython } from "./boot.mjs";
import { keepSnapshot, lookUpSnapshot } from "./snapshot.mjs";

const ROOM = 100_000_000; // bytes that must be free on the device

keep().then(
  () => postMessage({ type: "kept" }),
  (error) => postMessage({ type: "failed", message: String(error) }),
);

async function keep() {
  // Some browsers do not say how much room there is; where there is none, keeping it fails.
  const { quota = Infinity, usage = 0 } = (await navigator.storage?.estimate()) ?? {};
  if (quota - usage < ROOM) throw new Error("there is no room on the device");
  if (await lookUpSnapshot()) return;
  const options = { _makeSnapshot: true };
  const python = await startPython(loadScripts(), loadProgram(), loadArchive(), options);
  python.pyimport("calculator.rehearsal").rehearse();
  await keepSnapshot(python.makeMemorySnapshot());
}
