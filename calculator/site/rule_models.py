"""The form of a rule file, as pydantic models: the check and the JSON Schema come from here."""

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
RuleId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]+(\.[a-z0-9_]+)*$")]
SourceKey = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]+$")]
FactName = Annotated[str, StringConstraints(pattern=r"^[a-z_]+$")]
Confidence = Literal["primary", "secondary_agreeing", "single_secondary", "conflicting"]
Unit = Literal[
    "usd",
    "share",
    "multiple",
    "percent",
    "days",
    "business_days",
    "months",
    "hours",
    "count",
    "date",
]
When = dict[FactName, list[Text]]


class Strict(BaseModel):
    """No unknown key, and no number where text belongs."""

    model_config = ConfigDict(extra="forbid", strict=True)


class SourceModel(Strict):
    """A document a reader can open, at its official address."""

    title: Text
    publisher: Text
    url: Annotated[str, StringConstraints(pattern=r"^https?://[^\s]+$")]
    published: Text
    kind: Literal["statute", "regulation", "agency", "study", "insurer", "charity", "secondary"]
    citation: str = ""
    note: str = ""


class OtherSideModel(Strict):
    """What another source says."""

    says: Text
    source: SourceKey
    at: Text


class Cited(Strict):
    """Source, place, day checked, confidence; the other side where sources disagree."""

    source: SourceKey | None = None
    sources: list[SourceKey] = Field(default_factory=list)
    at: Text | None = None
    checked: date
    confidence: Confidence | None = None
    other_side: OtherSideModel | None = None

    @property
    def keys(self) -> list[str]:
        """The source keys, however they were written."""
        return [self.source] if self.source else list(self.sources)

    def require_citation(self) -> None:
        """Refuse a rule without a source, a place in it, and a confidence."""
        if self.source and self.sources:
            raise ValueError("give `source` or `sources`, not both")
        if not self.keys:
            raise ValueError("a rule needs a source: add `source:`")
        if not self.at:
            raise ValueError("say where in the source it stands: add `at:`")
        if not self.confidence:
            raise ValueError("say how sure it is: add `confidence:`")
        if self.confidence == "conflicting" and self.other_side is None:
            raise ValueError("sources disagree: add `other_side:`")


class ValueModel(Cited):
    """One dated value: an amount with its source, or a reason why there is none."""

    start: date = Field(alias="from")
    amount: Text | None = None
    missing: Literal["not_published", "not_found", "repealed"] | None = None
    note: str = ""

    @model_validator(mode="after")
    def _amount_or_reason(self) -> Self:
        if (self.amount is None) == (self.missing is None):
            raise ValueError("give either `amount:` or `missing:`")
        if self.amount is not None:
            self.require_citation()
        return self


class FigureModel(Strict):
    """A number with its values by start date."""

    label: Text
    says: Text
    unit: Unit
    per: Literal["year", "visit", "person", "family", "bill", "month", ""] = ""
    reach: Literal["calendar_year", "until_changed", "reference_year"]
    note: str = ""
    use: Literal["engine", "site", "reference"]
    values: Annotated[list[ValueModel], Field(min_length=1)]

    @model_validator(mode="after")
    def _ordered_and_readable(self) -> Self:
        starts = [value.start for value in self.values]
        if starts != sorted(starts):
            raise ValueError("the values must stand in the order of their dates")
        if len(set(starts)) != len(starts):
            raise ValueError("two values begin on the same day")
        return self

    def check_amount(self, amount: str) -> None:
        """Refuse an amount that does not fit the unit.

        Raises:
            ValueError: with what to write instead.

        """
        if self.unit == "date":
            try:
                date.fromisoformat(amount)
            except ValueError:
                raise ValueError(f"{amount!r} is not a day: write it as 2027-12-31") from None
            return
        try:
            number = Decimal(amount)
        except InvalidOperation:
            raise ValueError(f"{amount!r} is not a number: write it as 1500 or 0.20") from None
        if not number.is_finite() or number < 0:
            raise ValueError(f"{amount!r} must be a number of zero or more")
        if self.unit == "share" and number > 1:
            raise ValueError(f"{amount!r} is more than the whole: write 20% as 0.20")


class StatementModel(Cited):
    """A rule without a number of its own."""

    label: Text
    says: Text
    use: Literal["engine", "site", "reference"]

    @model_validator(mode="after")
    def _cited(self) -> Self:
        self.require_citation()
        return self


class RowModel(Cited):
    """One row of a decision table."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]+$")]
    when: When
    then: Text
    needs: list[SourceKey] = Field(default_factory=list)
    says: Text

    @model_validator(mode="after")
    def _sure_enough(self) -> Self:
        self.require_citation()
        if self.then.startswith("covered") and self.confidence == "single_secondary":
            raise ValueError("one secondary source cannot carry a `covered` verdict alone")
        return self


class DecisionModel(Strict):
    """A question answered by exactly one row for every case."""

    label: Text
    question: Text
    facts: Annotated[list[FactName], Field(min_length=1)]
    rows: Annotated[list[RowModel], Field(min_length=1)]


class ConditionModel(Cited):
    """Something that must be true before the plan pays."""

    label: Text
    says: Text
    ask: Text

    @model_validator(mode="after")
    def _cited(self) -> Self:
        self.require_citation()
        return self


class DeadlineModel(Strict):
    """A length of time and the day it is counted from."""

    figure: RuleId
    counted_from: Literal["today", "visit", "denied_on"]
    direction: Literal["before", "after"] = "after"


class ActionModel(Strict):
    """Something to do next."""

    phase: Literal["before", "call", "refused"]
    order: int
    when: When = Field(default_factory=dict)
    says: Text
    rules: Annotated[list[RuleId], Field(min_length=1)]
    deadline: DeadlineModel | None = None


class TermModel(Cited):
    """A word of the glossary."""

    label: Text
    says: Text

    @model_validator(mode="after")
    def _cited(self) -> Self:
        self.require_citation()
        return self


class RuleFile(Strict):
    """One file of ``calculator/rules/``."""

    sources: dict[SourceKey, SourceModel] = Field(default_factory=dict)
    figures: dict[RuleId, FigureModel] = Field(default_factory=dict)
    statements: dict[RuleId, StatementModel] = Field(default_factory=dict)
    decisions: dict[RuleId, DecisionModel] = Field(default_factory=dict)
    conditions: dict[RuleId, ConditionModel] = Field(default_factory=dict)
    actions: dict[RuleId, ActionModel] = Field(default_factory=dict)
    terms: dict[RuleId, TermModel] = Field(default_factory=dict)
