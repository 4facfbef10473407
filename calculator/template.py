"""The templates that print an estimate: compiled at build for the browser, else when needed.

The browser's archive carries their compiled form in place of them, so that neither a template nor
Jinja2's compiler has to be read there. For the same reason Jinja2's parts are imported one by one,
not the whole package.
"""

import marshal
from collections.abc import Mapping, MutableMapping
from functools import cache
from pkgutil import get_data
from types import CodeType
from typing import TYPE_CHECKING, Any, cast

from jinja2.environment import Environment, Template
from jinja2.runtime import StrictUndefined

if TYPE_CHECKING:
    from jinja2 import BaseLoader

FOLDER = "templates"
COMPILED = "templates.bin"


@cache
def template(name: str) -> Template:
    """A template of ``calculator/templates``, ready to print."""
    return _environment().get_template(name)


def compile_template(name: str) -> CodeType:
    """A template as byte code of this Python."""
    path = f"{FOLDER}/{name}"
    source = get_data("calculator", path) or b""
    return _environment().compile(source.decode(), name, path)


class _Loader:
    """Gives Jinja2 its templates, also those that one of them includes, imports or extends."""

    def load(
        self,
        environment: Environment,
        name: str,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002 - as Jinja2 calls it
    ) -> Template:
        """Return a template; in the browser no other than the compiled ones are there."""
        code = _compiled().get(name) or compile_template(name)
        return Template.from_code(environment, code, environment.make_globals(globals))


@cache
def _compiled() -> Mapping[str, CodeType]:
    try:
        content = get_data("calculator", COMPILED)
    except OSError:
        return {}
    found: dict[str, CodeType] = marshal.loads(content or b"")  # noqa: S302 - of the same archive
    return found


@cache
def _environment() -> Environment:
    return new_environment()


def new_environment() -> Environment:
    """The settings under which templates are compiled and printed."""
    return Environment(
        loader=cast("BaseLoader", _Loader()),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
