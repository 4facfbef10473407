"""The questions about the second doctor, the place, and the steps taken before."""

from calculator.facts import NETWORKS
from calculator.programs import MEDICAID, NETWORK_PLANS, PRIVATE, UNDER_STATE_LAW, WITH_NETWORK
from calculator.questions.model import Choice, Question, Wording

PROVIDER_QUESTIONS = (
    Question(
        "provider.setting",
        "choice",
        "How will you see the doctor?",
        "provider",
        choices=(
            Choice("office", "In a doctor's own office"),
            Choice("hospital_clinic", "In a clinic that belongs to a hospital"),
            Choice("telehealth", "By video or phone"),
            Choice("records_only", "Not at all: the doctor only reads my records"),
        ),
        ask="Is the clinic part of a hospital, and will there be a separate facility fee?",
    ),
    Question(
        "provider.network",
        "choice",
        "Is the doctor in your plan's network?",
        "provider",
        help="Ask the doctor's office about your exact plan name, not just the company.",
        choices=(Choice("in", "Yes"), Choice("out", "No")),
        when={"coverage.program": WITH_NETWORK},
        ask="Is this doctor in the network of my exact plan?",
        wordings={
            "medicaid": Wording(
                "Does the doctor take your Medicaid?",
                "In a health plan: is the doctor in that plan's network?",
                "Do you take my Medicaid, under the exact name on my card?",
            ),
            "chip": Wording(
                "Does the doctor take your child's CHIP?",
                "In a health plan: is the doctor in that plan's network?",
                "Do you take CHIP, under the exact name on the card?",
            ),
            "tricare": Wording(
                "Is the doctor in the TRICARE network?",
                "Ask the office, or look in the finder of your TRICARE region.",
                "Are you in the TRICARE network?",
            ),
            "va": Wording(
                "Is it a VA doctor?",
                "Yes at a VA hospital or clinic. No for a doctor outside the VA.",
                "Is this visit at a VA clinic, or with a doctor outside?",
            ),
            "ihs": Wording(
                "Is the doctor at an Indian health clinic?",
                "A clinic of the Indian Health Service, a tribe or an urban Indian group.",
                "Is this doctor part of your clinic, or outside it?",
            ),
        },
    ),
    Question(
        "coverage.point_of_service",
        "yes_no",
        "Will you see the doctor without a referral (point of service)?",
        "provider",
        help="TRICARE Prime lets you, at a higher cost. We count with a referral if you do not "
        "choose this.",
        when={
            "coverage.program": ("tricare",),
            "coverage.network": ("prime",),
            "coverage.tricare_status": ("active_duty_family", "retiree"),
        },
    ),
    Question(
        "provider.network_doctor_available",
        "yes_no",
        "Does your plan's network have a doctor who can give this opinion?",
        "provider",
        help="In a few states the plan must help if there is none.",
        when={"coverage.program": UNDER_STATE_LAW, "provider.network": ("out",)},
        ask="Who in the network can give a second opinion on this, and how soon?",
    ),
    Question(
        "coverage.balance_billing",
        "yes_no",
        "Does your plan let its doctors bill you more than the plan's price?",
        "provider",
        help="Some private fee-for-service plans do. The Evidence of Coverage says so.",
        when={
            "coverage.program": ("medicare_advantage",),
            "coverage.network": ("pffs",),
            "provider.network": ("in",),
        },
        ask="Does my plan allow balance billing by doctors who accept its terms?",
    ),
    Question(
        "provider.medicare",
        "choice",
        "What is the doctor's standing with Medicare?",
        "provider",
        help="Ask the office: do you take part in Medicare, and do you accept assignment?",
        choices=(
            Choice("participating", "Takes part in Medicare (participating)"),
            Choice("nonparticipating", "Takes Medicare, but is non-participating"),
            Choice("opted_out", "Has opted out of Medicare"),
        ),
        when={
            "coverage.program": ("original_medicare", "medicare_advantage", "tricare"),
            "coverage.network": ("", *NETWORKS["medicare_advantage"], "for_life"),
        },
        ask="Do you take Medicare, are you participating, or have you opted out?",
    ),
    Question(
        "provider.assignment",
        "yes_no",
        "Does the doctor accept assignment for this visit?",
        "provider",
        help="Assignment means: the doctor takes Medicare's approved amount as full pay.",
        when={
            "coverage.program": ("original_medicare",),
            "provider.medicare": ("nonparticipating",),
        },
        ask="Will you accept assignment for this visit?",
    ),
    Question(
        "provider.takes_tricare",
        "yes_no",
        "Does the doctor take TRICARE's amount as full pay for this visit?",
        "provider",
        help="A doctor outside the network may take part for one visit.",
        when={
            "coverage.program": ("tricare",),
            "coverage.network": ("prime", "select"),
            "provider.network": ("out",),
        },
        ask="Will you take the TRICARE amount as full pay for this visit?",
    ),
    Question(
        "provider.network_exception",
        "choice",
        "Has your plan agreed to treat this doctor as in network?",
        "provider",
        help="This is called a network gap exception. Get it in writing before the visit.",
        choices=(Choice("granted", "Yes, in writing"), Choice("none", "No, or not asked yet")),
        when={"coverage.program": (*NETWORK_PLANS, *MEDICAID), "provider.network": ("out",)},
        wordings={
            program: Wording(
                "Has the health plan arranged the visit with this doctor?",
                "The plan must arrange one outside if no one in it can help. Get it in writing.",
            )
            for program in MEDICAID
        },
    ),
    Question(
        "provider.facility_network",
        "choice",
        "Is the hospital itself in your plan's network?",
        "provider",
        choices=(Choice("in", "Yes"), Choice("out", "No")),
        when={"coverage.program": NETWORK_PLANS, "provider.setting": ("hospital_clinic",)},
        ask="Is the hospital that owns the clinic in the network of my plan?",
    ),
    Question(
        "provider.consent_signed",
        "yes_no",
        "Did you sign a form that gives up your protection from surprise bills?",
        "provider",
        help="You do not have to sign it.",
        when={
            "coverage.program": PRIVATE,
            "provider.network": ("out",),
            "provider.setting": ("hospital_clinic",),
        },
        ask="Have I signed a notice-and-consent form for this visit?",
    ),
    Question(
        "done.referral",
        "choice",
        "Do you have a referral from your primary doctor?",
        "provider",
        choices=(
            Choice("yes", "Yes"),
            Choice("no", "Not yet"),
            Choice("not_needed", "My plan does not ask for one"),
        ),
        when={"coverage.program": (*NETWORK_PLANS, *MEDICAID, "tricare", "va")},
    ),
    Question(
        "done.prior_authorization",
        "choice",
        "Has the plan approved the visit in advance?",
        "provider",
        help="Plans call this prior authorization.",
        choices=(
            Choice("yes", "Yes"),
            Choice("no", "Not yet"),
            Choice("not_needed", "My plan does not ask for it"),
        ),
        when={"coverage.program": (*WITH_NETWORK, "workers_compensation")},
    ),
)
