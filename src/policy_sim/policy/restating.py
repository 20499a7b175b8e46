"""A regulation with other values of its parameters, from a day on: a draft that nobody has written.

What a sweep varies of a law is varied so, and not by a further amendment, which could not change
again what another one changes on the same day.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from policy_sim.diagnostics import Diagnostic, Severity, worst
from policy_sim.documents import Scalar
from policy_sim.errors import PolicyError
from policy_sim.policy.law import Law
from policy_sim.policy.loading import load_regulation
from policy_sim.policy.stated_range import outside_their_range
from policy_sim.policy.statute import Item, Section, Statute, ValueForm, Version
from policy_sim.policy.vintages import vintages_of
from policy_sim.policy.wording import unknown_parameter

__all__ = ["restated"]


def restated(
    path: Path, amendments: Sequence[Path], values: Mapping[str, Scalar], since: date
) -> Law:
    """Return the law of *path* with *amendments* whose parameters have *values* from *since* on.

    Each value is a text as a policy would hold it. What was to change later no longer does.

    Raises :exc:`~policy_sim.errors.PolicyError` with every parameter that the law does not have
    then, and every value that it cannot have; otherwise as
    :func:`~policy_sim.policy.loading.load_law` does.
    """
    read = load_regulation(path, amendments)
    findings: list[Diagnostic] = []
    statute = _restated(read.statute, values, since, findings)
    findings += outside_their_range(statute, read.law.vocabulary)
    vintages = vintages_of(statute, read.law.vocabulary, findings)
    if worst(findings) is Severity.ERROR:
        raise PolicyError([one for one in findings if one.severity is Severity.ERROR])
    return replace(read.law, vintages=vintages)


def _restated(
    statute: Statute, values: Mapping[str, Scalar], since: date, findings: list[Diagnostic]
) -> Statute:
    """Return the statute with the values in place of those that held from *since* on."""
    known = [
        str(item.name)
        for item, version in statute.versions()
        if isinstance(version.body, ValueForm) and _still(version, since)
    ]
    for name, text in values.items():
        if name not in known:
            findings.append(unknown_parameter(name, since, known, text.place))
            continue
        item = statute.items[Section.PARAMETER, name]
        statute = statute.with_items([replace(item, versions=tuple(_versions(item, text, since)))])
    return statute


def _still(version: Version, since: date) -> bool:
    """Whether a version holds on *since* or later."""
    return version.ends is None or version.ends > since


def _versions(item: Item, text: Scalar, since: date) -> Iterator[Version]:
    """Yield the versions of a parameter: what held before *since*, and the text after it."""
    for version in item.versions:
        if not _still(version, since):
            yield version
            continue
        if version.begins < since:
            yield replace(version, ends=since)
        begins = max(version.begins, since)
        body = version.body
        if isinstance(body, ValueForm):
            body = replace(body, text=text)
        yield replace(version, begins=begins, body=body, place=text.place)
