"""Second Opinion Coverage: does insurance pay for a second opinion, and what is left to pay.

The public names are listed in ``__all__``; everything else may change between versions.
"""

from calculator.compiled import load_rules
from calculator.estimate import Estimate, estimate
from calculator.parse import ScenarioError, parse_scenario
from calculator.ruleset import RuleError, Ruleset
from calculator.scenario import Scenario

__version__ = "0.1.0"

__all__ = [
    "Estimate",
    "RuleError",
    "Ruleset",
    "Scenario",
    "ScenarioError",
    "__version__",
    "estimate",
    "load_rules",
    "parse_scenario",
]
