"""``python -m calculator.site COMMAND``: everything that builds or shows the site."""

import argparse
import sys
from collections.abc import Callable
from datetime import date

from calculator.ruleset import RuleError
from calculator.site import commands
from calculator.site.audit import audit
from calculator.site.places import BuildError
from calculator.site.reproducible import build_twice

PORT = 8000


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return 0, or 1 after a plain message."""
    given = _parser().parse_args(arguments)
    try:
        _run(given)
    except (BuildError, RuleError) as problem:
        print(f"Not done: {problem}", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m calculator.site", description=__doc__)
    choose = parser.add_subparsers(dest="command", required=True)
    compiling = choose.add_parser("compile", help="check the rule files and write their JSON")
    compiling.add_argument("--check", action="store_true", help="check only, write nothing")
    choose.add_parser("prebuild", help="write what the pages need: rules, font, runtime")
    choose.add_parser("modules", help="find out anew which Python modules the browser needs")
    choose.add_parser("build", help="write the finished site to site/ and check it")
    choose.add_parser("links", help="list the links that leave the finished site, in a file")
    choose.add_parser("reproducible", help="build twice and compare every byte")
    choose.add_parser("audit", help="ask the advisory services about the pinned packages")
    choose.add_parser("schema", help="write the JSON Schema of the rule files")
    aging = choose.add_parser("freshness", help="warn of rules that were checked long ago")
    aging.add_argument("--on", type=_day, metavar="DATE", help="the day of the build (today)")
    opening = choose.add_parser("new-year", help="add a year to the yearly figures")
    opening.add_argument("year", type=int, metavar="YEAR")
    for name, says in (
        ("serve", "show the site and follow every change"),
        ("preview", "serve the finished site under a sub-path"),
    ):
        showing = choose.add_parser(name, help=says)
        showing.add_argument("--port", type=int, default=PORT, help=f"on 127.0.0.1 ({PORT})")
    return parser


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError("write the day as 2026-03-15") from None


#: The commands that take nothing more.
_PLAIN: dict[str, Callable[[], None]] = {
    "prebuild": commands.prebuild,
    "modules": commands.modules,
    "build": commands.build,
    "links": commands.links,
    "reproducible": build_twice,
    "audit": audit,
    "schema": commands.schema,
}


def _run(given: argparse.Namespace) -> None:
    match given.command:
        case name if name in _PLAIN:
            _PLAIN[name]()
        case "compile":
            commands.compile_rules_file(check_only=given.check)
        case "freshness":
            commands.check_freshness(given.on)
        case "new-year":
            commands.new_year(given.year)
        case "preview":
            commands.preview(given.port)
        case _:
            from calculator.site.serve import serve  # noqa: PLC0415 - only this one watches files

            serve(given.port)


if __name__ == "__main__":
    sys.exit(main())
