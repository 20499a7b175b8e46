"""One statute of all the documents of a regulation, in which a name means one thing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from policy_sim.diagnostics import Diagnostic
from policy_sim.documents import Scalar
from policy_sim.policy.enactment import enact
from policy_sim.policy.policy_document import PolicyForm
from policy_sim.policy.statute import Item, Name, Section, Statute
from policy_sim.policy.vocabulary import Vocabulary

__all__ = ["joined", "names_taken"]


def joined(
    policies: Iterable[tuple[PolicyForm, Path]], base: PolicyForm, findings: list[Diagnostic]
) -> Statute:
    """Return the items of *policies*, each in its folder, in one statute that is called as *base*.

    An item that two of them have is the finding ``name-taken``.
    """
    statutes = [enact(form, folder, findings) for form, folder in policies]
    items: dict[Name, Item] = {}
    for statute in statutes:
        for key, item in statute.items.items():
            first = items.setdefault(key, item)
            if first is not item:
                findings.append(_taken(item, first.name))
    return Statute(str(base.policy), base.title or str(base.policy), items)


def names_taken(statute: Statute, vocabulary: Vocabulary) -> Iterator[Diagnostic]:
    """Yield names of parameters, tables and definitions that already mean something else.

    A table is always applied, so that it alone may be called like a word of a scale.
    """
    columns = {*vocabulary.attributes, *vocabulary.series, *vocabulary.events, *vocabulary.tables}
    words = {word for scale in vocabulary.scales.values() for word in scale.values}
    seen: dict[str, Scalar] = {}
    for item in statute.items.values():
        if item.section.named_freely:
            continue
        first = seen.setdefault(str(item.name), item.name)
        taken = columns if item.section is Section.TABLE else columns | words
        if str(item.name) in taken or first is not item.name:
            yield _taken(item, None if first is item.name else first)


def _taken(item: Item, first: Scalar | None) -> Diagnostic:
    related = () if first is None else (("the first", first.place),)
    return Diagnostic("name-taken", item.name.place, {"seen": str(item.name)}, related=related)
