"""The study of a draft: what it brings as a whole, and what each of its articles brings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from policy_sim.catalogue.stored import stored
from policy_sim.report.dossier.documents import drafted
from policy_sim.report.dossier.question import Question
from policy_sim.report.illustrate import illustrate
from policy_sim.simulation.outcomes import OUTCOMES
from policy_sim.study.by_article import by_article
from policy_sim.study.comparison import PLAUSIBLE_RANGE, Measure
from policy_sim.study.loading import load_scenario
from policy_sim.study.observations import observe
from policy_sim.study.result import Result
from policy_sim.study.run import run
from policy_sim.study.store import DRAWS, OUTCOME_FILE

__all__ = ["STUDY", "outcome_part", "simulated"]

STUDY = "study"
"""The run folder in a dossier."""

COST_AND_SERVICE = ("service_quality", "pay_bill")
"""What is told of each article beside the primary outcomes: what the public gets, what it costs."""


def simulated(
    question: Question, document: Path, folder: Path, progress: Callable[[int, int], None] | None
) -> Result:
    """Return the result of the study in *document*, run into *folder* if it is not there yet."""
    asked = question.asked
    scenario = load_scenario(
        document, profile=asked.profile, workforce=asked.workforce, mapping=asked.mapping
    )
    return run(
        scenario,
        out=folder / STUDY,
        workers=asked.workers,
        progress=progress,
        illustrate=partial(illustrate, register=scenario.register, laws=scenario.laws),
        **asked.terms,
    )


def outcome_part(question: Question, result: Result) -> dict[str, Any]:
    """Return what the draft and each article of it bring, with both uncertainties apart."""
    manifest = result.manifest
    draft = drafted(question).draft.name
    rows = result.comparison
    rows = rows[(rows["policy"] == draft) & (rows["effect"] == "total") & (rows["group"] == "all")]
    primary = manifest["design"]["primary"]
    chosen = rows[rows["outcome"].isin(_measures(primary))]
    hinges = result.hinges
    return {
        "run": _run_values(manifest),
        "primary": list(primary),
        "windows": manifest["design"]["windows"],
        "primary_window": manifest["design"]["primary_window"],
        "outcomes": list(map(_plain, chosen.to_dict("records"))),
        "articles": _articles(question, result, primary),
        "hinges": [
            _plain(row)
            for row in hinges[(hinges["policy"] == draft) & (hinges["effect"] == "total")].to_dict(
                "records"
            )
            if row["stands_out"]
        ],
        "assumptions": _assumptions(question),
    }


def _measures(primary: list[str]) -> Mapping[str, Measure]:
    """Return the outcomes that are told of: the primary ones, then cost and service."""
    return {name: OUTCOMES[name] for name in dict.fromkeys([*primary, *COST_AND_SERVICE])}


def _articles(question: Question, result: Result, primary: list[str]) -> list[dict[str, Any]]:
    """Return the effect of each article in the primary window, in rows of both kinds."""
    design = question.scenario.design_within(question.scenario.horizon(question.terms.years))
    window = next(one for one in design.windows if one.name == design.primary_window)
    arms, measures = drafted(question), _measures(primary)
    seen = observe(pq.read_table(result.folder / OUTCOME_FILE))
    rows = by_article(seen, arms, measures, window)
    if result.manifest["draws"]:
        draws = observe(pq.read_table(result.folder / DRAWS))
        rows += by_article(draws, arms, measures, window, PLAUSIBLE_RANGE)
    return [asdict(row) for row in rows]


def _plain(row: Mapping[Any, Any]) -> dict[str, Any]:
    """Return a row of a frame with None for what is missing."""
    return {str(name): None if value != value else value for name, value in row.items()}


def _run_values(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """Return what identifies the study."""
    names = (
        *("digest", "scenario", "seed", "replications", "draws", "years", "start", "engine"),
        *("people_at_start", "practices", "baseline", "currency", "placeholders", "imported"),
        *("rest", "likeness", "audit"),
    )
    practices = {
        name: {**practice, "title": stored(practice["title"])}
        for name, practice in manifest["practices"].items()
    }
    return {name: manifest[name] for name in names if name in manifest} | {"practices": practices}


def _assumptions(question: Question) -> dict[str, Any]:
    """Return how many coefficients bear each mark, and those that the study reads and varies."""
    register = question.scenario.register.assumptions.values()
    return {
        "marks": dict(sorted(Counter(str(entry.mark) for entry in register).items())),
        "varied": [
            {
                "name": entry.name,
                "title": stored(entry.title),
                "value": entry.value,
                "low": entry.low,
                "high": entry.high,
                "unit": stored(entry.unit),
                "drives": stored(entry.drives),
                "source": stored(entry.source),
                "mark": str(entry.mark),
            }
            for entry in question.scenario.ranges
        ],
    }
