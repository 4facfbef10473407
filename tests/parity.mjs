/**
 * Answers requests with the built calculator in this program's own WebAssembly.
 *
 *     node tests/parity.mjs FOLDER REQUESTS REPLIES
 *
 * FOLDER is a build's runtime; REQUESTS and REPLIES are files with a JSON list of texts.
 */
import { readFile, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { argv } from "node:process";
import { pathToFileURL } from "node:url";
import { gunzipSync } from "node:zlib";

const [folder, requests, replies] = argv.slice(2).map((path) => resolve(path));
const { loadPyodide } = await import(pathToFileURL(`${folder}/pyodide.mjs`).href);
// The page unpacks the archive before it gives it to the runtime, and so does this.
const archive = `${replies}.archive`;
await writeFile(archive, gunzipSync(await readFile(`${folder}/python.bin`)));
const python = await loadPyodide({
  indexURL: `${folder}/`,
  stdLibURL: pathToFileURL(archive).href,
  lockFileContents: JSON.parse(await readFile(`${folder}/pyodide-lock.json`, "utf8")),
});
const { answer } = python.pyimport("calculator.browser");
/** @type {string[]} */
const texts = JSON.parse(await readFile(requests, "utf8"));
await writeFile(replies, JSON.stringify(texts.map((text) => answer(text))));
