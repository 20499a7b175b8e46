"""Figures and the report of a run, drawn into its folder."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
from matplotlib.axes import Axes

from policy_sim.catalogue import phrase
from policy_sim.catalogue.language import ENGLISH, Language
from policy_sim.diagnostics import Diagnostic
from policy_sim.errors import Misnamed
from policy_sim.policy.law import Law
from policy_sim.report.canvas import SIZE, roomy, save
from policy_sim.report.figures import draw_differences, draw_levels
from policy_sim.report.page import Report, report_of
from policy_sim.report.page.html import html_of
from policy_sim.report.page.material import Material
from policy_sim.report.page.words import law_words
from policy_sim.report.pictures import Drawn, Studio, divergence_of, subject_of
from policy_sim.report.series import Curve, Subject
from policy_sim.simulation.assumptions.register import Register
from policy_sim.simulation.outcomes import OUTCOMES
from policy_sim.study.careers import CAREERS
from policy_sim.study.own_rules import at_work
from policy_sim.study.result import Result
from policy_sim.study.store import ATTAINABLE, COMPARISON, HINGES, INFORMATION, PROSPECTS
from policy_sim.study.stored_law import stored_laws

__all__ = ["illustrate", "plot_levels", "plot_outcome", "shown_axes", "written"]

MONEY_FIGURE = "pay_bill"
"""The outcome of money that is always drawn, if the run has it."""


def illustrate(result: Result, register: Register, laws: Mapping[str, Law] | None = None) -> None:
    """Add ``figures/`` and ``report.html`` to the folder of a run, in the words of its *laws*."""
    drawn = _drawn(result, ENGLISH)
    for one in (one for part in drawn.values() for one in part):
        save(one.axes, result.folder / "figures", one.picture.name, one.picture.svg)
    report = report_of(_material(result, register, ENGLISH, drawn, laws or {}))
    (result.folder / "report.html").write_text(html_of(report), encoding="utf-8")


def written(
    result: Result,
    register: Register,
    language: Language = ENGLISH,
    checked: Sequence[Diagnostic] | None = None,
) -> Report:
    """Return the report of a stored run in *language*; *checked* are the findings of a check."""
    drawn = _drawn(result, language)
    return report_of(_material(result, register, language, drawn, stored_laws(result), checked))


def plot_outcome(
    result: Result,
    outcome: str,
    group: str = "all",
    axes: Axes | None = None,
    language: Language = ENGLISH,
) -> Axes:
    """Return Axes with the paired differences of *outcome* over the years.

    They are drawn into *axes*, if given. Raises :exc:`~policy_sim.errors.Misnamed` for an outcome
    or group that the run does not have.
    """
    subject = _asked(result, outcome, group, language)
    curves = _found(Studio(result, language).gaps(subject), subject, result)
    drawn = partial(draw_differences, curves, subject, divergence_of(result), language=language)
    return roomy(drawn(shown_axes())) if axes is None else drawn(axes)


def plot_levels(
    result: Result,
    outcome: str,
    group: str = "all",
    axes: Axes | None = None,
    language: Language = ENGLISH,
) -> Axes:
    """Return Axes with the mean of *outcome* in each arm over the years, as :func:`plot_outcome`.

    Raises :exc:`~policy_sim.errors.Misnamed` for an outcome or group that the run does not have.
    """
    subject = _asked(result, outcome, group, language)
    curves = _found(Studio(result, language).heights(subject), subject, result)
    drawn = partial(draw_levels, curves, subject, language=language)
    return roomy(drawn(shown_axes())) if axes is None else drawn(axes)


def _asked(result: Result, outcome: str, group: str, language: Language) -> Subject:
    """Return what is to be drawn; raise for what is no outcome."""
    Misnamed.unless(outcome, phrase("an outcome"), OUTCOMES)
    return subject_of(result, outcome, group, language)


def _found(curves: Sequence[Curve], subject: Subject, result: Result) -> Sequence[Curve]:
    """Return the curves; raise if there are none."""
    if not curves:
        told = result.comparison
        groups = told.loc[told["outcome"] == subject.outcome, "group"].unique()
        what = phrase("a group of '{outcome}' in this run", outcome=subject.outcome)
        raise Misnamed.among(subject.group, what, groups)
    return curves


def shown_axes() -> Axes:
    """Return axes of pyplot, whose figures notebooks show without being asked."""
    return plt.figure(figsize=SIZE, layout="constrained").add_subplot()


def _drawn(result: Result, language: Language) -> dict[str, list[Drawn]]:
    """Return the figures of each section that has any."""
    studio, primary = Studio(result, language), result.manifest["design"]["primary"]
    years = [one for name in primary for one in studio.outcome(name)]
    money = [] if MONEY_FIGURE in primary else studio.outcome(MONEY_FIGURE)
    careers = studio.waits(_careers(result).get("waits", ()))
    return {"years": years, "money": money, "careers": careers}


def _material(
    result: Result,
    register: Register,
    language: Language,
    drawn: dict[str, list[Drawn]],
    laws: Mapping[str, Law],
    checked: Sequence[Diagnostic] | None = None,
) -> Material:
    return Material(
        manifest=result.manifest,
        comparison=_read(result.folder / COMPARISON, []),
        register=register,
        language=language,
        hinges=_read(result.folder / HINGES, []),
        attainable=_read(result.folder / ATTAINABLE, []),
        prospects=_read(result.folder / PROSPECTS, []),
        information=_read(result.folder / INFORMATION, []),
        careers=_careers(result),
        checked=checked,
        words=law_words(laws.values(), language),
        at_work=at_work(result, laws),
        pictures={name: [one.picture for one in part] for name, part in drawn.items()},
    )


def _careers(result: Result) -> dict[str, Any]:
    found: dict[str, Any] = _read(result.folder / CAREERS, {})
    return found


def _read(path: Path, without: Any) -> Any:
    """Return what a file of conclusions holds, or *without* if the run has no such file."""
    return json.loads(path.read_text("utf-8")) if path.exists() else without
