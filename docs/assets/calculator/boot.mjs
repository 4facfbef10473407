/** Starts Python from the files beside this one: from the beginning, or from a snapshot. */

/** @typedef {(text: string) => string} Answer */

export const folder = new URL("./", import.meta.url).href;

/** @returns {Promise<WebAssembly.Module>} what runs Python, compiled while it arrives */
export async function loadProgram() {
  const response = await get("pyodide.asm.wasm");
  const type = response.headers.get("Content-Type") ?? "";
  if (type.startsWith("application/wasm")) return WebAssembly.compileStreaming(response);
  return WebAssembly.compile(await response.arrayBuffer());
}

/** @returns {Promise<ArrayBuffer>} all of Python that is not in the program */
export async function loadArchive() {
  const { body } = await get("python.bin");
  if (!body) throw new Error("the archive is empty");
  return new Response(body.pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
}

/** The scripts of the runtime, and the list of packages, which is nearly empty. */
export function loadScripts() {
  return Promise.all([
    import("./pyodide.mjs"),
    import("./pyodide.asm.js"),
    get("pyodide-lock.json").then((response) => response.json()),
  ]);
}

/**
 * @param {ReturnType<typeof loadScripts>} scripts
 * @param {ReturnType<typeof loadProgram>} program
 * @param {ArrayBuffer | ReturnType<typeof loadArchive>} archive
 * @param {object} [options] of the runtime
 */
export async function startPython(scripts, program, archive, options = {}) {
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
  const lost = Promise.all([program, archive]).then(() => new Promise(() => {}));
  try {
    const started = loadPyodide({
      indexURL: folder,
      stdLibURL: `${folder}python.bin`,
      lockFileContents: lock,
      stdout: () => {},
      ...options,
    });
    return await Promise.race([started, lost]);
  } finally {
    Object.assign(globalThis, { fetch });
    Object.assign(WebAssembly, { instantiateStreaming });
  }
}

/** @param {string} name */
async function get(name) {
  const response = await fetch(folder + name, { priority: "low" });
  if (!response.ok) throw new Error(`${response.status} for ${response.url}`);
  return response;
}
