"""The headline: the tiles of the first screen, each with both uncertainties."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from policy_sim.report.assurance import attainable_lines
from policy_sim.report.numbers import direction
from policy_sim.report.page.blocks import (
    Block,
    Folded,
    Note,
    Paragraph,
    Section,
    Tile,
    TileLine,
    Tiles,
)
from policy_sim.report.page.hinges import hinge_of
from policy_sim.report.page.material import Material, Row
from policy_sim.report.page.words import group_words
from policy_sim.report.uncertainty import few_draws_line
from policy_sim.report.wording import without_value
from policy_sim.simulation.books.yearbook import EVERYBODY
from policy_sim.simulation.outcomes import OUTCOMES
from policy_sim.study.statistics import FEWEST_DRAWS

__all__ = ["headline", "summed_up"]

SHARE, GAP = "personnel_share", "personnel_share_gap"
"""A share, and how far it is from the ceiling that the law sets for it."""


def headline(material: Material) -> Section:
    """Return the tiles of the first screen, and how to read them."""
    say = material.language.say
    heading = (
        say("What the law changes, at unchanged practice")
        if material.effect == "law"
        else say("What practice changes, at unchanged law")
    )
    tiles = tuple(_tiles(material))
    blocks: list[Block] = [Note(tuple(summed_up(material)))] if tiles else []
    blocks += [Tiles(tiles)] if tiles else [Paragraph(say("There is nothing to compare."))]
    missing = without_value(list(_without(material)), material.language)
    blocks += [Paragraph(missing)] if missing else []
    few = few_draws_line(material.manifest.get("draws", 0), material.language)
    blocks += [Paragraph(few, soft=True)] if few else []
    attained = tuple(Paragraph(line) for line in _attainable(material))
    if attained:
        blocks.append(Folded(say("How much of what could be had it brings"), attained))
    notes = tuple(Paragraph(line, soft=True) for line in _how_to_read(material))
    blocks.append(Folded(say("How to read these figures"), notes))
    return Section("headline", heading, tuple(blocks))


def summed_up(material: Material) -> Iterator[str]:
    """Yield one sentence for each law (or practice): what is clear, and what is not.

    It speaks of the primary outcomes only: of the others some are clear by chance.
    """
    say, language = material.language.say, material.language
    for label in material.labels:
        rows = [row for row in _main(material) if str(row[material.effect]) == label]
        kinds: dict[str, list[str]] = {}
        for row in rows:
            kinds.setdefault(material.reading(row), []).append(material.outcome(row["outcome"]))
        told = "; ".join(
            say("{reads} in {outcomes}", reads=reads, outcomes=language.listed(names))
            for reads, names in kinds.items()
        )
        window = material.window(material.main_window)
        yield say(
            "{label} ({window}): {told}.", label=material.label(label), window=window, told=told
        )


def _main(material: Material) -> list[Row]:
    """Return the rows of the primary outcomes in the window chosen beforehand, in their order."""
    order = material.design["primary"]
    rows = [
        row
        for row in material.headline
        if row["outcome"] in order
        and row["group"] == EVERYBODY
        and row["window"] == material.main_window
    ]
    return sorted(rows, key=lambda row: order.index(row["outcome"]))


def _shown(material: Material) -> Mapping[str, list[str]]:
    """Return, by outcome, the groups that have a tile; a run of earlier days names none."""
    if "tiles" not in material.design:
        return {name: [EVERYBODY] for name in material.design["primary"]}
    return {tile["outcome"]: tile["groups"] for tile in material.design["tiles"]}


def _tiles(material: Material) -> Iterator[Tile]:
    """Yield one tile per outcome that the run has, with a line per group, law and window."""
    for outcome, groups in _shown(material).items():
        lines = [line for group in groups for line in _lines(material, outcome, group)]
        if lines:
            alone = outcome in material.design["primary"] and len(material.labels) == 1
            yield Tile(
                material.outcome(outcome),
                tuple(lines),
                hinge_of(material, outcome, material.labels[0]) if alone else "",
                _standing(outcome, material),
            )


def _standing(outcome: str, material: Material) -> str:
    """Return what an outcome is, whether it was named beforehand, and which way is better."""
    say, found = material.language.say, OUTCOMES[outcome]
    primary = outcome in material.design["primary"]
    return say(
        "{brief} ({standing}; {direction})",
        brief=material.language.text(found.brief).rstrip("."),
        standing=say("primary") if primary else say("exploratory"),
        direction=direction(found.better, material.language),
    )


def _without(material: Material) -> Iterator[str]:
    """Yield what was to have a tile, or a line of one, and has no figure in any window."""
    shown = _shown(material) if material.headline else {}
    for outcome, groups in shown.items():
        for group in groups:
            if not any(_lines(material, outcome, group)):
                named = "" if group == EVERYBODY else f" ({group_words(group, material)})"
                yield f"{material.outcome(outcome)}{named}"


def _lines(material: Material, outcome: str, group: str) -> Iterator[TileLine]:
    """Yield the lines of one outcome and group.

    Of a single law (or practice) every window, the one chosen beforehand first and in full (one
    line if nothing ever moves); of several, that window alone, a line each.
    """
    rows = [row for row in material.headline if (row["outcome"], row["group"]) == (outcome, group)]
    named = "" if group == EVERYBODY else group_words(group, material).partition(": ")[2]
    several = len(material.labels) > 1
    for label in material.labels:
        own = [row for row in rows if str(row[material.effect]) == label]
        own.sort(key=lambda row: row["window"] != material.main_window)
        same = len(own) > 1 and all(_never_moves(material, row) for row in own)
        for row in own[:1] if several or same else own:
            when = material.window(row["window"])
            if several:
                when = material.label(label)
            elif same:
                when = material.language.say("in every window")
            yield _line(material, row, ", ".join(filter(None, (named, when))))


def _never_moves(material: Material, row: Row) -> bool:
    """Whether a difference is exactly nothing, at central assumptions and in every draw."""
    drawn = material.ranges.of(row)
    found = [row] if drawn is None else [row, drawn]
    return all(one["low"] == one["high"] == one["difference"] == 0 for one in found)


def _line(material: Material, row: Row, when: str) -> TileLine:
    """Return one line: the window chosen beforehand in full, another one shortly."""
    difference, _, rest = material.difference(row).partition(" (")
    sureness = rest.removesuffix(")").split("; ") if rest else []
    if row["window"] != material.main_window:
        told = "; ".join(sureness[:2])
    else:
        told = "; ".join([*sureness, *_level(material, row)])
    return TileLine(when, difference, material.reading(row), told, material.tone(row))


def _level(material: Material, row: Row) -> Iterator[str]:
    """Yield where the baseline stands, and the ceiling if the law sets one."""
    say = material.language.say
    before = material.amount(row["baseline_mean"], row["unit"])
    yield say("baseline {amount}", amount=before)
    if row["outcome"] == SHARE:
        for gap in material.headline:
            same = all(gap[key] == row[key] for key in ("window", "group", material.effect))
            if gap["outcome"] == GAP and same:
                ceiling = row["baseline_mean"] - gap["baseline_mean"]
                yield say("ceiling {amount}", amount=material.amount(ceiling, row["unit"]))


def _attainable(material: Material) -> Iterator[str]:
    yield from attainable_lines(material.attainable, material.manifest, material.language)


def _how_to_read(material: Material) -> Iterator[str]:
    """Yield what the intervals of the page do and do not tell."""
    say, draws = material.language.say, material.manifest.get("draws", 0)
    yield say(
        "Differences from the baseline. Simulation error (95 %, paired by replication) says how "
        "precisely the model was run, not how true its assumptions are; it shrinks with "
        "replications."
    )
    if draws >= FEWEST_DRAWS:
        yield say(
            "The plausible range (5 to 95 % of {draws} draws) says how far the difference moves "
            "if all assumptions are drawn from their ranges, one draw for all arms; it does not "
            "shrink. Each draw is one replication, so that the range holds its luck too.",
            draws=draws,
        )
    yield say(
        "Primary outcomes were named before the run. The others are exploratory: among many, some "
        "are clear by chance alone."
    )
    if draws >= FEWEST_DRAWS:
        yield say(
            "An assumption is named if its rank correlation with the difference would be as "
            "strong by chance in less than 5 % of studies, adjusted (Holm) for all assumptions."
        )
