/**
 * Runs the calculator: one Python, started once. All it needs lies beside this file.
 *
 * To the worker:    {id, text}                        one request, as JSON text
 * From the worker:  {type: "here"}                    all files have come
 *                   {type: "ready"}
 *                   {type: "answer", id, text}        one reply, as JSON text
 *                   {type: "failed", message}         the start or an answer failed: start anew
 */

const folder = new URL("./", import.meta.url).href;

// All files are asked for at once; the program is compiled while it arrives.
const program = loadProgram();
const archive = loadArchive();
const scripts = Promise.all([
  import("./pyodide.mjs"),
  import("./pyodide.asm.js"),
  get("pyodide-lock.json").then((response) => response.json()),
]);
const files = Promise.all([program, archive, scripts]);
files.then(
  () => postMessage({ type: "here" }),
  () => {}, // who waits for the start will tell
);
const ready = start();
ready.then(() => postMessage({ type: "ready" }), failed);

/** @returns {Promise<(text: string) => string>} the calculator's one function */
async function start() {
  const [{ loadPyodide }, , lock] = await scripts;
  // The runtime asks for its files itself; it is given those that are on their way.
  const { fetch } = globalThis;
  const { instantiateStreaming } = WebAssembly;
  globalThis.fetch = async () => new Response(await archive);
  WebAssembly.instantiateStreaming = async (_, imports) => {
    const module = await program;
    return { module, instance: await WebAssembly.instantiate(module, imports) };
  };
  // It would wait for ever, and say nothing, if one of them did not come.
  const lost = files.then(() => new Promise(() => {}));
  const options = {
    indexURL: folder,
    stdLibURL: `${folder}python.bin`,
    lockFileContents: lock,
    stdout: () => {},
  };
  const python = await Promise.race([loadPyodide(options), lost]);
  Object.assign(globalThis, { fetch });
  Object.assign(WebAssembly, { instantiateStreaming });
  return python.pyimport("calculator.browser").answer;
}

/** @returns {Promise<WebAssembly.Module>} what runs Python */
async function loadProgram() {
  const response = await get("pyodide.asm.wasm");
  const type = response.headers.get("Content-Type") ?? "";
  if (type.startsWith("application/wasm")) return WebAssembly.compileStreaming(response);
  return WebAssembly.compile(await response.arrayBuffer());
}

/** @returns {Promise<ArrayBuffer>} all of Python that is not in the program */
async function loadArchive() {
  const { body } = await get("python.bin");
  if (!body) throw new Error("the archive is empty");
  return new Response(body.pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
}

/** @param {string} name */
async function get(name) {
  const response = await fetch(folder + name, { priority: "low" });
  if (!response.ok) throw new Error(`${response.status} for ${response.url}`);
  return response;
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
