/**
 * Keeps the memory of a started Python on the device, so that the next visit need not start it.
 * It is made by `keeper.mjs`, of a Python that no reader has asked anything.
 */

import { folder } from "./boot.mjs";

const STORE = "calculator-snapshot";
const ADDRESS = `${folder}snapshot`; // the folder's name is the build's: each has its own
const LIMIT = 3000; // milliseconds for a device to hand it over

/** @returns {Promise<Response | undefined>} the snapshot of this build, if there is one */
export async function lookUpSnapshot() {
  try {
    return await (await caches.open(STORE)).match(ADDRESS);
  } catch {
    return undefined; // the browser keeps nothing for this site
  }
}

/**
 * @param {Response} kept
 * @returns {Promise<Uint8Array>} what was kept, if it is whole
 */
export function readSnapshot(kept) {
  return new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error("the snapshot does not come")), LIMIT);
    read(kept).then(resolve, reject);
  });
}

/** @param {Response} kept */
async function read(kept) {
  const content = await kept.arrayBuffer();
  if (kept.headers.get("X-Mark") !== (await mark(content))) {
    throw new Error("the snapshot is not whole");
  }
  return new Uint8Array(content);
}

/**
 * Keep a snapshot, in the place of those of other builds.
 * @param {Uint8Array} snapshot
 */
export async function keepSnapshot(snapshot) {
  const store = await caches.open(STORE);
  for (const { url } of await store.keys()) if (url !== ADDRESS) await store.delete(url);
  const headers = { "X-Mark": await mark(snapshot), "Content-Length": `${snapshot.length}` };
  await store.put(ADDRESS, new Response(snapshot, { headers }));
}

/** @returns {Promise<undefined>} */
export async function dropSnapshot() {
  try {
    await caches.delete(STORE);
  } catch {
    // What cannot be reached cannot be used either.
  }
}

/**
 * What a snapshot has to match: its content, and the browser that made it.
 * @param {BufferSource} content
 */
async function mark(content) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", content));
  const hex = [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${content.byteLength} ${hex} ${navigator.userAgent}`;
}
