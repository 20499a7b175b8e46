"""Items that a draft adds and that nothing reads: the rule that was to use them was forgotten."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from policy_sim.diagnostics import Diagnostic, Severity
from policy_sim.documents import Scalar
from policy_sim.policy.amending import Amendment
from policy_sim.policy.policy_document import RuleForm
from policy_sim.policy.statute import Body, Section, Statute

__all__ = ["unread_additions"]

_READABLE = (Section.PARAMETER, Section.TABLE, Section.DEFINITION)
_NAME = re.compile(r"[a-z][a-z0-9_]*")


def unread_additions(amendments: Sequence[Amendment], statute: Statute) -> Iterator[Diagnostic]:
    """Yield ``added-unread`` for each parameter, table or definition that an amendment adds and
    that neither a rule nor a definition of the amended *statute* names from then on.

    A base may hold what only its amendments read, so that nothing is said of its own items.
    """
    for amendment in amendments:
        form = amendment.form
        named = _named(statute, form.effective)
        for section in _READABLE:
            for name in getattr(form.add, f"{section}s"):
                if name not in named:
                    values = {"seen": str(name), "section": section}
                    yield Diagnostic("added-unread", name.place, values, Severity.WARNING)


def _named(statute: Statute, effective: date) -> frozenset[str]:
    """Return every name in a rule or definition that holds on *effective* or later."""
    return frozenset(
        name
        for item in statute.items.values()
        for version in item.versions
        if version.ends is None or version.ends > effective
        for name in _names(version.body)
    )


def _names(body: Body) -> Iterator[str]:
    """Yield the names in what a version says; words of scales are among them."""
    if isinstance(body, Scalar):
        yield from _NAME.findall(body)
    elif isinstance(body, RuleForm):
        for text in _texts((body.applies_to, body.when, body.then)):
            yield from _NAME.findall(text)
        if body.select is not None:
            for text in _texts(body.select.model_dump().values()):
                yield from _NAME.findall(text)


def _texts(parts: Iterable[object]) -> Iterator[str]:
    """Yield every text below *parts*, at whatever depth."""
    waiting = list(parts)
    while waiting:
        part = waiting.pop()
        if isinstance(part, str):
            yield part
        elif isinstance(part, Mapping):
            waiting += part.values()
        elif isinstance(part, Sequence):
            waiting += part
