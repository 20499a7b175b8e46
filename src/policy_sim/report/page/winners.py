"""Who gains and who loses: heads, held against themselves under the baseline."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from policy_sim.report.page.blocks import Block, Cell, Column, Folded, Paragraph, Section, Table
from policy_sim.report.page.material import Material, Row
from policy_sim.report.page.words import word_of
from policy_sim.study.arms import Arm
from policy_sim.study.suppression import FEWEST

__all__ = ["head_count", "winners"]


def winners(material: Material) -> Section:
    """Return who gains and who loses: in all, who they are, and by group in tables."""
    say = material.language.say
    blocks: list[Block] = [one for arm in _arms(material) for one in _summary(material, arm)]
    if not blocks:
        blocks = [Paragraph(say("This run does not tell who gains and who loses."))]
    else:
        blocks += _tables(material)
        blocks.append(
            Folded(say("How heads are counted"), (Paragraph(_note(material), soft=True),))
        )
    return Section("winners", say("Who gains, and who loses"), tuple(blocks))


def _arms(material: Material) -> list[str]:
    """Return the arms that change one thing alone: those whose effect the headline shows."""
    base = Arm.of(material.manifest["baseline"])
    alone = {
        "law": [Arm(label, base.practice).name for label in material.labels],
        "practice": [Arm(base.law, label).name for label in material.labels],
    }
    return [arm for arm in alone[material.effect] if arm in material.manifest["arms"]]


def _of(material: Material, arm: str, attribute: str) -> list[Row]:
    turns = material.careers.get("turns", ())
    return [row for row in turns if row["policy"] == arm and row["attribute"] == attribute]


def _measures(material: Material) -> Mapping[str, str]:
    say = material.language.say
    return {"grade": say("grade"), "office": say("office"), "pay": say("monthly pay")}


def _summary(material: Material, arm: str) -> Iterator[Block]:
    """Yield how many people stand higher and how many lower in the end, and who they are."""
    say, measures = material.language.say, _measures(material)
    rows = {row["measure"]: row for row in _of(material, arm, "") if row["measure"] in measures}
    if not rows:
        return
    people = next(iter(rows.values()))["people"]
    caption = say(
        "{label}: of {people} people who serve throughout, with and without it, how many end "
        "higher or lower",
        label=_label(material, arm),
        people="?" if people is None else material.language.number(people),
    )
    columns = (
        Column(say("what")),
        Column(say("higher"), figures=True),
        Column(say("lower"), figures=True),
        Column(say("reads as")),
    )
    lines = tuple((measures[name], *_ways(material, row)) for name, row in rows.items())
    yield Table(caption, columns, lines)
    yield from map(Paragraph, _who(material, arm))


def _who(material: Material, arm: str) -> Iterator[str]:
    """Yield the groups in which clearly more people end with more pay a month, or with less."""
    language = material.language
    told = {
        "more gain": language.text("Monthly pay: more gain than lose among: {groups}."),
        "more lose": language.text("Monthly pay: more lose than gain among: {groups}."),
    }
    found: dict[str, dict[str, list[str]]] = {reads: {} for reads in told}
    for row in material.careers.get("turns", ()):
        if row["policy"] == arm and row["attribute"] and row["measure"] == "pay":
            cells = found.get(_net(row), {})
            cell = word_of(row["cell"], material, row["attribute"])
            cells.setdefault(row["attribute"], []).append(cell)
    for reads, sentence in told.items():
        if found[reads]:
            groups = "; ".join(
                f"{word_of(attribute, material)}: {language.listed(cells)}"
                for attribute, cells in found[reads].items()
            )
            yield sentence.format(groups=groups)


def _label(material: Material, arm: str) -> str:
    return material.label(getattr(Arm.of(arm), material.effect))


def head_count(material: Material, count: Mapping[str, Any] | None) -> str:
    """Return a mean number of people with its interval, or that it is too small to be told."""
    language = material.language
    if count is None:
        return language.say("fewer than {fewest}, or not told", fewest=FEWEST)
    told = language.number(count["mean"])
    if count["low"] is None or count["low"] == count["high"]:
        return told
    low, high = (language.number(max(count[end], 0.0)) for end in ("low", "high"))
    return f"{told} {language.say('[{low}, {high}]', low=low, high=high)}"


def _tables(material: Material) -> Iterator[Folded]:
    """Yield, for each reform and attribute, the cells and who gains and loses in each."""
    language, measures = material.language, _measures(material)
    for arm in _arms(material):
        label = _label(material, arm)
        names = dict.fromkeys(
            row["attribute"] for row in material.careers["turns"] if row["policy"] == arm
        )
        for attribute in names:
            if attribute:
                by = word_of(attribute, material)
                caption = language.say("{label}: by {attribute}", label=label, attribute=by)
                rows = _of(material, arm, attribute)
                yield Folded(caption, (_table(material, caption, by, rows, measures),))


def _table(
    material: Material, caption: str, by: str, rows: list[Row], measures: Mapping[str, str]
) -> Table:
    say = material.language.say
    columns = [Column(by), Column(say("people"), figures=True)]
    for word in measures.values():
        columns += [
            Column(say("{measure} higher", measure=word), figures=True),
            Column(say("{measure} lower", measure=word), figures=True),
            Column(say("reads as")),
        ]
    lines = []
    for cell in dict.fromkeys(row["cell"] for row in rows):
        mine = {row["measure"]: row for row in rows if row["cell"] == cell}
        first = next(iter(mine.values()))
        people = first["people"]
        line: list[Cell | str] = [
            word_of(cell, material, first["attribute"]),
            say("few") if people is None else material.language.number(people),
        ]
        for measure in measures:
            line += _ways(material, mine.get(measure))
        lines.append(tuple(line))
    return Table(caption, tuple(columns), tuple(lines))


def _ways(material: Material, row: Row | None) -> list[Cell | str]:
    if row is None:
        return ["", "", ""]
    return [
        _short(material, row["gains"]),
        _short(material, row["loses"]),
        material.language.text(_net(row)),
    ]


def _short(material: Material, count: Mapping[str, Any] | None) -> str:
    return "…" if count is None else head_count(material, count)


def _net(row: Row) -> str:
    """Return which are more, those who gain or those who lose, where that is clear."""
    net = row["net"]
    if net is None:
        return "too few to tell"
    if net["low"] is None:
        return "no clear difference"
    if net["low"] == net["high"] == 0:
        nobody = all(row[way] is not None and row[way]["mean"] == 0 for way in ("gains", "loses"))
        return "nobody" if nobody else "as many gain as lose"
    if net["low"] <= 0 <= net["high"]:
        return "no clear difference"
    return "more gain" if net["low"] > 0 else "more lose"


def _note(material: Material) -> str:
    return material.language.say(
        "Everybody of the first day is held against themselves under the baseline: who has the "
        "higher grade, the higher office, the more pay a month on the last day. Means over the "
        "replications, with the 95 % interval of the mean. Whoever left in either is not counted; "
        "nor are those hired since. Numbers under {fewest}, and what would give them away, are not "
        "told (…).",
        fewest=FEWEST,
    )
