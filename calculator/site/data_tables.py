"""The documentation of the published data: its files and its fields as tables for a page."""

from html import escape

from calculator.site.data_format import COLUMNS, FILES, FOLDER
from calculator.site.data_parts import PARTS, Schema
from calculator.site.tables import table


def fields_table(kind: str) -> str:
    """The fields of one part as an HTML table; ``csv`` means the columns of ``rules.csv``."""
    if kind == "csv":
        rows = [(f"<code>{name}</code>", _with_code(says)) for name, says in COLUMNS.items()]
        return table(("Column", "Meaning"), rows, "Columns of rules.csv")
    _, fields = PARTS[kind]
    return table(
        ("Field", "Form", "Always there", "Meaning"),
        [
            (
                f"<code>{field.name}</code>",
                _with_code(_form_words(field.form)),
                "yes" if field.always else "no",
                _with_code(field.says),
            )
            for field in fields
        ],
        f"Fields of a {kind.replace('_', ' ')}",
    )


def files_table() -> str:
    """The published files, linked, as an HTML table."""
    rows = [
        (f'<a href="{FOLDER}/{name}"><code>{name}</code></a>', _with_code(says))
        for name, says in FILES.items()
    ]
    return table(("File", "What it holds"), rows, "Published files")


def _form_words(form: Schema) -> str:
    """What a field holds, in words."""
    items = form.get("items", form.get("additionalProperties", {}))
    part = _part_name(items)
    match form:
        case {"$ref": _}:
            return f"one `{_part_name(form)}`"
        case {"enum": list(values)}:
            return "one of " + ", ".join(f"`{value}`" for value in values)
        case {"const": value}:
            return f"the number {value}"
        case {"type": "array"}:
            return f"a list of `{part}`" if part else "a list of texts"
        case {"type": "object"} if part:
            return f"ids, each with one `{part}`"
        case {"type": "object"}:
            return "names, each with " + ("a list of texts" if items.get("items") else "a text")
        case {"format": "date"}:
            return "a day, as `2026-03-15`"
    return "a whole number" if form["type"] == "integer" else "text"


def _part_name(form: Schema) -> str:
    return str(form.get("$ref", "")).rpartition("/")[2]


def _with_code(text: str) -> str:
    """Escape a text, and set what stands between backticks as code."""
    parts = escape(text, quote=False).split("`")
    return "".join(f"<code>{part}</code>" if n % 2 else part for n, part in enumerate(parts))
