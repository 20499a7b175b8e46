"""Reference pages of what regulations and reports are made of: words, effects, outcomes, codes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from reference_tables import one_line, page, table

from policy_sim.catalogue.entries import entries
from policy_sim.policy import load_law
from policy_sim.policy.effects import EFFECTS, Given
from policy_sim.policy.values import Kind, ValueType
from policy_sim.simulation.outcomes import OUTCOMES

__all__ = ["effects", "findings", "outcomes", "vocabulary"]

ROOT = Path(__file__).parents[1]
LAW = ROOT / "policies" / "medan" / "in-force.yaml"
"""The shipped law with the largest vocabulary."""

CATALOGUE = ROOT / "src" / "policy_sim" / "catalogue" / "en.yaml"

_PART = re.compile(r"^# --- (\w+).*? -+\n", re.MULTILINE)
_CODE = re.compile(r"^([a-z][\w-]*):$", re.MULTILINE)


def vocabulary() -> str:
    """Return the words of the largest shipped law: what its rules may read."""
    words = load_law(LAW).vocabulary
    parts = [
        "# Words of the shipped law",
        "",
        f"What rules of `{LAW.relative_to(ROOT)}` may read. Another law declares its own.",
        "",
        "## Attributes",
        "",
        *table(
            ("attribute", "of", "type"),
            ((f"`{one.name}`", one.subject, _type(one.type)) for one in words.attributes.values()),
        ),
        "",
        "## Series",
        "",
        *table(
            ("series", "every", "type"),
            ((f"`{one.name}`", one.every, _type(one.type)) for one in words.series.values()),
        ),
        "",
        "## Events",
        "",
        *table(
            ("event", "value"),
            (
                (f"`{one.name}`", _type(one.type) if one.type else "")
                for one in words.events.values()
            ),
        ),
    ]
    return "\n".join(parts) + "\n"


def _type(kind: ValueType) -> str:
    """Return a type in words: its kind, its words or its range, its unit."""
    if kind.scale is not None:
        return f"{kind.kind}: {', '.join(f'`{word}`' for word in kind.scale.values)}"
    if kind.kind is Kind.FLAG:
        return "yes or no"
    return f"{kind.kind}, {kind.unit}" if str(kind.unit) else str(kind.kind)


def effects() -> str:
    """Return the closed set of what a rule can do."""
    rows = (
        (
            f"`{one.name}`",
            ", ".join(one.areas),
            "" if one.value is Given.NOTHING else f"{one.value}{', or none' * one.optional}",
            str(one.combine),
            str(one.bearing),
            ", ".join(f"`{name}`" for name in one.fields),
        )
        for one in EFFECTS.values()
    )
    head = ("effect", "areas", "value", "two of them", "for the person", "further fields")
    told = ["# Effects", "", "What a rule can do; [the language](../language/effects.md) says how."]
    return "\n".join([*told, "", *table(head, rows)]) + "\n"


def outcomes() -> str:
    """Return every outcome with its formula, its unit, its better direction and its kind."""
    rows = (
        (f"`{one.name}`", one_line(one.formula), ", ".join(
            (one.unit, one.better, one.kind, "end" if one.end else "means")))
        for one in OUTCOMES.values()
    )  # fmt: skip
    head = ("outcome", "how it is worked out", "unit, better, tally, kind")
    told = "What is measured; [outcomes](../outcomes/index.md) says what it means."
    return page("# Outcomes", "", told, "", *table(head, rows))


def findings() -> Iterator[tuple[str, str]]:
    """Yield the page on codes, and one for each part of the program, with what each code says."""
    by_part = parts(CATALOGUE.read_text(encoding="utf-8"))
    rows = ((f"[{part}]({part.lower()}.md)", ", ".join(f"`{code}`" for code in codes))
            for part, codes in by_part.items())  # fmt: skip
    told = (
        "Every finding of every command, by the part of the program that says it. What is proved",
        "is explained with examples on the page on [checks](../../checks/index.md).",
    )
    head = ("part", "codes")
    yield "index", page("# Codes of findings", "", *told, "", *table(head, rows))
    says = entries()
    for part, codes in by_part.items():
        rows3 = (
            (f"`{code}`", _shown(says[code].says), _shown(says[code].mend))
            for code in sorted(codes)
        )
        head3 = ("code", "what it says", "how to mend it")
        yield part.lower(), page(f"# Findings: {part.lower()}", "", *table(head3, rows3))


def _shown(sentence: str) -> str:
    """Return a sentence of the catalogue as it is read: it writes braces of its own twice."""
    return sentence.replace("{{", "{").replace("}}", "}")


def parts(catalogue: str) -> Mapping[str, list[str]]:
    """Return the codes of a catalogue by the first word of the heading that they stand under."""
    found: dict[str, list[str]] = {}
    _, *texts = _PART.split(catalogue)
    for name, text in zip(texts[::2], texts[1::2], strict=True):
        found.setdefault(name, []).extend(_CODE.findall(text))
    return dict(sorted(found.items()))
