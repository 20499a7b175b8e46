"""The headline: one tile for each primary outcome, with both uncertainties."""

from __future__ import annotations

from collections.abc import Iterator

from policy_sim.report.assurance import attainable_lines
from policy_sim.report.page.blocks import Block, Note, Paragraph, Section, Tile, TileLine, Tiles
from policy_sim.report.page.hinges import hinge_of
from policy_sim.report.page.material import Material, Row
from policy_sim.study.statistics import FEWEST_DRAWS

__all__ = ["headline", "summed_up"]


def headline(material: Material) -> Section:
    """Return the tiles of the primary outcomes, and how to read them."""
    say = material.language.say
    heading = (
        say("What the law changes, at unchanged practice")
        if material.effect == "law"
        else say("What practice changes, at unchanged law")
    )
    tiles = tuple(_tiles(material))
    blocks: list[Block] = [Note(tuple(summed_up(material)))] if tiles else []
    blocks += [Tiles(tiles)] if tiles else [Paragraph(say("There is nothing to compare."))]
    blocks += [Paragraph(line) for line in _attainable(material)]
    blocks += [Paragraph(line, soft=True) for line in _how_to_read(material)]
    return Section("headline", heading, tuple(blocks))


def summed_up(material: Material) -> Iterator[str]:
    """Yield one sentence for each law (or practice): what is clear, and what is not."""
    say, language = material.language.say, material.language
    for label in material.labels:
        rows = [row for row in _main(material) if str(row[material.effect]) == label]
        kinds: dict[str, list[str]] = {}
        for row in rows:
            kinds.setdefault(material.reading(row), []).append(material.outcome(row["outcome"]))
        told = "; ".join(f"{reads}: {language.listed(names)}" for reads, names in kinds.items())
        window = material.window(material.main_window)
        yield say(
            "{label}, {window}: {told}.", label=material.label(label), window=window, told=told
        )


def _main(material: Material) -> list[Row]:
    """Return the rows of the primary outcomes in the window chosen beforehand, in their order."""
    order = material.design["primary"]
    rows = [
        row
        for row in material.headline
        if row["outcome"] in order
        and row["group"] == "all"
        and row["window"] == material.main_window
    ]
    return sorted(rows, key=lambda row: order.index(row["outcome"]))


def _tiles(material: Material) -> Iterator[Tile]:
    """Yield one tile per primary outcome and law (or practice), with a line per window."""
    for outcome in material.design["primary"]:
        for label in material.labels:
            rows = [
                row
                for row in material.headline
                if row["outcome"] == outcome
                and row["group"] == "all"
                and str(row[material.effect]) == label
            ]
            if rows:
                title = material.outcome(outcome)
                if len(material.labels) > 1:
                    title = f"{title}: {material.label(label)}"
                note = hinge_of(material, outcome, label)
                yield Tile(title, tuple(_line(material, row) for row in rows), note)


def _line(material: Material, row: Row) -> TileLine:
    say = material.language.say
    difference, _, rest = material.difference(row).partition(" (")
    before = material.amount(row["baseline_mean"], row["unit"])
    sureness = say("baseline {amount}", amount=before)
    if rest:
        sureness = f"{rest.removesuffix(')')}; {sureness}"
    return TileLine(
        material.window(row["window"]),
        difference,
        material.reading(row),
        sureness,
        material.tone(row),
    )


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
    if draws:
        yield say(
            "The plausible range (5 to 95 % of {draws} draws) says how far the difference moves "
            "if all assumptions are drawn from their ranges, one draw for all arms; it does not "
            "shrink. Each draw is one replication, so that the range holds its luck too.",
            draws=draws,
        )
    if draws >= FEWEST_DRAWS:
        yield say(
            "An assumption is named if its rank correlation with the difference would be as "
            "strong by chance in less than 5 % of studies, adjusted (Holm) for all assumptions."
        )
