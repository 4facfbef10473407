/**
 * Runs every case in the browser's Python, under Node, and prints which modules it wanted.
 * Arguments: the folder of the pyodide package, the archive, the lock file, the Python to run.
 */
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

// Node would print the line of the fault, which in the runtime is a million letters long.
process.on("uncaughtException", ({ message }) => {
  process.stderr.write(message);
  process.exit(1);
});
const [folder, archive, lock, script] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${folder}/pyodide.mjs`).href);
const python = await loadPyodide({
  indexURL: folder,
  stdLibURL: archive,
  lockFileContents: JSON.parse(readFileSync(lock, "utf-8")),
});
process.stdout.write(python.runPython(readFileSync(script, "utf-8")));
