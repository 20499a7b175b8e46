"""Nothing of a country stands in code: grades, offices, ages and words are the documents'."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from policy_sim.policy.loading import load_law

pytestmark = pytest.mark.xdist_group("strings of the code")

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "policy_sim"
LAWS = ("medan/in-force", "five_grades/rules", "published/pyramid/screening")

HOMONYMS = {
    "at": "a key of a window",
    "below": "a comparison in a sentence",
    "confirmed": "an audited decision; what the flow of ended probations is called",
    "d": "a number format",
    "e": "a number in powers of ten",
    "demoted": "an event of the ledger's own, beside promoted and appointed",
    "f": "a number format, a name in generated code",
    "fails": "what can become of a rule",
    "first": "which copy or place of several",
    "improve": "the stage of a track that is meant if a scenario names none",
    "good": "the bearing of an effect",
    "high": "the end of an interval",
    "low": "the end of an interval",
    "m": "a kind of column in a file",
    "meets": "the name of a function",
    "none": "a word of the language itself",
    "passed": "a reason of the ledger",
    "retest": "the luck of a test after improvement",
    "waiting": "the name of a function",
    "written": "the name of a function",
}
"""Words of shipped scales that the code also has, in a meaning of its own."""

COUNTRY = ("golongan", "jabatan", "pangkat", "eselon", "predikat", "indonesia", "medan", "pns")
"""Words that no line of code, comments and examples apart, has any business with."""


@cache
def scale_words(name: str) -> set[str]:
    """Return every word of every scale of a shipped vocabulary."""
    vocabulary = load_law(ROOT / "policies" / f"{name}.yaml").vocabulary
    scales = [*vocabulary.scales.values()]
    scales += [a.type.scale for a in vocabulary.attributes.values() if a.type.scale is not None]
    return {word for scale in scales for word in scale.values}


def literals(text: str) -> Iterator[str]:
    """Yield the strings of a module that are no docstrings."""
    tree = ast.parse(text)
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.value


@cache
def modules() -> tuple[tuple[Path, tuple[str, ...]], ...]:
    """Return every module with its strings; none changes under the tests."""
    return tuple((path, tuple(literals(path.read_text("utf-8")))) for path in SOURCE.rglob("*.py"))


def in_code() -> set[str]:
    """Return the strings of all modules."""
    return {text for _, texts in modules() for text in texts}


@pytest.mark.parametrize("name", LAWS)
def test_no_word_of_a_scale_stands_in_code(name: str) -> None:
    """A grade, an office, a sanction, a sex … is a word of a document and of nothing else."""
    assert scale_words(name) & in_code() <= set(HOMONYMS)


def test_the_search_would_find_a_word() -> None:
    """A literal is found, a docstring is not: the tests here cannot pass empty."""
    assert set(literals('"""supervisor"""\nx = record == "iii_a"\n')) == {"iii_a"}
    assert len(scale_words("medan/in-force")) > 60
    assert len(in_code()) > 1000


def test_no_exception_is_kept_for_nothing() -> None:
    """Every homonym is a word of a shipped scale and stands in code."""
    words = set().union(*map(scale_words, LAWS))
    assert set(HOMONYMS) <= words & in_code()


@pytest.mark.parametrize("word", COUNTRY)
def test_no_program_text_speaks_of_a_country(word: str) -> None:
    """Apart from the examples of the command line no string names Indonesia's institutions."""
    spoken = {
        text
        for path, texts in modules()
        if path.parent.name != "cli"
        for text in texts
        if word in text.lower()
    }
    assert spoken == set()
