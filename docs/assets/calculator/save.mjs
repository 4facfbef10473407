/** Files and text that leave the page only where the reader puts them: a download, the clipboard. */

/** @typedef {{name: string, type: string, text: string}} File */

/** @param {File} file */
export function saveFile({ name, type, text }) {
  const address = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000); // after the browser has read it
}

/**
 * @param {HTMLElement} source
 * @returns {Promise<boolean>} whether it was copied; if not, it is marked to copy by hand
 */
export async function copyText(source) {
  try {
    await navigator.clipboard.writeText(source.textContent ?? "");
    return true;
  } catch {
    getSelection()?.selectAllChildren(source);
    source.focus();
    return false;
  }
}
