"""What all tests share: the rules, compiled fresh from the YAML files once per session."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings

from calculator.ruleset import Ruleset
from calculator.site.read import write_compiled
from tests.cases import fresh_rules
from tests.effort import IS_LONG

# The same examples on every machine and every day: a red test stays red until it is repaired.
settings.register_profile(
    "project",
    derandomize=True,
    deadline=timedelta(seconds=20),
    max_examples=100,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
# A long run looks for new examples instead, and takes its time.
settings.register_profile(
    "long",
    settings.get_profile("project"),
    derandomize=False,
    database=None,
    deadline=None,
    print_blob=True,
)
settings.load_profile("long" if IS_LONG else "project")


@pytest.fixture(scope="session")
def rules() -> Ruleset:
    return fresh_rules()


@pytest.fixture(scope="session")
def compiled_rules() -> None:
    """The file that the command line and the browser read is the one of today's YAML."""
    write_compiled()
