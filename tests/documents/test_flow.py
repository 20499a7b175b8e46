"""Expressions that a comma cuts apart inside a flow list or mapping."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_sim.documents import Scalar, read_text
from policy_sim.documents.flow import split_expressions
from policy_sim.errors import DocumentError

ATOMS = st.sampled_from(["a", "f(a)", "(x | y)", "g(h(b)) > 1", "4 years"])


def seen(pieces: list[str]) -> list[str]:
    """Return what is reported for the plain texts *pieces*."""
    return [finding.values["seen"] for finding in split_expressions([*map(Scalar, pieces)])]


@given(st.lists(ATOMS))
def test_balanced_texts_are_left_alone(pieces: list[str]) -> None:
    """Any list of texts whose parentheses each balance gives no finding."""
    assert seen(pieces) == []


@given(st.lists(ATOMS), st.lists(ATOMS, min_size=2, max_size=5), st.lists(ATOMS))
def test_an_expression_cut_anywhere_is_put_together(
    before: list[str], arguments: list[str], after: list[str]
) -> None:
    """One call with several arguments, among other texts, is one finding with the whole call."""
    call = f"cut({', '.join(arguments)})"
    assert seen([*before, *call.split(", "), *after]) == [call]


def test_two_cut_expressions_are_two_findings() -> None:
    """The end of one expression begins nothing."""
    assert seen(["f(a", "b)", "c", "g(d", "e)"]) == ["f(a, b)", "g(d, e)"]


def test_a_parenthesis_too_many_is_found() -> None:
    """A text that closes what nothing opened is reported by itself."""
    assert seen(["a)", "b"]) == ["a)"]


@pytest.mark.parametrize("text", ["[f(a, b)]", "{when: f(a, b)}", "{f(a, b): x}", "[[f(a, b)]]"])
def test_it_is_found_in_lists_mappings_and_keys(text: str) -> None:
    """Wherever a flow collection stands, one finding is given for it."""
    with pytest.raises(DocumentError) as caught:
        read_text(text, "d.yaml")
    assert [finding.code for finding in caught.value.findings] == ["split-expression"]
