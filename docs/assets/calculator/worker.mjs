/**
 * Runs the calculator's Python. All it needs lies beside this file.
 *
 * To the worker:    {id, text}                        one request, as JSON text
 * From the worker:  {type: "phase", name}             runtime, packages, rules
 *                   {type: "ready"}
 *                   {type: "answer", id, text}        one reply, as JSON text
 *                   {type: "failed", message}         the start or an answer failed: start anew
 */
import { loadPyodide } from "./pyodide.mjs";

const folder = new URL("./", import.meta.url).href;

// The runtime waits for ever, and says nothing, when one of its files does not come.
const load = globalThis.fetch;
globalThis.fetch = async (...wanted) => {
  try {
    const response = await load(...wanted);
    if (!response.ok) throw new Error(`${response.status} for ${response.url}`);
    return response;
  } catch (error) {
    failed(error);
    throw error;
  }
};

const ready = start();
ready.then(() => postMessage({ type: "ready" }), failed);

/** @returns {Promise<(text: string) => string>} the calculator's one function */
async function start() {
  phase("runtime");
  const python = await loadPyodide({
    indexURL: folder,
    stdLibURL: `${folder}python.zip`,
    stdout: () => {},
  });
  phase("packages");
  python.pyimport("jinja2").destroy();
  phase("rules");
  return python.pyimport("calculator.browser").answer;
}

/** @param {string} name */
function phase(name) {
  postMessage({ type: "phase", name });
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
