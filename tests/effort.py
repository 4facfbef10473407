"""How hard the tests try: as often as the suite has time for, or many times as often.

``python -m tests.long`` sets the environment variable before it starts pytest.
"""

import os

#: Names how many times as many cases are tried as in the suite.
VARIABLE = "TIMES_AS_MANY"

TIMES = int(os.environ.get(VARIABLE, "1"))

#: Cases of the suite are the same every day; those of a long run are new ones each time.
IS_LONG = VARIABLE in os.environ


def many(few: int) -> int:
    """How many cases to try where the suite tries a few."""
    return few * TIMES
