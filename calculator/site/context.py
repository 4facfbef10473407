"""What every macro needs: the rules, the day the site is printed for, and the page's way home."""

from dataclasses import dataclass
from datetime import date
from html import escape

from calculator.addresses import rule_address
from calculator.rule import EMBEDDED_FIGURE, Citation, Figure, Value, newest_citation, year_of
from calculator.ruleset import Ruleset

CONFIDENCE_WORDS = {
    "primary": "read in the official text or the study itself",
    "secondary_agreeing": "several other sources agree",
    "single_secondary": "one source says so",
    "conflicting": "sources disagree",
}


@dataclass(frozen=True, slots=True)
class Printer:
    """Prints rules as HTML for one page. ``root`` leads from the page to the top of the site."""

    rules: Ruleset
    day: date
    root: str

    def link(self, rule_id: str, text: str, css: str) -> str:
        """A link to a rule's place on the page of its subject."""
        address = rule_address(self.rules, self.rules.rule(rule_id))
        return f'<a class="{css}" href="{self.root}{address}">{text}</a>'

    def figure(self, figure_id: str, *, on: date | None = None, year: bool = True) -> str:
        """A figure with its year, linked; a missing one says so and gives the latest by year."""
        figure = self.rules.figures[figure_id]
        reading = figure.on(on or self.day)
        value = reading.value or reading.latest
        if value is None:
            return self.link(figure_id, "a figure we have not found", "figure")
        text = self.link(figure_id, escape(figure.write(value)), "figure")
        dated = figure.reach != "until_changed" and (year or reading.value is None)
        return f"{text} in {value.start.year}" if dated else text

    def text(self, says: str) -> str:
        """A sentence, escaped, with its embedded figures linked."""
        parts = EMBEDDED_FIGURE.split(says)
        return "".join(
            self.figure(part) if number % 2 else escape(part, quote=False)
            for number, part in enumerate(parts)
        )

    def says(self, rule_id: str) -> str:
        """The sentence of a rule with its source; one weak source and disagreement are said."""
        rule = self.rules.rule(rule_id)
        citation = newest_citation(rule)
        text = self.text(rule.says)
        if citation and citation.confidence == "single_secondary":
            alone = rule.says.lower().startswith("one source")
            text = text if alone else f"One source says: {text}"
        if citation and citation.other_side:
            other = citation.other_side
            source = self.rules.sources[other.source]
            text += f" Another source says: {self.text(other.says)} ({escape(source.publisher)})"
        return f'<span class="rule">{text} {self.cite(rule_id)}</span>'

    def cite(self, rule_id: str) -> str:
        """Only the small source link: publisher and year."""
        citation = newest_citation(self.rules.rule(rule_id))
        if citation is None:
            return self.link(rule_id, "[no source yet]", "source")
        source = self.rules.sources[citation.sources[0]]
        return self.link(
            rule_id, f"[{escape(source.publisher)}, {year_of(source.published)}]", "source"
        )

    def source(self, key: str) -> str:
        """A full source line with its own address."""
        source = self.rules.sources[key]
        title = f'<a href="{escape(source.url)}" rel="noopener">{escape(source.title)}</a>'
        parts = [escape(source.publisher), title]
        if source.citation:
            parts.append(escape(source.citation))
        parts.append(escape(source.published))
        line = ". ".join(part.rstrip(".") for part in parts) + "."
        return f"{line} {escape(source.note)}".rstrip()

    def citation(self, citation: Citation) -> str:
        """Source, place in it, day checked, how sure."""
        sources = " ".join(self.source(key) for key in citation.sources)
        checked = citation.checked.isoformat()
        return (
            f"{sources} Place: {escape(citation.at)}. Checked {checked}; "
            f"{CONFIDENCE_WORDS[citation.confidence]}."
        )


def value_for_year(figure: Figure, year: int) -> Value | None:
    """The value in force at the end of a year; None where the rules have none."""
    return figure.on(date(year, 12, 31)).value
