"""The report of a run: one self-contained page that opens with the decision and its limits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from policy_sim.report.assurance import attainable_lines, hinge_line
from policy_sim.report.effects import told
from policy_sim.report.likeness import likeness_line, likeness_rows, result_line, result_rows
from policy_sim.report.numbers import amount
from policy_sim.report.uncertainty import Ranges, central, difference_words, verdict_words
from policy_sim.report.wording import (
    arm_words,
    decision_lines,
    limit_lines,
    outcome_words,
    practice_words,
    run_line,
    symbol_of,
    window_words,
)
from policy_sim.simulation.assumptions.register import Register
from policy_sim.study.statistics import FEWEST_DRAWS

__all__ = ["Beyond", "Illustration", "page"]

Row = Mapping[str, Any]
"""One row of ``comparison.json``."""


@dataclass(frozen=True, slots=True)
class Illustration:
    """A figure in the page: its SVG and its caption."""

    svg: str
    caption: str


@dataclass(frozen=True, slots=True)
class Beyond:
    """What goes beyond the comparison: the rows of ``hinges.json`` and of ``attainable.json``."""

    hinges: Sequence[Row] = ()
    attainable: Sequence[Row] = ()


@dataclass(frozen=True, slots=True)
class _Headline:
    """How the part of the effects that opens the page is called."""

    heading: str
    words: str


_HEADLINES = {
    "law": _Headline("What the law changes, at unchanged practice", "law at unchanged practice"),
    "practice": _Headline("What practice changes, at unchanged law", "practice at unchanged law"),
}


def page(
    manifest: Mapping[str, Any],
    rows: Sequence[Row],
    register: Register,
    figures: Sequence[Illustration],
    beyond: Beyond | None = None,
) -> str:
    """Return the report as HTML, with everything it needs inside.

    *manifest* and *rows* are those of the run folder, and so is what goes *beyond* them.
    """
    design, ranges, beyond = (
        manifest["design"],
        Ranges(rows, symbol_of(manifest)),
        beyond or Beyond(),
    )
    rows = central(rows)
    primary = [row for row in rows if _primary(row, design)]
    part = _HEADLINES[_headline_effect(rows)]
    return _template().render(
        title=manifest["title"],
        run_line=run_line(manifest),
        decision=decision_lines(manifest),
        limits=limit_lines(manifest, register),
        likeness=likeness_rows(manifest),
        likeness_line=likeness_line(manifest),
        results=result_rows(manifest),
        result_line=result_line(manifest),
        headline=part.heading,
        headline_part=part.words,
        tiles=list(_tiles(primary, ranges, beyond.hinges, manifest)),
        uncertainty=_uncertainty_lines(manifest),
        attainable=list(attainable_lines(beyond.attainable, manifest)),
        figures=figures,
        split=[_split(row, ranges, manifest) for row in told(primary)],
        main_window=window_words(_window(design, design["primary_window"])),
        exploratory=list(_exploratory(rows, ranges, manifest)),
        workforce_line=_imported_line(manifest) or _workforce_line(manifest["start_fit"]),
        margins=_margins(manifest["start_fit"]),
        assumption_line=_assumption_line(register, manifest.get("draws", 0)),
        register=[_assumption(entry) for entry in register.assumptions.values()],
        record=list(_record(manifest)),
    )


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("policy_sim.report", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("page/templates/old.html")


def _primary(row: Row, design: Mapping[str, Any]) -> bool:
    return row["outcome"] in design["primary"] and row["group"] == "all"


def _window(design: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    return next(window for window in design["windows"] if window["name"] == name)


def _headline_effect(rows: Sequence[Row]) -> str:
    """Return what the tiles show: the law's effect, or that of practice where no law differs."""
    differs = any(row["effect"] == "law" for row in rows)
    return "law" if differs or not rows else "practice"


def _tiles(
    rows: Sequence[Row], ranges: Ranges, hinges: Sequence[Row], manifest: Mapping[str, Any]
) -> Iterator[dict[str, Any]]:
    """Yield one tile per primary outcome and law (or practice), with a line per window."""
    design = manifest["design"]
    effect = _headline_effect(rows)
    chosen = _alone([row for row in rows if row["effect"] == effect], effect)
    for outcome in design["primary"]:
        for label in sorted({_label(row, effect) for row in chosen}):
            lines = [
                {
                    "window": window_words(_window(design, row["window"])),
                    "difference": difference_words(row, ranges),
                    "verdict": verdict_words(row, ranges),
                }
                for row in chosen
                if row["outcome"] == outcome and _label(row, effect) == label
            ]
            if lines:
                named = label if effect == "law" else practice_words(label, manifest)
                yield {
                    "title": f"{outcome_words(outcome, manifest)}: {named}",
                    "lines": lines,
                    "hinge": hinge_line(hinges, manifest, (outcome, effect, label)),
                }


def _alone(rows: Sequence[Row], effect: str) -> list[Row]:
    """Return each effect once: that of a law is the same whichever arm it is a part of."""
    seen, kept = set(), []
    for row in rows:
        key = (_label(row, effect), row["outcome"], row["group"], row["window"])
        if key not in seen:
            seen.add(key)
            kept.append(row)
    return kept


def _label(row: Row, effect: str) -> str:
    return str(row[effect])


