"""What the site is compared with: a bare page that starts `loadPyodide()` at once, in a worker.

The page has nothing but the runtime: all files of the `pyodide` package that it asks for, as they
are published. It ends when the answer of one line of Python stands in the page. It waits for no
reader, and it has no style sheet, font or script of its own, so it is the quickest such page.
"""

import shutil
from pathlib import Path

from calculator.site.places import NODE_MODULES

MARK = "plain:shown"
PYODIDE = NODE_MODULES / "pyodide"
FILES = (
    "pyodide.mjs",
    "pyodide.asm.js",
    "pyodide.asm.wasm",
    "python_stdlib.zip",
    "pyodide-lock.json",
)
_PAGE = f"""<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Plain Pyodide</title>
<link rel="icon" href="data:,">
<p data-answer></p>
<script type="module">
const worker = new Worker("./worker.mjs", {{ type: "module" }});
worker.addEventListener("message", ({{ data }}) => {{
  document.querySelector("[data-answer]").textContent = data;
  performance.mark("{MARK}");
}});
</script>
"""
_WORKER = """import { loadPyodide } from "./pyodide.mjs";
const python = await loadPyodide();
postMessage(String(python.runPython("1 + 1")));
"""


def write_plain_page(folder: Path) -> Path:
    """Write the page and all it needs into a folder."""
    for name in FILES:
        shutil.copy(PYODIDE / name, folder)
    (folder / "worker.mjs").write_text(_WORKER, encoding="utf-8")
    (folder / "index.html").write_text(_PAGE, encoding="utf-8")
    return folder
