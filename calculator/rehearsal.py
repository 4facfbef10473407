"""A few estimates that nobody asked for, after which Python has all it needs at hand.

The browser keeps a snapshot of Python's memory after these. They are made up, so the snapshot
says nothing about its reader.
"""

import gc
import json

from calculator.browser import RULES, answer

_REQUESTS: tuple[dict[str, str], ...] = (
    {
        "coverage.program": "original_medicare",
        "opinion.about": "surgery",
        "provider.setting": "office",
        "services.0.kind": "visit",
        "services.0.charge": "400",
    },
    {
        "coverage.program": "employer",
        "coverage.network": "ppo",
        "opinion.about": "cancer",
        "provider.setting": "hospital_clinic",
        "provider.network": "out",
        "services.0.kind": "visit",
        "services.1.kind": "imaging",
    },
    {"coverage.program": "none", "services.0.kind": "visit", "services.0.charge": "a lot"},
)


def rehearse() -> None:
    """Work the cases out, then give back the memory that was only needed meanwhile."""
    today = f"{RULES.years[-2]}-06-15"
    for answers in _REQUESTS:
        answer(json.dumps({"answers": answers, "today": today}))
    gc.collect()
