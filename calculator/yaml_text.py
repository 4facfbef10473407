"""Read a scenario written in YAML without letting YAML guess: ``on`` is a word, 0.20 stays 0.20.

Needs PyYAML, which the command line and the build have and the browser does not.
"""

import re

import yaml

from calculator.text_limits import DEEPEST, MOST_CHARACTERS
from calculator.yaml_limits import YamlLimits, check_yaml

# The reader in C does the same in a tenth of the time, where PyYAML was built with it.
_Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _TextLoader(_Loader):  # type: ignore[misc, valid-type]
    """Only null, true and false are more than text."""


_TextLoader.yaml_implicit_resolvers = {}
_TextLoader.add_implicit_resolver(
    "tag:yaml.org,2002:null", re.compile(r"^(?:~|null|)$"), ["~", "n", ""]
)
_TextLoader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), ["t", "f"]
)


#: A scenario names nothing twice; with no aliases it holds no more values than characters.
LIMITS = YamlLimits(characters=MOST_CHARACTERS, depth=DEEPEST, nodes=MOST_CHARACTERS, aliases=False)


def load_yaml_text(text: str) -> object:
    """Read YAML; every plain scalar but null, true and false is text.

    Raises:
        ValueError: the text is no YAML, or more than a scenario can be.

    """
    try:
        check_yaml(text, LIMITS)
        return yaml.load(text, Loader=_TextLoader)  # noqa: S506 - a SafeLoader with fewer guesses
    except yaml.YAMLError as fault:
        raise ValueError(str(fault)) from None
