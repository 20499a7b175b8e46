"""What the rules that a reform brings along decided: whether they ever bit."""

from __future__ import annotations

from collections.abc import Sequence

from policy_sim.report.page.blocks import Column, Paragraph, Row, Section, Table
from policy_sim.report.page.material import Material
from policy_sim.report.stated import stated_words
from policy_sim.report.voice import Voice
from policy_sim.report.wording import arm_title, symbol_of
from policy_sim.simulation.books.ledger import Ruling
from policy_sim.study.own_rules import AtWork
from policy_sim.study.suppression import FEWEST

__all__ = ["own_rules"]

_RULINGS = {
    Ruling.GRANTED: "given",
    Ruling.OUTRANKED: "others came first",
    Ruling.REFUSED: "refused",
    Ruling.BARRED: "barred",
    Ruling.NO_BUDGET: "no money left",
}
"""What a reader calls what the law says of a case."""


def own_rules(material: Material) -> Section | None:
    """Return what the reforms' own rules decided in each arm; None if nothing was written down."""
    if not material.at_work:
        return None
    say, text = material.language.say, material.language.text
    shown = [
        ruling for ruling in _RULINGS if any(ruling in one.rulings for one in material.at_work)
    ]
    columns = (
        Column(say("rule")),
        Column(say("arm")),
        *(Column(text(_RULINGS[ruling]), figures=True) for ruling in shown),
        Column(say("how often each condition stood first in the way")),
    )
    rows = tuple(_row(material, one, shown) for one in material.at_work)
    about = say(
        "Entries of the first replication: a refusal is written down once as long as its reason "
        "stays. A condition that never stood first in the way changed none of these decisions. "
        "A rule of which nothing but noughts is told has no entry: it decided about nobody here."
    )
    heading = say("What the rules of the reform decided")
    return Section("rules", heading, (Paragraph(about, soft=True), Table(heading, columns, rows)))


def _row(material: Material, one: AtWork, shown: list[Ruling]) -> Row:
    language, voice = material.language, Voice(material.language, material.words)
    rulings = [one.rulings.get(ruling, 0) for ruling in shown]
    told = zip(one.in_the_way, _told([n for _, n in one.in_the_way], material), strict=True)
    clauses = (
        language.say(
            "{clause} ({number})",
            clause=stated_words(text, one.law, voice, symbol_of(material.manifest)),
            number=number,
        )
        for (text, _), number in told
    )
    return (
        voice.titled(one.rule),
        arm_title(one.arm, material.manifest, language),
        *_told(rulings, material),
        "; ".join(clauses),
    )


def _told(numbers: Sequence[int], material: Material) -> list[str]:
    """Return *numbers*; of real people none but noughts, where one is small enough to tell of them.

    The others would give it away.
    """
    few = any(0 < number < FEWEST for number in numbers)
    hidden = few and bool(material.manifest.get("imported"))
    return ["…" if hidden and number else material.language.number(number) for number in numbers]
