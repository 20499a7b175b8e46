"""Precision and the choice between policies in words: no more is claimed than is known."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from policy_sim.catalogue.language import ENGLISH, language_named
from policy_sim.report.choosing import choice_lines
from policy_sim.report.dossier.figures import Figures
from policy_sim.report.dossier.outcome_words import outcome_rows
from policy_sim.report.page import Report
from policy_sim.report.page.choice import choice
from policy_sim.report.page.html import html_of
from policy_sim.report.page.material import Material
from policy_sim.report.page.precision import precision
from policy_sim.report.page.reproduce import reproduce
from policy_sim.report.precision import luck_lines, luck_words, precision_line
from policy_sim.simulation.assumptions.register import Register

PRECISION = {
    "outcome": "service_quality",
    "window": "end",
    "half_width": 0.5,
    "at_least": 10,
    "at_most": 200,
    "needed": 57,
    "reached": True,
    "arms": {"merit+habit": {"needed": 57, "half_width": 0.498}},
}
MANIFEST: dict[str, Any] = {
    "title": "A study",
    "start": "2026-01-01",
    "years": 10,
    "replications": 57,
    "draws": 60,
    "arms": ["old+habit", "merit+habit"],
    "precision": PRECISION,
    "laws": {"old": "Rules in force", "merit": "Reform"},
    "practices": {"habit": {"title": "Habit", "hypothetical": False}},
    "design": {
        "windows": [{"name": "end", "reach": "at", "day": "2029-12-31", "number": 0}],
        "primary": ["service_quality"],
        "primary_window": "end",
    },
}
LUCK = {
    "policy": "merit+habit",
    "law": "merit",
    "practice": "habit",
    "effect": "total",
    "outcome": "service_quality",
    "unit": "points",
    "group": "all",
    "window": "end",
    "kind": "simulation",
    "standing": "primary",
    "difference": 0.4,
    "low": 0.1,
    "high": 0.7,
    "better": "higher",
    "n": 57,
    "variance_ratio": 7.7,
    "variance_ratio_low": 3.1,
    "variance_ratio_high": 21.0,
}


def prospect(policy: str, probability: float, regret: float, **changed: Any) -> dict[str, Any]:
    """Return what one policy promises."""
    plain = {
        "outcome": "service_quality",
        "unit": "points",
        "window": "end",
        "among": "law",
        "under": "habit",
        "policy": policy,
        "mean": 48.0,
        "probability_best": probability,
        "standard_error": 0.04,
        "expected_regret": regret,
        "regret_error": 0.01,
        "n": 60,
    }
    return plain | changed


PROSPECTS = [prospect("old+habit", 0.13, 0.55), prospect("merit+habit", 0.87, 0.02)]


def known(assumption: str, value: float, by_chance: float = 0.004) -> dict[str, Any]:
    """Return what one assumption is worth knowing."""
    return {
        "outcome": "service_quality",
        "unit": "points",
        "window": "end",
        "among": "law",
        "under": "habit",
        "assumption": assumption,
        "value": value,
        "by_chance": by_chance,
        "stands_out": value > by_chance,
        "n": 60,
    }


KNOWN = [known("rating_reliability", 0.012), known("leader_weight", 0.001)]


def asked(**changed: Any) -> str:
    """Return what is said of a precision."""
    number = changed.pop("replications", 57)
    return precision_line(MANIFEST | {"precision": PRECISION | changed, "replications": number})


def test_a_precision_that_was_reached_is_said_with_its_number() -> None:
    """What was asked, how many it took, and how precise it became."""
    day = ENGLISH.day(date(2029, 12, 31))
    assert asked() == (
        f"Precision asked for: Service quality, on {day}, to within ±0.50 points. "
        "Reached with 57 replications, for every arm to within ±0.50 points; the first 10 said "
        "how many."
    )
    assert precision_line(MANIFEST | {"precision": None}) == ""
    assert precision_line({}) == ""


def test_a_precision_that_was_not_reached_says_what_it_would_take() -> None:
    """How many would be needed, how many were allowed, and what those know."""
    arms = {"merit+habit": {"needed": 812, "half_width": 1.01}}
    told = asked(reached=False, needed=812, replications=200, arms=arms)
    assert "Not reached: by the first 10 replications 812 are needed" in told
    assert "at most 200 were allowed; with 200 it is known to within ±1.01 points." in told


def test_a_precision_that_cannot_be_judged_is_not_called_reached() -> None:
    """Without values in the first stage nothing is known of the width."""
    arms = {"merit+habit": {"needed": None, "half_width": None}}
    told = asked(reached=False, needed=None, replications=10, arms=arms)
    assert "cannot be judged" in told
    assert "eached with" not in told


def test_common_luck_is_told_with_its_interval() -> None:
    """A ratio without an interval says that there were too few replications."""
    assert luck_words(LUCK) == "7.7 [3.1, 21.0]"
    assert "too few" in luck_words(LUCK | {"variance_ratio_low": None})
    (line,) = luck_lines([LUCK, LUCK | {"effect": "law"}, LUCK | {"kind": "plausible"}], MANIFEST)
    assert line.endswith("over that with it: merit+habit 7.7 [3.1, 21.0].")
    assert list(luck_lines([LUCK | {"variance_ratio": None}], MANIFEST)) == []


def test_the_choice_is_one_line() -> None:
    """Probability with its error, regret, what knowing everything and the best assumption bring."""
    (line,) = choice_lines(PROSPECTS, KNOWN, MANIFEST)
    assert line == (
        "Service quality, best law in the practice habit: old+habit best in 13 % (±4) of 60 draws, "
        "expected regret 0.55 points; merit+habit best in 87 % (±4) of 60 draws, expected regret "
        "0.020 points. To know everything beforehand, luck included, would be worth 0.020 points. "
        "Of single assumptions: rating reliability 0.012 points (by chance alone up to 0.004 "
        "points)."
    )


@pytest.mark.parametrize(
    ("draws", "prospects", "information", "words"),
    [
        (5, [], [], "5 draws are too few to say which policy is best."),
        (20, [prospect("a+habit", 1.0, 0.02, n=20)], [], "20 draws are too few to say which assum"),
        (60, PROSPECTS, [known("leader_weight", 0.001)], "No single assumption is worth more than"),
        (60, [prospect("a+habit", 1.0, 0.0)], KNOWN, "In no draw is a policy better than a+habit"),
    ],
)
def test_too_little_is_said_instead_of_shown(
    draws: int, prospects: list[Any], information: list[Any], words: str
) -> None:
    """Few draws, no worth beyond chance, nothing to regret: each has its sentence."""
    told = " ".join(choice_lines(prospects, information, MANIFEST | {"draws": draws}))
    assert words in told


def test_without_draws_nothing_is_said() -> None:
    """A study that drew nothing has no choice to tell of."""
    assert list(choice_lines((), (), MANIFEST | {"draws": 0})) == []
    assert choice(Material(MANIFEST | {"draws": 0}, [LUCK], Register([]))) is None


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("en", ["87 % (±4)", "7.7 [3.1, 21.0]", "0.012 points", "Expected regret"]),
        ("id", ["87 % (±4)", "7,7 [3,1; 21,0]", "0,012 poin", "Penyesalan harapan"]),
    ],
)
def test_the_page_shows_both_sections(code: str, shown: list[str]) -> None:
    """In either language: the tables of policies, of assumptions and of common luck."""
    language = language_named(code)
    told = Material(
        MANIFEST, [LUCK], Register([]), language, prospects=PROSPECTS, information=KNOWN
    )
    sections = [section for section in (choice(told), precision(told)) if section is not None]
    assert len(sections) == 2
    page = html_of(Report("A study", "", language, tuple(sections)))
    page = page.replace("\N{NO-BREAK SPACE}%", " %")
    assert [words for words in shown if words not in page] == []


def test_the_sections_say_what_is_missing() -> None:
    """Too few draws have their sentence on the page; a run without pairs has no table."""
    few = choice(Material(MANIFEST | {"draws": 5}, [LUCK], Register([]), ENGLISH))
    assert few is not None
    assert "too few" in few.blocks[0].text  # type: ignore[union-attr]
    plain = MANIFEST | {"precision": None}
    assert precision(Material(plain, [LUCK | {"variance_ratio": None}], Register([]))) is None


def test_a_run_is_reproduced_by_its_precision_not_by_its_number() -> None:
    """The scenario in the folder asks for the precision; a number would be another study."""
    record = {
        "seed": 1, "digest": "d", "divergence": {}, "versions": {},
        "digests": {"scenario": {"toy.yaml": "abc"}},
        "audit": {"checked": 1, "confirmed": 1, "engine": "durable"},
    }  # fmt: skip
    commands = str(reproduce(Material(MANIFEST | record, [], Register([]))))
    assert "--replications" not in commands
    stated = MANIFEST | record | {"precision": None}
    assert "--replications 57" in str(reproduce(Material(stated, [], Register([]))))


def test_a_dossier_labels_what_was_not_named_beforehand() -> None:
    """An outcome beside the primary ones is exploratory; Holm judges how a primary one reads."""
    means = {"baseline_mean": 48.0, "policy_mean": 48.4}
    rows = [
        LUCK | means | {"p_holm": 0.08},
        LUCK | means | {"outcome": "hires", "standing": "exploratory", "p_holm": None},
    ]
    part = MANIFEST["design"] | {
        "outcomes": rows,
        "run": {"start": "2026-01-01", "years": 10},
        "primary_window": "end",
    }
    primary, beside = outcome_rows(part, Figures(ENGLISH, ""))
    assert primary["outcome"] == "Service quality"
    assert primary["reads"] == "no clear difference after Holm's adjustment"
    assert (beside["outcome"], beside["reads"]) == ("Hires (exploratory)", "better")
