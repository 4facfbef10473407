"""Which programs share a set of rules: the groups that questions, coverage and money steps name.

The networks that the plans of a program come in stand in ``calculator.facts``.
"""

#: Plans that a job or a person buys. They share one coverage table, ``private.coverage``.
#: Plans for federal employees (FEHB, PSHB) are job-based plans with rules of their own on top.
PRIVATE = ("employer", "marketplace", "fehb")

#: Plans whose cost sharing is their own: the reader has to tell it.
NETWORK_PLANS = ("medicare_advantage", *PRIVATE)

#: Plans that state insurance law can reach (``state.reach``); it never reaches FEHB plans
#: (``fehb.state_law``).
UNDER_STATE_LAW = ("employer", "marketplace")

#: Plans with a federal limit on what a person can owe in network (42 U.S.C. 18022(c)).
UNDER_FEDERAL_LIMIT = ("employer", "marketplace")

MEDICAID = ("medicaid", "chip")

#: Programs whose cost sharing the rules know, so that the reader is not asked for it.
PUBLIC = (*MEDICAID, "tricare", "va", "ihs", "workers_compensation")

#: Programs in which it matters whether the doctor is one of the program's own.
WITH_NETWORK = (*NETWORK_PLANS, *MEDICAID, "tricare", "va", "ihs")

#: Programs that pay a doctor by Medicare's prices, or by prices tied to them.
MEDICARE_PRICES = ("original_medicare", "medicare_advantage", "tricare", "va")
