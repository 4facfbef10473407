"""One archive with all the Python the browser needs: compiled, and without what is never used.

The standard library ships as source; to compile it at every start would be most of the start.
Python's own start takes a few modules from the archive as from any other; all others lie in one
part of it, as `lazy_modules` wants them.
"""

import gzip
import io
import json
import marshal
import zipfile
from collections.abc import Mapping
from importlib.util import MAGIC_NUMBER
from pathlib import Path
from types import CodeType

from calculator.compiled import FILE_NAME as RULES
from calculator.site.byte_code import compile_files, generated_code, without_lines
from calculator.site.lazy_modules import MODULES, NAMED, STAND_IN
from calculator.site.module_kinds import FILE, Kinds
from calculator.site.places import PACKAGE
from calculator.site.python_files import Files, module_name, notices
from calculator.site.slim_rules import slim_rules
from calculator.template import COMPILED as TEMPLATES
from calculator.template import FOLDER, compile_template

BOOT = PACKAGE / "site" / "lazy_modules.py"

_LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""One date for every file, so that the same input gives the same bytes."""


def write_archive(target: Path, standard_library: Path, files: Files, kinds: Kinds) -> None:
    """Write the modules that have a kind, the rules and the templates, compressed."""
    wanted = {path: kinds[name] for path in files if (name := module_name(path)) in kinds}
    carried = {path for path, kind in wanted.items() if kind not in {NAMED, STAND_IN}}
    code = compile_files({path: files[path] for path in carried} | {"sitecustomize.py": _boot()})
    parts = {
        **{f"{path}c": _pyc(code[path]) for path in sorted(carried) if wanted[path] == FILE},
        "sitecustomize.pyc": _pyc(code["sitecustomize.py"]),
        MODULES: _modules(wanted, code, generated_code(standard_library)),
        f"calculator/{RULES}": _rules(),
        f"calculator/{TEMPLATES}": _templates(),
        **notices(),
    }
    target.write_bytes(gzip.compress(_zip(parts), 9, mtime=0))


def _boot() -> bytes:
    return BOOT.read_bytes()


def _modules(
    wanted: Mapping[str, int], code: Mapping[str, CodeType], generated: Mapping[str, CodeType]
) -> bytes:
    table: dict[str, tuple[int, bool, int, int]] = {}
    content = bytearray()
    for path, kind in sorted(wanted.items()):
        if kind == FILE:
            continue
        part = marshal.dumps(code[path]) if path in code else b""
        is_package = path.endswith("/__init__.py")
        table[module_name(path)] = (kind, is_package, len(content), len(part))
        content += part
    head = marshal.dumps((table, dict(generated)))
    return len(head).to_bytes(4, "little") + head + bytes(content)


def _rules() -> bytes:
    rules = slim_rules(json.loads((PACKAGE / RULES).read_text(encoding="utf-8")))
    return json.dumps(rules, ensure_ascii=False, separators=(",", ":")).encode()


def _templates() -> bytes:
    folder = PACKAGE / FOLDER
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.j2"))
    return marshal.dumps({name: without_lines(compile_template(name)) for name in names})


def _pyc(code: CodeType) -> bytes:
    return MAGIC_NUMBER + bytes(12) + marshal.dumps(code)


def _zip(parts: Mapping[str, bytes]) -> bytes:
    """Put the parts side by side; they are compressed as a whole, which takes less room."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, _LONG_AGO), content)
    return buffer.getvalue()
