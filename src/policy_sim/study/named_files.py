"""The files that a scenario names: what is wrong with a name is told where the name stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from os.path import normpath
from pathlib import Path

from policy_sim.diagnostics import Diagnostic, Place
from policy_sim.documents import place_of
from policy_sim.study.scenario_document import ScenarioShape

__all__ = ["at_their_names", "beside", "located", "named_files"]

_OF_NAMES = frozenset({"missing-file", "is-a-folder", "not-a-file"})
"""Findings about a file of which nothing could be read, so that it has no line to show."""


def beside(text: str, scenario: Path) -> Path:
    """Return the file that *text* names, from the folder of the document in which it stands.

    A text without a place is one of *scenario*.
    """
    file = place_of(text).file
    return (Path(file) if file else scenario).parent / text


def located(file: Path) -> Path:
    """Return where *file* stands, from the root, by the names under which it was reached.

    Links are not followed, so that documents stand to each other as they name each other; but
    where a name leads back out of a link, the file itself is meant.
    """
    named = Path(normpath(file.absolute()))
    same = named.exists() and file.exists() and named.samefile(file)
    return named if same else file.resolve()


def named_files(stated: ScenarioShape, scenario: Path) -> Mapping[str, Place]:
    """Return, by file, the place at which the scenario in the file *scenario* names it."""
    return {
        Path(normpath(beside(text, scenario))).as_posix(): place_of(text)
        for text in _names(stated)
        if place_of(text).file
    }


def _names(stated: ScenarioShape) -> Iterator[str]:
    """Yield each name of a file in a scenario."""
    yield from (stated.profile, stated.organisation, *stated.assumptions)
    for law in stated.laws.values():
        yield from (law.policy, *law.amendments)
    roster = stated.roster
    optional = (stated.facts, roster.file if roster else None, roster.mapping if roster else None)
    yield from (name for name in optional if name is not None)


def at_their_names(
    findings: Iterable[Diagnostic], named: Mapping[str, Place]
) -> Iterator[Diagnostic]:
    """Yield *findings*, those of a file that could not be opened at the place that names it.

    *named* are such places by file; a file that no document names, as one of the command line,
    keeps its own.
    """
    for finding in findings:
        where = named.get(Path(normpath(finding.where.file)).as_posix())
        opened = finding.code not in _OF_NAMES
        yield finding if opened or where is None else replace(finding, where=where)
