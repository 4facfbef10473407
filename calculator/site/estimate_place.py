"""The place on the page where the estimate appears, with the worked examples in it."""

from html import escape

from calculator.ruleset import Ruleset
from calculator.site.examples import EXAMPLES, example_html


def estimate_place(rules: Ruleset, root: str) -> str:
    """The live result, what to say if there is none, and the worked examples."""
    return (
        '<section class="calculator-result" id="your-estimate" data-estimate data-state="example" '
        'aria-label="Your estimate"><div class="calculator-failure" data-failure hidden>'
        '<p data-reason="unsupported">This browser cannot run the calculator. The worked example '
        "below still helps, and a newer browser will run it.</p>"
        '<p data-reason="slow">The calculator took too long to start. Your answers are kept.</p>'
        '<p data-reason="broken">The calculator could not start. Check your connection. Your '
        "answers are kept.</p>"
        '<p data-reason="answer"></p><button type="button" data-retry>Try again</button></div>'
        '<p class="calculator-note" data-stale hidden>This estimate belongs to your earlier '
        "answers.</p><div data-live hidden></div>"
        f"{_what_next()}"
        '<div data-examples data-example-fields="coverage.program coverage.network">'
        f"<h2>A worked example</h2>{_examples(rules, root)}</div></section>"
    )


def _what_next() -> str:
    """What a reader can do once there is an estimate; the calculator prints it when it is asked."""
    return (
        '<div class="calculator-after" data-after hidden><h2>What to do next</h2>'
        '<p class="calculator-status" role="status" data-after-status '
        'data-say-copied="Copied." data-say-not-copied="Your browser did not copy it. It is '
        'marked: copy it by hand." data-say-saved="Saved." data-say-made="Your link is ready."></p>'
        "<details data-plan><summary>Calls, checklist, appeal and free help</summary>"
        "<div data-plan-content></div></details>"
        '<details data-what-if data-say-no-answer="With these answers we cannot work it out.">'
        "<summary>What if? Move the fee and what you do not know</summary>"
        f"<div data-what-if-content></div></details>{_keep_and_share()}"
        '<p class="calculator-buttons"><button type="button" data-clear>Clear my answers</button>'
        f"{leave_link()}</p></div><div data-summary></div>"
    )


#: Where the quick way out leads: a page that says nothing of what was read before.
LEAVE = "https://www.weather.gov/"


def leave_link() -> str:
    """The quick way out; the browser cannot come back from it with its "Back" button."""
    return f'<a class="leave" data-leave rel="noreferrer" href="{LEAVE}">Leave this page now</a>'


def _keep_and_share() -> str:
    return (
        "<details data-keep><summary>Print, keep or share</summary>"
        '<p class="plan-buttons"><button type="button" data-print>Print, or save as PDF</button>'
        '<button type="button" data-copy-estimate>Copy as text</button>'
        '<button type="button" data-save="file">Save my case as a file</button></p>'
        '<pre class="letter" tabindex="0" role="region" aria-label="Your estimate as text" '
        "data-text hidden></pre>"
        "<p>You can open the file again at the top of the form. It holds your answers, so keep it "
        "where only you can read it.</p>"
        "<h3>A link with your answers</h3>"
        '<p class="calculator-note">The link holds <strong>all</strong> your answers, also what '
        "the opinion is about. Anyone who gets the link can read them. They are not sent to us, "
        "but an app or an e-mail that carries the link can see it.</p>"
        '<p><button type="button" data-link>Make a link with my answers</button></p>'
        '<div class="field" data-link-place hidden><label for="share-link">Your link</label>'
        '<input type="text" id="share-link" readonly>'
        '<button type="button" data-copy-link>Copy the link</button></div></details>'
    )


#: The example for each kind of plan, the most asked for first.
PLAN_EXAMPLES = {
    "original_medicare": ("original-medicare", "Original Medicare"),
    "medicare_advantage.hmo": ("medicare-advantage-hmo", "Medicare Advantage HMO"),
    "medicare_advantage.hmo_pos": ("medicare-advantage-hmo-pos", "Medicare Advantage HMO-POS"),
    "medicare_advantage.ppo": ("medicare-advantage-ppo", "Medicare Advantage PPO"),
    "medicare_advantage.pffs": ("medicare-advantage-pffs", "Medicare Advantage PFFS"),
    "employer.hmo": ("hmo", "Employer plan, HMO"),
    "employer.ppo": ("ppo", "Employer plan, PPO"),
    "employer.epo": ("epo", "Employer plan, EPO"),
    "employer.pos": ("pos", "Employer plan, POS"),
    "marketplace.hmo": ("hmo", "Marketplace plan, HMO"),
    "marketplace.ppo": ("ppo", "Marketplace plan, PPO"),
    "marketplace.epo": ("epo", "Marketplace plan, EPO"),
    "marketplace.pos": ("pos", "Marketplace plan, POS"),
    "fehb.hmo": ("fehb-ppo", "Federal employee plan, HMO"),
    "fehb.ppo": ("fehb-ppo", "Federal employee plan, PPO"),
    "fehb.epo": ("fehb-ppo", "Federal employee plan, EPO"),
    "fehb.pos": ("fehb-ppo", "Federal employee plan, POS"),
    "medicaid.managed_care": ("medicaid-managed-care", "Medicaid health plan"),
    "medicaid.fee_for_service": ("medicaid-fee-for-service", "Medicaid from the state"),
    "chip.managed_care": ("chip-managed-care", "CHIP health plan"),
    "chip.fee_for_service": ("chip-fee-for-service", "CHIP from the state"),
    "tricare.prime": ("tricare-prime", "TRICARE Prime"),
    "tricare.select": ("tricare-select", "TRICARE Select"),
    "tricare.for_life": ("tricare-for-life", "TRICARE For Life"),
    "va": ("va-with-copay", "VA health care"),
    "ihs": ("ihs-clinic", "Indian Health Service"),
    "workers_compensation": ("workers-compensation", "Workers' compensation"),
    "none": ("none", "No insurance"),
}


def _examples(rules: Ruleset, root: str) -> str:
    parts = []
    for key, (stem, name) in PLAN_EXAMPLES.items():
        if not (EXAMPLES / f"{stem}.yaml").exists():
            raise LookupError(f"the example for {key} is missing: {stem}")
        parts.append(
            f'<details class="worked-example" data-example-for="{key}">'
            f"<summary>{escape(name)}</summary>{example_html(rules, stem, root)}</details>"
        )
    return "".join(parts)
