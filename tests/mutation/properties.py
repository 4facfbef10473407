"""Properties as mutmut needs them: it leaves every decorated function alone."""

import re

#: The end of the name of a method that holds the body of a property.
BODY = "_worked_out"

_PROPERTY = re.compile(r"^( +)@property\n +def (\w+)\(self\) -> (.+):\n", re.MULTILINE)


def open_properties(source: str) -> str:
    """Move the body of each property of a module into a method."""

    def moved(found: re.Match[str]) -> str:
        indent, name, kind = found.groups()
        method = f"{indent}def {name}{BODY}(self) -> {kind}:\n"
        return f"{found[0]}{indent}    return self.{name}{BODY}()\n\n{method}"

    return _PROPERTY.sub(moved, source)
