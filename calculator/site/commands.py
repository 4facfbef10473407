"""The steps around MkDocs: before the build, the build with its checks, and a look at it."""

import json
import os
import subprocess
import sys
from datetime import date

from calculator.compiled import load_rules
from calculator.site.check_site import check_site, external_links
from calculator.site.fonts import write_fonts
from calculator.site.freshness import build_day, freshness
from calculator.site.new_year import open_year, worklist
from calculator.site.open_data import write_open_data
from calculator.site.places import PACKAGE, ROOT, SITE, BuildError
from calculator.site.read import compile_rules, read_rules, write_compiled
from calculator.site.rule_models import RuleFile
from calculator.site.rules_pages import write_rules_pages
from calculator.site.runtime import renew_module_list, write_runtime
from calculator.site.server import address, site_server
from calculator.site.service_worker import write_service_worker
from calculator.site.state_pages import write_state_pages

EXTERNAL_LINKS = ROOT / ".cache" / "external-links.txt"
SCHEMA = PACKAGE / "rules.schema.json"
QUIET = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
"""The theme's notice about MkDocs 2 says nothing to the people who build this site."""


def compile_rules_file(*, check_only: bool = False) -> None:
    """Check the rule files and write the compiled form, or only check them."""
    if check_only:
        compile_rules()
        if not SCHEMA.exists() or SCHEMA.read_text(encoding="utf-8") != _schema():
            raise BuildError(
                f"{SCHEMA.name} is out of date; run `python -m calculator.site schema`"
            )
    else:
        write_compiled()


def prebuild() -> None:
    """Write everything the pages need that is not kept in the repository."""
    write_compiled()
    write_fonts()
    write_runtime()
    load_rules.cache_clear()
    rules = load_rules()
    write_state_pages(rules)
    write_rules_pages(rules)
    write_open_data(rules)


def modules() -> None:
    """Find out anew which modules the browser's Python needs, by running every case in it."""
    write_compiled()
    renew_module_list()


def build() -> None:
    """Write the finished site and check it.

    Raises:
        BuildError: MkDocs refused a page, or the finished site has a fault.

    """
    prebuild()
    command = [sys.executable, "-m", "mkdocs", "build", "--strict"]
    environment = {**QUIET, "FINISHED_SITE": "true"}
    if subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode:
        raise BuildError("MkDocs could not build the site; its message stands above")
    write_service_worker()
    if faults := check_site():
        raise BuildError("the finished site has faults:\n" + "\n".join(faults))
    print(f"The site lies in {SITE.relative_to(ROOT)}/")


def links() -> None:
    """List the links that leave the site in a file, for people who check that they still hold."""
    found = external_links()
    lines = [f"{address}\t{len(pages)}\t{pages[0]}" for address, pages in found.items()]
    EXTERNAL_LINKS.parent.mkdir(exist_ok=True)
    EXTERNAL_LINKS.write_text("\n".join(("address\tpages\tfirst page", *lines, "")), "utf-8")
    print(f"{len(found)} addresses: {EXTERNAL_LINKS.relative_to(ROOT)}")


def schema() -> None:
    """Write the JSON Schema of the rule files, which editors read."""
    SCHEMA.write_text(_schema(), encoding="utf-8")


def check_freshness(day: date | None = None) -> None:
    """Print which rules were checked too long ago.

    Raises:
        BuildError: some of them so long ago that the site must not be published.

    """
    found = freshness(read_rules(), day or build_day())
    print("\n".join(found.lines()))
    if found.out_of_date:
        raise BuildError(f"{len(found.out_of_date)} rules are out of date; read their sources")


def new_year(year: int, today: date | None = None) -> None:
    """Add a year to every yearly figure that lacks it, and print what is to be looked up."""
    rules, added = open_year(year, today or build_day())
    print(f"{year} was added to {len(added)} figures.\n")
    print("\n".join(worklist(rules, year)))
    print("\nWhat to do with each: CONTRIBUTING.md, Each autumn.")


def preview(port: int) -> None:
    """Serve the finished site under a sub-path until Ctrl-C."""
    if not (SITE / "index.html").exists():
        raise BuildError("there is no site yet; run `make build`")
    try:
        server = site_server(port=port)
    except OSError:
        raise BuildError(port_in_use(port)) from None
    print(f"The finished site: {address(server)}  (Ctrl-C ends it)", flush=True)
    with server:
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print()


def port_in_use(port: int) -> str:
    """Say what to do when another program listens on a port."""
    return f"port {port} is in use; end the other program, or add --port {port + 1}"


def _schema() -> str:
    return json.dumps(RuleFile.model_json_schema(), ensure_ascii=False, indent=2) + "\n"
