"""The documents of a dossier, copied; and the study of the draft, written as a scenario.

Every document lies as it did to the others, so that the dossier can be made again from its own
folder. The study is based on the scenario that was asked for; its laws are the law before the
draft, the draft, and the draft without each of its articles.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from os.path import relpath
from pathlib import Path
from typing import Any

import yaml

from policy_sim.policy.law import Law
from policy_sim.report.dossier.question import Question
from policy_sim.study.arms import Arm, first_difference
from policy_sim.study.based_on import OFF
from policy_sim.study.by_article import Drafted
from policy_sim.study.named_files import beside, located
from policy_sim.study.scenario_document import LawShape
from policy_sim.study.store import copy_inputs, input_names

__all__ = ["DOCUMENTS", "copied", "drafted", "written_study"]

DOCUMENTS = "documents"
"""The folder of the copies in a dossier."""


def copied(question: Question, folder: Path) -> None:
    """Copy every document below *folder*."""
    copy_inputs(question.files, folder)


def drafted(question: Question) -> Drafted:
    """Return the arms of the study: laws by name, all under the practice of the baseline."""
    scenario, regulation = question.scenario, question.regulation
    before = scenario.grid.baseline
    if regulation is None:
        msg = "a draft that does not hold together has no study"
        raise ValueError(msg)
    draft = Arm(str(regulation.amendments[-1].form.policy), before.practice)
    without = {
        one.article.label: before
        if _same(one.law, question)
        else Arm(f"{draft.law}-without-{number}", before.practice)
        for number, one in enumerate(_left_out(question), start=1)
        if one.law is not None
    }
    return Drafted(before, draft, without)


def _left_out(question: Question) -> list[Any]:
    return [one for one in question.omissions if one.law is not None]


def _same(law: Law | None, question: Question) -> bool:
    """Whether nothing of the draft is left in *law* while the study lasts."""
    horizon = question.scenario.horizon(question.terms.years)
    before = question.scenario.laws[question.scenario.grid.baseline.law]
    stretch = horizon.start, horizon.end
    return law is not None and first_difference(before, law, *stretch) is None


def written_study(question: Question, folder: Path) -> Path:
    """Write the study of the draft beside the copy of its scenario below *folder*; return it."""
    names = {path: name for name, path in input_names(question.files).items()}
    scenario = folder / names[located(question.scenario.path)]
    path = scenario.with_name(f"{scenario.stem}.dossier.yaml")
    text = yaml.safe_dump(_stated(question, names, scenario, folder), sort_keys=False, width=100)
    # The word is written by itself: in quotation marks it would be a text.
    path.write_text(text.replace(f"'{OFF}'", OFF), encoding="utf-8")
    return path


def _stated(
    question: Question, names: Mapping[Path, str], scenario: Path, folder: Path
) -> dict[str, Any]:
    """Return what the study states beyond the scenario that it is based on."""
    stated, arms = question.scenario.stated, drafted(question)
    laws: dict[str, Any] = {str(name): OFF for name in stated.laws}
    practices = {str(name): OFF for name in stated.practices}
    for name in (arms.before.practice, str(stated.history.practice)):
        practices.pop(name, None)
    before = next(part for name, part in stated.laws.items() if name == arms.before.law)
    del laws[arms.before.law]
    title = str(question.regulation.law.title) if question.regulation else ""
    draft = names[located(question.asked.draft)]
    base = _law(before, question, names, scenario, folder)
    whole = {
        **base,
        "title": title,
        "amendments": [*base["amendments"], relpath(folder / draft, scenario.parent)],
    }
    laws[arms.draft.law] = whole
    for label, arm in arms.without.items():
        if arm != arms.before:
            laws[arm.law] = {
                **deepcopy(whole),
                "title": f"{title}, without {label}",
                "without": [label],
            }
    named = [arms.before.law, *(name for name, part in laws.items() if part != OFF)]
    return {
        "scenario": f"{stated.scenario}-dossier",
        "title": title,
        "based_on": scenario.name,
        "laws": laws,
        **({"practices": practices} if practices else {}),
        "arms": {
            "laws": named,
            "practices": [arms.before.practice],
            "baseline": arms.before.name,
            "reference": [],
        },
    }


def _law(
    part: LawShape, question: Question, names: Mapping[Path, str], scenario: Path, folder: Path
) -> dict[str, Any]:
    """Return a law of the scenario with its files named from the copy of the scenario."""

    def file(text: str) -> str:
        path = located(beside(text, question.scenario.path))
        return relpath(folder / names[path], scenario.parent)

    return {
        "title": str(part.title),
        "policy": file(part.policy),
        "amendments": [file(text) for text in part.amendments],
    }
