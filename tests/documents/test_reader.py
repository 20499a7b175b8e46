"""From text to nodes: every scalar stays text, every node knows its place."""

from __future__ import annotations

import pickle
from copy import deepcopy

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from policy_sim.diagnostics import Place
from policy_sim.documents import (
    MappingNode,
    Node,
    Scalar,
    SequenceNode,
    place_of,
    read_text,
    reader,
)

WORDS = st.text(alphabet="abcxyz019 _-.", min_size=1, max_size=8).map(lambda word: f"w{word}w")
TREES = st.recursive(
    WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=12,
)


def root(text: str) -> Node:
    """Return the root of the document *text*."""
    return read_text(text, "d.yaml").root


@pytest.mark.parametrize(
    "text", ["no", "010", "60:40", "1e3", "~", "null", "2027-01-01", "0x1F", ".inf", "=", "<<"]
)
def test_every_scalar_stays_text(text: str) -> None:
    """What YAML would turn into something else stays as it was written, as value and as key."""
    node = root(f"a: {text}\n{text}: b\n")
    assert node["a"] == text
    assert node[text] == "b"
    assert isinstance(node["a"], Scalar)


def test_every_node_knows_where_it_stands() -> None:
    """Places count lines and columns from one, of keys and values, in both styles."""
    node = root("top:\n  list: [a, {k: v}]\n  block:\n    - x\n")
    assert isinstance(node, MappingNode)
    top = node["top"]
    assert place_of(top) == Place("d.yaml", 2, 3)
    assert place_of(top["list"]) == Place("d.yaml", 2, 9)
    assert place_of(top["list"][0]) == Place("d.yaml", 2, 10)
    assert place_of(top["list"][1]["k"]) == Place("d.yaml", 2, 17)
    assert place_of(top["block"][0]) == Place("d.yaml", 4, 7)
    assert top.place_of_key("block") == Place("d.yaml", 3, 3)
    assert top.place_of_key("absent") == top.place
    assert [key.place.line for key in top] == [2, 3]


def test_columns_count_characters_not_bytes() -> None:
    """Letters with accents and beyond the basic plane are one column each."""
    node = root('{é: "ü𝄞", b: c}')
    assert place_of(node["b"]).column == 14


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_line_ends_of_every_system_count_the_same(ending: str) -> None:
    """The same document has the same places, whoever saved it."""
    node = root(ending.join(["a: 1", "", "b:", "  - x", "c: |", "  one", "  two", ""]))
    assert place_of(node["b"][0]) == Place("d.yaml", 4, 5)
    assert node["c"] == "one\ntwo\n"
    assert node["c"].place_at(4) == Place("d.yaml", 7, 3)


def test_a_key_without_a_value_differs_from_an_empty_text() -> None:
    """``a:`` is absent, ``a: ""`` is an empty text."""
    node = root('a:\nb: ""\nc: x\n')
    assert [node[key].absent for key in "abc"] == [True, False, False]
    assert [node[key].quoted for key in "abc"] == [False, True, False]


def test_a_sequence_is_a_tuple_and_a_mapping_a_dict() -> None:
    """Nodes behave as what they hold."""
    node = root("[a, {b: c}]")
    assert isinstance(node, SequenceNode)
    assert node == ("a", {"b": "c"})


def test_an_explicit_beginning_and_end_are_no_second_document() -> None:
    """One document may be framed by its own marks."""
    assert root("%YAML 1.1\n---\na: 1\n...\n") == {"a": "1"}


def test_parentheses_in_quotes_or_in_block_style_are_left_alone() -> None:
    """Only a plain text in a flow collection can be cut by a comma."""
    text = 'a: ["f(a, b)", (x | y)]\nb: f(a, b)\nc: [")", "("]\nd: {e: (p | q)}\n'
    assert root(text)["a"] == ("f(a, b)", "(x | y)")


@given(TREES)
def test_what_was_written_is_read(tree: object) -> None:
    """Any tree of texts, written by YAML in either style, is read back as it was."""
    for flow in (True, False):
        text = yaml.safe_dump(tree, default_flow_style=flow, default_style='"')
        assert root(text.replace("!!str ", "")) == _tupled(tree)


@given(TREES)
def test_the_slow_reader_reads_the_same(tree: object) -> None:
    """Without the compiled YAML library, nodes and places are the same."""
    text = yaml.safe_dump(tree, default_flow_style=None)
    fast = _placed(root(text))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reader, "_LOADER", yaml.Loader)
        assert _placed(root(text)) == fast


def test_nodes_survive_copies_and_other_processes() -> None:
    """A copied or pickled node keeps its places and its style."""
    node = root("a: [x, 'y z']\nb: {c: 'd'}\n")
    for copy in (pickle.loads(pickle.dumps(node)), deepcopy(node)):  # noqa: S301
        assert _placed(copy) == _placed(node)
        assert copy["a"][1].quoted


def _tupled(tree: object) -> object:
    if isinstance(tree, dict):
        return {key: _tupled(value) for key, value in tree.items()}
    return tuple(map(_tupled, tree)) if isinstance(tree, list) else tree


def _placed(node: Node) -> object:
    """Return *node* with every place beside its value."""
    if isinstance(node, MappingNode):
        inner = [(str(key), place_of(key), _placed(value)) for key, value in node.items()]
        return (node.place, inner)
    if isinstance(node, SequenceNode):
        return (node.place, [_placed(item) for item in node])
    return (node.place, str(node), node.quoted, node.lines)
