"""Where a draft brings about what is found: at the item that it changes, not at a rule of its base.

A rule of the base may be wrong only because of a parameter, table or definition that the draft
changes. Who wrote the draft can mend only that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from policy_sim.diagnostics import Diagnostic, Place
from policy_sim.policy.differences import differences, readers
from policy_sim.policy.law import Law
from policy_sim.policy.loading import Regulation
from policy_sim.policy.rule_parts import parts
from policy_sim.proof.finding import Finding, Places, moved

__all__ = ["in_the_later_document", "where_brought_about"]


def where_brought_about(
    findings: Iterable[Diagnostic], new: Regulation, before: Regulation, since: date
) -> list[Diagnostic]:
    """Return *findings* of *new*; what stands in *before* stands where the amendments change what
    the rule in question reads, if they do.
    """
    own = {file for file in new.law.files if file not in before.law.files}
    changes = _Changes(dict(_rules(new.law)), dict(_changed(new, before, own, since)))
    return [one if one.where.file in own else changes.moved(one, own) for one in findings]


def in_the_later_document(finding: Finding, law: Law, before: Law | None) -> tuple[Place, Places]:
    """Return where *finding* stands: what was sound *before*, at what is new in *law*; of two rules
    in conflict, at that of the document which uses the other.
    """
    beside = [place for _, place in finding.related]
    later = list[Place]()
    if before is not None and finding.place.file in _files(before):
        later = [place for place in beside if place.file not in _files(before)]
    elif finding.code == "conflict":
        order = {one.place.file: number for number, one in enumerate(law.register)}
        own = order[finding.place.file]
        later = [place for place in beside if order[place.file] > own]
    if not later:
        return finding.place, finding.related
    return moved(finding.code, finding.place, finding.related, later[0])


def _files(law: Law) -> set[str]:
    """Return the files in which the rules of *law* stand."""
    return {rule.place.file for vintage in law.vintages for rule in vintage.rules}


@dataclass(frozen=True)
class _Changes:
    """The rule that stands, or has a clause, at each place; and by rule what is changed of what
    it reads.
    """

    rules: Mapping[Place, str]
    changed: Mapping[str, Place]

    def moved(self, finding: Diagnostic, own: set[str]) -> Diagnostic:
        places = [finding.where, *(place for _, place in finding.related)]
        new = [place for place in places if place.file in own]
        changed = (self.changed.get(self.rules.get(place, "")) for place in places)
        to = next((place for place in (*new, *changed) if place is not None), None)
        if to is None:
            return finding
        where, related = moved(finding.code, finding.where, finding.related, to)
        return replace(finding, where=where, related=related)


def _rules(law: Law) -> Iterator[tuple[Place, str]]:
    for vintage in law.vintages:
        for rule in vintage.rules:
            yield rule.place, rule.id
            for part in parts(rule):
                yield part.place, rule.id
                for one in part.inside:
                    yield one.place, rule.id
            for quota in () if rule.select is None else rule.select.reserves + rule.select.caps:
                yield quota.place, rule.id


def _changed(
    new: Regulation, before: Regulation, own: set[str], since: date
) -> Iterator[tuple[str, Place]]:
    """Yield each rule with the place of something that it reads and that *own* files change; of
    several things the one that stands first.
    """
    found = differences(before.statute, new.statute, since)
    placed = [(one, one.places[1]) for one in found]
    for one, place in sorted(placed, key=lambda pair: str(pair[1]), reverse=True):
        if place is not None and place.file in own:
            for rule in readers(new.statute, one.begins).get(one.name, ()):
                yield rule, place