def _split(row: Row, ranges: Ranges, manifest: Mapping[str, Any]) -> dict[str, str]:
    """Return one line of the table of effects."""
    design = manifest["design"]
    share = row["share_better"]
    return {
        "policy": arm_words(row["policy"], manifest),
        "effect": row["effect"],
        "outcome": outcome_words(row["outcome"], manifest),
        "window": window_words(_window(design, row["window"])),
        "baseline": amount(row["baseline_mean"], row["unit"], symbol_of(manifest)),
        "difference": difference_words(row, ranges),
        "share": "" if share is None else f"{share * 100:.0f} % of {row['n']}",
        "p": "" if row["p_holm"] is None else _probability(row["p_holm"]),
    }


def _probability(value: float) -> str:
    return "< 0.001" if value < 0.001 else f"{value:.3f}"


def _exploratory(
    rows: Sequence[Row], ranges: Ranges, manifest: Mapping[str, Any]
) -> Iterator[dict[str, str]]:
    """Yield everything that was not named beforehand, for the headline's effect and window."""
    effect, design = _headline_effect(rows), manifest["design"]
    chosen = [
        row
        for row in rows
        if row["effect"] == effect
        and row["window"] == design["primary_window"]
        and not _primary(row, design)
    ]
    for row in _alone(chosen, effect):
        yield {
            "outcome": outcome_words(row["outcome"], manifest),
            "group": row["group"],
            "baseline": amount(row["baseline_mean"], row["unit"], symbol_of(manifest)),
            "difference": difference_words(row, ranges),
            "verdict": verdict_words(row, ranges),
        }


def _imported_line(manifest: Mapping[str, Any]) -> str:
    """Return what is told of a file of real people, empty if the people are synthetic."""
    imported = manifest.get("imported")
    if not imported:
        return ""
    kinds = ", ".join(imported["from_profile"])
    return (
        f"The records of {imported['people']:,} people come from a file of {imported['as_of']} "
        f"(SHA-256 {imported['digest'][:12]}), without names or numbers; what nobody records of "
        "them, such as ability, was drawn given their records."
        + (f" Made from the profile: {kinds}." if kinds else "")
    )


def _workforce_line(fit: Mapping[str, Any] | None) -> str:
    if fit is None:
        return "The people of the start were not fitted to margins."
    worst = fit["largest_error_at"]
    line = f"People were drawn from a simulated history so that their margins match what is known. \
The largest error of a margin is {fit['largest_error'] * 100:.2f} % of its kind of employment"
    if worst is None:
        return line + "."
    return f"{line} ({worst['kind']}, {worst['attribute']}: {worst['cell']})."


def _margins(fit: Mapping[str, Any] | None) -> list[dict[str, str]]:
    """Return the margins asked for and reached, each with its authority."""
    if fit is None:
        return []
    return [
        {
            "margin": f"{cell['kind']}: {cell['attribute']}",
            "cell": str(cell["cell"]),
            "target": f"{cell['target']:,.0f}",
            "achieved": f"{cell['achieved']:,.0f}",
            "source": cell["source"] or cell["assumption"],
            "mark": cell["mark"] or "assumption",
        }
        for cell in fit["cells"]
    ]


def _uncertainty_lines(manifest: Mapping[str, Any]) -> list[str]:
    """Return what the intervals of the page do and do not tell."""
    first = (
        "Differences from the baseline. Simulation error (95 %, paired by replication) says how "
        "precisely the model was run, not how true its assumptions are; it shrinks with "
        "replications."
    )
    lines = [first]
    draws = manifest.get("draws", 0)
    if draws:
        lines.append(
            f"The plausible range (5 to 95 % of {draws} draws) says how far the difference moves "
            "if all assumptions are drawn from their ranges, one draw for all arms; it does not "
            "shrink. Each draw is one replication, so that the range holds its luck too."
        )
    if draws >= FEWEST_DRAWS:
        lines.append(
            "An assumption is named if its rank correlation with the difference would be as "
            "strong by chance in less than 5 % of studies, adjusted (Holm) for all assumptions."
        )
    return lines


def _assumption_line(register: Register, draws: int) -> str:
    entries = register.assumptions.values()
    unsupported = sum(entry.mark == "assumption" for entry in entries)
    line = (
        f"{unsupported} of {len(register)} coefficients are assumptions without published "
        "support; the others carry a source. "
    )
    if draws:
        return line + (
            f"They were drawn {draws} times from their ranges, each by itself, the central value "
            "being the likeliest; the plausible ranges above come from these draws."
        )
    return line + (
        "Results hold at the central values only: the plausible range over all assumptions has "
        "not been run."
    )


def _assumption(entry: Any) -> dict[str, str]:
    source = f"{entry.source} ({entry.converted})" if entry.converted else entry.source
    return {
        "name": entry.name,
        "value": f"{entry.value:g}",
        "range": f"{entry.low:g} to {entry.high:g}",
        "unit": entry.unit,
        "drives": entry.drives,
        "source": source,
        "mark": str(entry.mark),
    }


def _record(manifest: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield what identifies the run: digest, versions, divergence dates, audit."""
    yield "digest of the run", manifest["digest"]
    yield "seed", str(manifest["seed"])
    for arm, day in manifest["divergence"].items():
        yield f"{arm} may differ from", str(day or "never: it is the baseline by another name")
    audit = manifest["audit"]
    if audit.get("skipped_reason"):
        yield "audit", f"not done: {audit['skipped_reason']}"
    else:
        checked, confirmed = audit["checked"], audit["confirmed"]
        yield "audit", f"{confirmed} of {checked} decisions confirmed on {audit['engine']}"
    for name, number in manifest["versions"].items():
        yield name, str(number)
    for kind, digests in manifest["digests"].items():
        for name, digest in digests.items():
            yield f"{kind}: {name}", digest
    for finding in manifest["findings"]:
        yield "noted on loading", finding
