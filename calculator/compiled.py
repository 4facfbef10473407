"""The compiled rules that ship inside the package.

They are JSON, because reading YAML in the browser would cost more time than the estimate itself.
``python -m calculator.site compile`` writes the file from ``calculator/rules/*.yaml``.
"""

import json
from functools import cache
from pkgutil import get_data

from calculator.ruleset import RuleError, Ruleset

FILE_NAME = "compiled_rules.json"


@cache
def load_rules() -> Ruleset:
    """Read the rules that belong to this copy of the package.

    Raises:
        RuleError: the compiled file is missing (a checkout that was not set up yet).

    """
    try:
        content = get_data("calculator", FILE_NAME) or b""
    except OSError:
        raise RuleError(
            FILE_NAME, None, "", "the compiled rules are missing; run `make setup` to write them"
        ) from None
    return Ruleset.from_json(json.loads(content))
