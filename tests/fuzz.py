"""Coverage-guided fuzzing of the three doors: ``python -m tests.fuzz scenario --inputs 1000000``.

Needs atheris, which has wheels for Linux only, in the environment that runs it. A text that
breaks a door ends the run; its bytes are written to a file named after their digest.
"""

import argparse
import sys
import tempfile
from pathlib import Path

import atheris  # type: ignore[import-not-found, import-untyped, unused-ignore]

with atheris.instrument_imports(include=["calculator"]):
    from tests.hostile import DOORS, PIECES, seeds


def main() -> None:
    """Fuzz one door."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("door", choices=DOORS)
    parser.add_argument("--inputs", type=int, default=1_000_000)
    options = parser.parse_args()
    door = DOORS[options.door]
    folder = Path(tempfile.mkdtemp(prefix="fuzz-"))
    for number, text in enumerate(seeds(options.door)):
        (folder / f"seed-{number}").write_text(text, encoding="utf-8")
    words = folder.with_suffix(".dict")
    lines = (f'"{_escaped(piece)}"' for piece in PIECES if len(piece) < 100)
    words.write_text("\n".join(lines), encoding="ascii")
    arguments = [
        sys.argv[0],
        f"-runs={options.inputs}",
        f"-dict={words}",
        "-max_len=20000",
        "-timeout=10",
        "-rss_limit_mb=2048",
        str(folder),
    ]
    atheris.Setup(arguments, lambda data: door(data.decode("utf-8", "surrogateescape")))
    atheris.Fuzz()


def _escaped(piece: str) -> str:
    return "".join(f"\\x{byte:02x}" for byte in piece.encode("utf-8", "surrogatepass"))


if __name__ == "__main__":
    main()
