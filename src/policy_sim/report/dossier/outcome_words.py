"""Simulated outcomes, the effect of each article, and the assumptions behind both."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from policy_sim.catalogue.language import Language
from policy_sim.catalogue.stored import text_of
from policy_sim.report.dossier.figures import Figures
from policy_sim.report.dossier.proposed_words import article_name
from policy_sim.report.wording import outcome_words, titled
from policy_sim.study.by_article import ARTICLE, REMAINDER, WHOLE
from policy_sim.study.comparison import PLAUSIBLE_RANGE, SIMULATION_ERROR
from policy_sim.study.horizon import Horizon
from policy_sim.study.statistics import FEWEST_DRAWS
from policy_sim.study.windows import shown_windows

__all__ = [
    "article_tables",
    "assumption_rows",
    "hinge_words",
    "outcome_name",
    "outcome_rows",
    "range_words",
    "study_words",
    "whose_study",
    "window_name",
]

Values = Mapping[str, Any]


def outcome_name(name: str, part: Values, language: Language) -> str:
    """Return what an outcome is called, labelled where placeholders of the law are part of it."""
    return outcome_words(name, part["run"], language)


def window_name(window: Values, language: Language) -> str:
    """Return a window in words: ``mean of the years from 2027``."""
    if window["reach"] == "year":
        return language.say("year {number}", number=window["number"])
    day = date.fromisoformat(window["day"])
    sentence = {
        "mean_from": language.text("mean of the years from {year} on"),
        "at": language.text("end of {year}"),
        "total_from": language.text("sum of the years from {year} on"),
    }[window["reach"]]
    return sentence.format(year=day.year)


def study_words(part: Values, language: Language) -> list[str]:
    """Return what was simulated, and what its two uncertainties are."""
    run = part["run"]
    return [
        language.say(
            "{people} {whose} from {start} on, for {years}, {replications}: in each of "
            "them the same people and the same luck meet the law before the draft, the draft, and "
            "the draft without each of its articles. Practice is the same everywhere: {practice}.",
            people=language.number(run["people_at_start"]),
            whose=whose_study(run, language),
            start=language.day(date.fromisoformat(run["start"])),
            years=language.count(run["years"], "{number} year", "{number} years"),
            replications=language.count(
                run["replications"], "{number} replication", "{number} replications"
            ),
            practice=_practice(run, language),
        ),
        language.say(
            "Two uncertainties, never merged. Simulation error: the 95 % interval of the mean over "
            "replications, at central assumptions. It says how precisely the model was run, and "
            "shrinks with replications. Differences of percentages are in percentage points (pp)."
        ),
        range_words(run["draws"], language),
    ]


def whose_study(run: Values, language: Language) -> str:
    """Return whom a study is about: people of a model, or such as a file records."""
    if run.get("imported"):
        return language.text("people as real records have them")
    return language.text("synthetic people")


def _practice(run: Values, language: Language) -> str:
    name = str(run["baseline"]).partition("+")[2]
    return titled(text_of(run["practices"][name]["title"]), language)


def range_words(draws: int, language: Language) -> str:
    """Return what the plausible range is, or why there is none."""
    if not draws:
        return language.say(
            "Plausible range: not run. How far the differences move with the assumptions is "
            "therefore not known here; ask for it with --draws."
        )
    if draws < FEWEST_DRAWS:
        return language.say(
            "Plausible range: none, since {draws} draws of the assumptions are too few; at least "
            "{fewest} are needed.",
            draws=draws,
            fewest=FEWEST_DRAWS,
        )
    return language.say(
        "Plausible range: 5 to 95 % of {draws} draws of all assumptions from their ranges. It says "
        "how far the difference moves with what nobody knows, and does not shrink.",
        draws=draws,
    )


def outcome_rows(part: Values, figures: Figures) -> Iterator[dict[str, str]]:
    """Yield what the draft as a whole brings, by outcome and window."""
    language = figures.language
    windows = _windows(part, language)
    rows = [row for row in part["outcomes"] if row["window"] in windows]
    drawn = {_of(row): row for row in rows if row["kind"] == PLAUSIBLE_RANGE}
    order = list(dict.fromkeys([*part["primary"], *(row["outcome"] for row in rows)]))
    central = [row for row in rows if row["kind"] == SIMULATION_ERROR]
    for row in sorted(central, key=lambda row: order.index(row["outcome"])):
        beside = drawn.get(_of(row))
        yield {
            "outcome": _labelled(row, outcome_name(row["outcome"], part, language), language),
            "window": windows[row["window"]],
            "before": figures.amount(row["baseline_mean"], row["unit"]),
            "after": figures.amount(row["policy_mean"], row["unit"]),
            **_effect(row, beside, figures),
        }


def _windows(part: Values, language: Language) -> dict[str, str]:
    """Return the windows in words, by name: of several of the same years the first."""
    horizon = Horizon.from_dict(part["run"])
    shown = shown_windows(part["windows"], part["primary_window"], horizon.year_ends)
    return {one.name: window_name(one.as_dict(), language) for one in shown}


def _labelled(row: Values, outcome: str, language: Language) -> str:
    """Return what an outcome is called, labelled where it was not named beforehand."""
    if row.get("standing") == "exploratory":
        return language.say("{outcome} (exploratory)", outcome=outcome)
    return outcome


def _of(row: Values) -> tuple[str, str]:
    return row["outcome"], row["window"]


def _effect(row: Values, drawn: Values | None, figures: Figures) -> dict[str, str]:
    """Return a difference and, each by itself, what is known of it."""
    difference, error, plausible = figures.effect(row, drawn)
    reads = figures.reads(row, drawn)
    return {"difference": difference, "error": error, "plausible": plausible, "reads": reads}


def article_tables(part: Values, figures: Figures) -> Iterator[dict[str, Any]]:
    """Yield a table for each outcome: every article, the interaction, and the whole draft."""
    rows = part["articles"]
    drawn = {_part(row): row for row in rows if row["kind"] == PLAUSIBLE_RANGE}
    language = figures.language
    for outcome in dict.fromkeys(row["outcome"] for row in rows):
        mine = [r for r in rows if r["outcome"] == outcome and r["kind"] == SIMULATION_ERROR]
        yield {
            "outcome": outcome_name(outcome, part, language),
            "rows": [
                {
                    "part": _named(row, language),
                    "kind": row["part"],
                    **_effect(row, drawn.get(_part(row)), figures),
                }
                for row in mine
            ],
        }


def _part(row: Values) -> tuple[str, str, str]:
    return row["part"], row["article"], row["outcome"]


def _named(row: Values, language: Language) -> str:
    return {
        ARTICLE: article_name(row["article"], language),
        REMAINDER: language.say("interaction: what the articles bring only together"),
        WHOLE: language.say("the draft as a whole"),
    }[str(row["part"])]


def hinge_words(part: Values, language: Language) -> list[str]:
    """Return which assumptions the differences go with, or why that is not known."""
    draws = part["run"]["draws"]
    if draws < FEWEST_DRAWS:
        return [
            language.say(
                "Which assumptions the differences hang on is not known: for that at least "
                "{fewest} draws are needed.",
                fewest=FEWEST_DRAWS,
            )
        ]
    lines = []
    for outcome in part["primary"]:
        named = [row for row in part["hinges"] if row["outcome"] == outcome]
        told = language.listed(
            [
                f"{row['assumption'].replace('_', ' ')} "
                f"({language.number(row['correlation'], 2, signed=True)})"
                for row in named
            ]
        )
        words = outcome_name(outcome, part, language)
        lines.append(
            language.say(
                "{outcome}: the difference goes with {assumptions} (rank correlation).",
                outcome=words,
                assumptions=told,
            )
            if named
            else language.say("{outcome}: no assumption stands out.", outcome=words)
        )
    return lines


def assumption_rows(part: Values, language: Language) -> Iterator[dict[str, str]]:
    """Yield each coefficient that the study reads and that has a range."""
    for one in part["assumptions"]["varied"]:
        yield {
            "name": titled(text_of(one.get("title")) or one["name"].replace("_", " "), language),
            "value": language.written(f"{one['value']:g}"),
            "range": language.say(
                "{low} to {high}",
                low=language.written(f"{one['low']:g}"),
                high=language.written(f"{one['high']:g}"),
            ),
            "unit": titled(text_of(one["unit"]), language),
            "drives": titled(text_of(one["drives"]), language),
            "mark": language.text(one["mark"]),
        }
