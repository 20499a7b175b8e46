"""The assumptions: the register, and which of them matter."""

from __future__ import annotations

from policy_sim.report.page.blocks import Block, Cell, Column, Folded, Paragraph, Section, Table
from policy_sim.report.page.material import Material
from policy_sim.report.uncertainty import few_draws_line
from policy_sim.report.wording import is_told, titled
from policy_sim.simulation.assumptions.register import Assumption

__all__ = ["assumptions"]


def assumptions(material: Material) -> Section:
    """Return the register of assumptions, those that matter first."""
    say = material.language.say
    summary = say("The register")
    line = Paragraph(_line(material))
    blocks: list[Block] = [line, Folded(summary, (_table(material, summary),))]
    return Section("assumptions", say("Assumptions, and which of them matter"), tuple(blocks))


def _line(material: Material) -> str:
    say, entries = material.language.say, material.register.assumptions.values()
    draws = material.manifest.get("draws", 0)
    unsupported = sum(entry.mark == "assumption" for entry in entries)
    line = say(
        "{unsupported} of {all} coefficients are assumptions without published support; the others "
        "carry a source.",
        unsupported=unsupported,
        all=len(entries),
    )
    if few := few_draws_line(draws, material.language):
        rest = few
    elif draws:
        rest = say(
            "They were drawn {draws} times from their ranges, each by itself, the central value "
            "being the likeliest; the plausible ranges above come from these draws.",
            draws=draws,
        )
    else:
        rest = say(
            "Results hold at the central values only: the plausible range over all assumptions "
            "has not been run."
        )
    return f"{line} {rest}"


def _table(material: Material, caption: str) -> Table:
    say, named = material.language.say, _named(material)
    columns = (
        Column(say("assumption")),
        Column(say("value"), figures=True),
        Column(say("range"), figures=True),
        Column(say("measured in")),
        Column(say("drives")),
        Column(say("source")),
        Column(say("mark")),
    )
    entries = material.register.assumptions.values()
    order = sorted(entries, key=lambda entry: entry.name not in named)
    rows = tuple(_row(material, entry, named.get(entry.name, [])) for entry in order)
    return Table(caption, columns, rows)


def _named(material: Material) -> dict[str, list[str]]:
    """Return, by assumption, the primary outcomes that hang on it."""
    found: dict[str, list[str]] = {}
    for row in material.hinges:
        if row["stands_out"]:
            words = material.outcome(row["outcome"])
            if words not in found.setdefault(row["assumption"], []):
                found[row["assumption"]].append(words)
    return found


def _row(material: Material, entry: Assumption, named: list[str]) -> tuple[Cell | str, ...]:
    """Return what is told of an assumption; *named* are the outcomes known to hang on it."""
    language = material.language
    source, converted = titled(entry.source, language), titled(entry.converted, language)
    whole = f"{source} ({converted})" if converted else source
    drives = titled(entry.drives, language)
    if named:
        drives = language.say(
            "{drives} (matters for {outcomes})", drives=drives, outcomes=language.listed(named)
        )
    low, high = _figure(material, entry.low), _figure(material, entry.high)
    return (
        Cell(titled(entry.title or entry.name.replace("_", " "), language)),
        _figure(material, entry.value),
        language.say("{low} to {high}", low=low, high=high).replace(" ", "\N{NO-BREAK SPACE}"),
        Cell(titled(entry.unit, language)),
        Cell(drives),
        Cell(whole, foreign=not is_told(entry.source, language)),
        language.text(str(entry.mark)),
    )


def _figure(material: Material, value: float) -> str:
    """Return a coefficient as it was stated, with as many decimals as it has."""
    told = f"{value:.6g}"
    if "e" in told:
        return told
    return material.language.number(value, len(told.partition(".")[2]))
