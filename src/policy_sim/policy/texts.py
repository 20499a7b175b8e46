"""The texts of an item of a regulation that mean something to the law: no titles, no sources."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from policy_sim.documents import Scalar
from policy_sim.policy.item_forms import DistinctionForm, PromiseForm, RuleForm, TableForm
from policy_sim.policy.statute import Body, ValueForm

__all__ = ["names_in", "texts_of"]

_NAME = re.compile(r"[a-z][a-z0-9_]*")


def texts_of(body: Body) -> Iterator[str]:
    """Yield every text of what a version says: expressions, keys and cells of tables, values."""
    if isinstance(body, Scalar):
        yield body
    elif isinstance(body, ValueForm):
        yield body.text
    elif isinstance(body, TableForm):
        yield from _below((body.keyed, body.bands, body.rows, body.otherwise))
        if body.matrix is not None:
            yield from _below((body.matrix.columns, body.matrix.rows))
    elif isinstance(body, RuleForm):
        yield from _below((body.applies_to, body.when, body.then))
        if body.select is not None:
            yield from _below(body.select.model_dump().values())
    elif isinstance(body, PromiseForm):
        yield from _below((body.when, body.always, body.never, body.path, body.reach))
    elif isinstance(body, DistinctionForm):
        yield from _below((body.scope,))


def names_in(body: Body) -> frozenset[str]:
    """Return the names in whatever holds expressions; words of scales are among them."""
    if not isinstance(body, Scalar | RuleForm | PromiseForm | DistinctionForm):
        return frozenset()
    return frozenset(name for text in texts_of(body) for name in _NAME.findall(text))


def _below(parts: Iterable[object]) -> Iterator[str]:
    """Yield every text below *parts*, at whatever depth; of mappings keys and values."""
    waiting = list(parts)
    while waiting:
        part = waiting.pop()
        if isinstance(part, str):
            yield part
        elif isinstance(part, Mapping):
            waiting += part
            waiting += part.values()
        elif isinstance(part, Sequence):
            waiting += part
