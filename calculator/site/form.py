"""Print the form from the questions, and the place where the estimate appears.

The page's script only shows and hides parts by comparing values; which answers show which part
stands in the questions.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from html import escape

from calculator.facts import DOMAINS
from calculator.form_answers import NONE_BOX
from calculator.present import COSMETIC
from calculator.presets import HAVE_TYPICAL
from calculator.questions import GROUPS, QUESTIONS, Choice, Question
from calculator.ruleset import Ruleset
from calculator.site.estimate_place import estimate_place, leave_link

#: Rows of the bill that the page prints; the script shows them as they are needed.
ROWS = 6

#: Questions with few answers that decide everything: shown as buttons, not as a list.
_RADIO = ("coverage.program",)

#: What is chosen before the reader chooses.
_PRESET = {"opinion.number": "2"}

_FAMILY = "terms.family."
_OUTSIDE = "terms.out_of_network."
_SUBGROUPS = {
    _OUTSIDE: "Out of network",
    _FAMILY: "If the plan covers more people than you",
}

_YES_NO = (Choice("yes", "Yes"), Choice("no", "No"))


def estimate_form(rules: Ruleset, runtime: str, root: str) -> str:
    """The form with the worked examples and the place for the live estimate."""
    groups = "".join(_group(rules, group.id, group.title, group.intro) for group in GROUPS)
    return (
        '<div class="calculator"><div class="calculator-columns">'
        '<form class="calculator-form" data-calculator method="dialog">'
        '<p class="calculator-note without-script">This form works out your own case in your '
        "browser. It needs JavaScript. Without it you can read the worked examples below.</p>"
        '<div class="error-summary" data-error-summary tabindex="-1" role="group" '
        'aria-labelledby="error-summary-title" hidden>'
        '<h2 id="error-summary-title">Please check these answers</h2><ul></ul></div>'
        f"{_map_of_steps()}{_tools()}{groups}{_buttons()}</form>"
        f"{estimate_place(rules, root)}</div></div>"
        f'<script type="module" src="{root}{runtime}page.mjs"></script>'
    )


def _tools() -> str:
    """What is at hand at any time: an empty form, the way out, a saved case."""
    return (
        '<div class="calculator-tools"><p class="calculator-buttons">'
        f'<button type="reset" disabled>Clear my answers</button>{leave_link()}</p>'
        "<details><summary>Open a case that you saved</summary>"
        '<div class="field"><label for="open-case">The file that you saved here</label>'
        '<input type="file" id="open-case" accept=".json,application/json" data-open-file '
        "disabled></div></details></div>"
    )


def _map_of_steps() -> str:
    """The steps ahead, each a link to its part of the form; the script adds how far one is."""
    steps = "".join(
        f'<li{_shows_when(_group_shows(group.id))}><a href="#step-{group.id}" '
        f'data-step="{group.id}">{escape(group.title)}</a>'
        f'<span class="step-progress" data-progress="{group.id}" '
        'data-say-progress="{done} of {all} answered"></span></li>'
        for group in GROUPS
    )
    return (
        '<nav class="calculator-steps" aria-label="Steps of this form"><p>You can answer in any '
        "order. Leave out what you do not know.</p>"
        f'<ol>{steps}<li><a href="#your-estimate">Your estimate</a></li></ol></nav>'
    )


#: With these there is no estimate to work out, so the later steps are not asked.
_NO_ESTIMATE = ("emergency", "cosmetic")
_LATER = ("provider", "terms", "bill")


def _group_shows(group_id: str) -> dict[str, tuple[str, ...]]:
    """The answers with which a step is asked at all."""
    questions = [q for q in QUESTIONS.values() if q.group == group_id and q.in_form]
    shows = dict(questions[0].when) if len({str(q.when) for q in questions}) == 1 else {}
    if group_id == "terms":
        asked = [p for q in questions for p in q.when.get("coverage.program", ())]
        shows = {"coverage.program": tuple(dict.fromkeys(asked))}
    if group_id == "bill":
        shows = {}
    if group_id in _LATER:
        choices = [choice.value for choice in QUESTIONS["opinion.about"].choices]
        shows["opinion.about"] = ("", *(c for c in choices if c not in _NO_ESTIMATE))
    return shows


def _plain_words(rules: Ruleset) -> str:
    """What is said at once where there is no estimate to wait for."""
    emergency = rules.statements["safety.emergency"].says
    return (
        f'<p class="calculator-alarm"{_shows_when({"opinion.about": ("emergency",)})} hidden>'
        f"<strong>{escape(emergency)}</strong></p>"
        f'<p class="calculator-note"{_shows_when({"opinion.about": ("cosmetic",)})} hidden>'
        f"{escape(COSMETIC)} If it is to repair harm from an illness, an accident or a birth "
        "defect, choose what the care is for instead.</p>"
    )


def _typical_plan() -> str:
    """The button that fills in a typical plan of this kind, and the place for what it did."""
    programs = {"coverage.program": HAVE_TYPICAL}
    return (
        f'<div class="calculator-typical"{_shows_when(programs)} hidden>'
        '<button type="button" data-typical disabled '
        'data-say-typical="Typical amount, not your plan’s own">Fill in a typical plan of this '
        "kind</button>"
        "<p>It fills only empty boxes, with what such plans usually ask. These are not your "
        "plan’s own amounts.</p>"
        '<div data-typical-note role="status"></div></div>'
    )


def _group(rules: Ruleset, group_id: str, title: str, intro: str) -> str:
    legend = f'<legend id="step-{group_id}" tabindex="-1"><h2>{escape(title)}</h2></legend>'
    if intro:
        legend += f"<p>{escape(intro)}</p>"
    shows = _shows_when(_group_shows(group_id))
    if group_id == "bill":
        return f'<fieldset data-group="bill"{shows}>{legend}{_rows()}</fieldset>'
    questions = [q for q in QUESTIONS.values() if q.group == group_id and q.in_form]
    plain = [q for q in questions if not q.path.startswith(tuple(_SUBGROUPS))]
    body = "".join(_field(question, question.path) for question in plain)
    for prefix, name in _SUBGROUPS.items():
        inner = [question for question in questions if question.path.startswith(prefix)]
        if inner:
            inner_shows = _shows_when(_any_of(inner))
            fields = "".join(_field(question, question.path) for question in inner)
            title_html = f"<legend><h3>{escape(name)}</h3></legend>"
            body += f"<fieldset{inner_shows}>{title_html}{fields}</fieldset>"
    if group_id == "opinion":
        body += _plain_words(rules)
    if group_id == "terms":
        body = _typical_plan() + body
    return f'<fieldset data-group="{group_id}"{shows}>{legend}{body}</fieldset>'


def _any_of(questions: Sequence[Question]) -> dict[str, tuple[str, ...]]:
    """The answers with which at least one of the questions can apply."""
    shared = set.intersection(*(set(question.when) for question in questions))
    return {
        path: tuple(dict.fromkeys(value for q in questions for value in q.when[path]))
        for path in sorted(shared)
    }


def _field(question: Question, path: str) -> str:
    """One question with its label, help, control and the place for its error."""
    name = path.replace(".", "-")
    help_text = f'<p class="field-help" id="{name}-help">{_worded(question, "help")}</p>'
    described = f' aria-describedby="{name}-help"' if question.help else ""
    error = f'<p class="field-error" id="{name}-error" hidden></p>'
    shows = _shows_when(question.when)
    start = f'class="field{_kind_class(question)}" data-field="{path}"{shows}'
    if path in _RADIO:
        return (
            f"<fieldset {start}{described}><legend>{_worded(question, 'label')}</legend>"
            f"{help_text if question.help else ''}{_radios(question, path, name)}{error}</fieldset>"
        )
    label = f'<label for="{name}">{_worded(question, "label")}</label>'
    control = _control(question, path, name, described)
    return f"<div {start}>{label}{help_text if question.help else ''}{control}{error}</div>"


def _worded(question: Question, part: str) -> str:
    """The label or help; programs that ask in their own words get a part that shows for them."""
    usual = getattr(question, part)
    if not question.wordings:
        return escape(usual)
    others = [program for program in DOMAINS["program"] if program not in question.wordings]
    by_words: dict[str, list[str]] = {usual: ["", *others]}
    for program in question.wordings:
        by_words.setdefault(getattr(question.for_program(program), part), []).append(program)
    return "".join(
        f"<span{_shows_when({'coverage.program': tuple(programs)})}"
        f"{'' if words == usual else ' hidden'}>{escape(words)}</span>"
        for words, programs in by_words.items()
    )


def _kind_class(question: Question) -> str:
    return {"money": " field--money", "share": " field--short"}.get(question.kind, "")


def _radios(question: Question, path: str, name: str) -> str:
    buttons = []
    for number, choice in enumerate(question.choices):
        button_id = name if number == 0 else f"{name}-{choice.value}"
        buttons.append(
            f'<label class="choice"><input type="radio" name="{path}" id="{button_id}" '
            f'value="{choice.value}"> {escape(choice.label)}</label>'
        )
    return "".join(buttons)


def _control(question: Question, path: str, name: str, described: str) -> str:
    match question.kind:
        case "choice" | "whole":
            return _select(question, path, name, described, question.choices)
        case "yes_no":
            return _select(question, path, name, described, _YES_NO)
        case "day":
            return f'<input type="date" name="{path}" id="{name}"{described}>'
        case "share":
            return f'<input type="text" inputmode="decimal" name="{path}" id="{name}"{described}>'
        case "money":
            box = ""
            if question.none_label:
                box = (
                    f'<label class="choice"><input type="checkbox" name="{path}{NONE_BOX}" '
                    f'id="{name}-none" value="yes"> {escape(question.none_label)}</label>'
                )
            return (
                f'<input type="text" inputmode="decimal" name="{path}" id="{name}"{described}>{box}'
            )


def _select(
    question: Question, path: str, name: str, described: str, choices: Iterable[Choice]
) -> str:
    preset = _PRESET.get(path, "")
    options = "" if preset else '<option value="">I do not know</option>'
    for choice in choices:
        programs = [p for p, allowed in question.per_program.items() if choice.value in allowed]
        shows = _shows_when({"coverage.program": tuple(programs)} if programs else {})
        chosen = " selected" if choice.value == preset else ""
        options += f'<option value="{choice.value}"{chosen}{shows}>{escape(choice.label)}</option>'
    return f'<select name="{path}" id="{name}"{described}>{options}</select>'


def _rows() -> str:
    rows = "".join(_row(number) for number in range(ROWS))
    return (
        f'<fieldset data-rows="services"><legend>Lines of the bill</legend>{rows}'
        '<button type="button" data-add-row disabled>Add a line</button></fieldset>'
    )


def _row(number: int) -> str:
    fields = [
        _field(question, question.path.replace("*", str(number)))
        for question in QUESTIONS.values()
        if question.group == "bill" and question.in_form
    ]
    return (
        f"<fieldset data-row><legend>Line {number + 1}</legend>{''.join(fields)}"
        '<button type="button" data-remove-row hidden>Remove this line</button></fieldset>'
    )


def _buttons() -> str:
    return (
        '<div class="calculator-buttons"><button type="submit" disabled>Work out my estimate'
        '</button><button type="reset" disabled>Clear my answers</button></div>'
        '<p class="calculator-status" role="status" data-status '
        'data-say-loading="Getting the calculator ready. The first time takes a few seconds." '
        'data-say-working="Working it out." '
        'data-say-live="Your estimate is up to date." '
        'data-say-opened="These answers came with your link or file." '
        'data-say-errors="Some answers need another look." '
        'data-say-failed="The calculator could not answer."></p>'
    )


def _shows_when(when: Mapping[str, tuple[str, ...]]) -> str:
    if not when:
        return ""
    return f" data-shows-when='{escape(json.dumps(when), quote=False)}'"
