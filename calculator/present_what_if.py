"""Print the what-if part: its controls, the answer that follows them, and the curve."""

from decimal import Decimal

from calculator.curve import Curve, fee_curve
from calculator.estimate import Estimate
from calculator.money import usd, usd_range
from calculator.picture import WIDTH as BAR
from calculator.picture import label_width, picture_of
from calculator.present import span
from calculator.ruleset import Ruleset
from calculator.scenario import Scenario
from calculator.template import template
from calculator.what_if import HEIGHT, WIDTH, controls, draw

#: How many places the slider of the fee has.
_PLACES = Decimal(100)


def render_what_if(rules: Ruleset, scenario: Scenario, result: Estimate) -> str:
    """Print the controls, the answer and the curve of a case as it stands."""
    curve = fee_curve(rules, scenario)
    return template("what_if.html.j2").render(
        moved=curve.moved,
        fee=curve.fee,
        top=curve.top,
        step=curve.top / _PLACES,
        controls=list(controls(scenario, result, curve.moved)),
        **_moved_words(result),
        **_curve_words(curve),
    )


def render_moved(result: Estimate) -> str:
    """Print the answer and the picture with what was moved."""
    return template("moved.html.j2").render(**_moved_words(result))


def render_curve(rules: Ruleset, scenario: Scenario) -> str:
    """Print the curve with what was moved."""
    return template("curve.html.j2").render(usd=usd, **_curve_words(fee_curve(rules, scenario)))


def _moved_words(result: Estimate) -> dict[str, object]:
    return {
        "headline": result.headline,
        "picture": picture_of(result),
        "label_width": label_width,
        "span": span,
        "usd": usd,
        "WIDTH": BAR,
    }


def _curve_words(curve: Curve) -> dict[str, object]:
    return {
        "curve": curve,
        "drawing": draw(curve),
        "usd_range": usd_range,
        "AXIS_WIDTH": WIDTH,
        "AXIS_HEIGHT": HEIGHT,
    }
