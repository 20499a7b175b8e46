"""Whatever stands in a document, loading it gives findings and never anything else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from policy_documents import TOWN
from policy_sim.catalogue import sentence
from policy_sim.documents import read_document
from policy_sim.errors import BadInput
from policy_sim.policy import check_law, load_law, load_vocabulary

GOOD = TOWN.parent
SOURCES = {path.stem: read_document(path).root for path in sorted(GOOD.glob("*.yaml"))}
Step = str | int

words = st.sampled_from(
    [
        "", "none", "any", "yes", "promote", "nothing", "post", "grade", "i_a", "good", "sanction",
        "town", "in-force", "..", "3..", "..i_a", "(a | b)", "(4 | 10)", "-1", "0", "1e9", "2^53",
        "99999999999999999999", "150%", "4 years", "Rp 5", "2027-01-01", "2027-02-30", "0.3",
        "grade >= i_a", "lowest(predikat over 2 years)", "absence_ladder(3)", "step", "(", "a b",
        "if x then y else z", "1 / 0", "service / service", "post.office", "superior.grade",
        "improvement.stage", "today.month", "../town", "value", "bands", "\u2028", "ü", "é" * 300,
    ]
)  # fmt: skip
trees: st.SearchStrategy[Any] = st.recursive(
    words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=4,
)


def paths(tree: Any, before: tuple[Step, ...] = ()) -> Iterator[tuple[Step, ...]]:
    """Yield the way to every part of a document."""
    if before:
        yield before
    parts = tree.items() if isinstance(tree, dict) else enumerate(tree)
    for key, part in () if isinstance(tree, str) else parts:
        yield from paths(part, (*before, key))


def replaced(tree: Any, path: tuple[Step, ...], new: Any) -> Any:
    """Return a document with the part at *path* replaced, or left out if *new* is None."""
    key, *rest = path
    if not rest and new is None:
        if isinstance(tree, dict):
            return {k: part for k, part in tree.items() if k != key}
        return [part for index, part in enumerate(tree) if index != key]
    copy = dict(tree) if isinstance(tree, dict) else list(tree)
    copy[key] = replaced(tree[key], tuple(rest), new) if rest else new
    return copy


@st.composite
def mutated(draw: st.DrawFn) -> tuple[str, Any]:
    """Return the name of a good document, and that document with a few parts changed."""
    name = draw(st.sampled_from(sorted(SOURCES)))
    tree = SOURCES[name]
    for _ in range(draw(st.integers(1, 3))):
        path = draw(st.sampled_from(list(paths(tree))))
        tree = replaced(tree, path, draw(st.none() | trees))
        if not tree:
            break
    return name, tree


@settings(max_examples=40)
@given(mutated())
def test_a_mutated_document_gives_findings_or_loads(document: tuple[str, Any]) -> None:
    """Parts swapped, dropped or replaced by other words: only findings come out, each with a
    sentence, and a document without errors loads.
    """
    name, tree = document
    with TemporaryDirectory() as folder:
        for path in GOOD.iterdir():
            if path.suffix != ".txt":
                (Path(folder) / path.name).write_bytes(path.read_bytes())
        (Path(folder) / f"{name}.yaml").write_text(
            json.dumps(tree, ensure_ascii=False), encoding="utf-8"
        )
        try:
            load_vocabulary(Path(folder) / "town.yaml")
            findings = check_law(Path(folder) / "reform.yaml")
        except BadInput as error:
            findings = list(error.findings)
            assert findings
        assert all(sentence(finding) for finding in findings)
        if not any(finding.severity == "error" for finding in findings):
            assert load_law(Path(folder) / "reform.yaml").vintages
