"""Whatever the tool says is said in each of its languages, with the same things filled in."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from string import Formatter

import pytest
from jinja2 import Environment

from policy_sim.catalogue.language import (
    ENGLISH,
    LANGUAGES,
    Language,
    language_named,
    translations,
)

SOURCE = Path(__file__).parents[2] / "src" / "policy_sim"
OTHERS = sorted(set(LANGUAGES) - {"en"})
SPOKEN = {"say": (0,), "text": (0,), "count": (1, 2)}
"""The methods of a language, with the positions at which they take a sentence."""


def sentences_of_code(tree: ast.Module) -> Iterator[str]:
    """Yield each sentence that a module hands to a language."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
            for position in SPOKEN.get(name, ()):
                if position < len(node.args):
                    given = node.args[position]
                    if isinstance(given, ast.Constant) and isinstance(given.value, str):
                        yield given.value


def spoken() -> set[str]:
    """Return every sentence of the tool, from its modules and its templates."""
    found: set[str] = set()
    for path in SOURCE.rglob("*.py"):
        found.update(sentences_of_code(ast.parse(path.read_text(encoding="utf-8"))))
    environment = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
    for path in SOURCE.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        for _line, function, messages in environment.extract_translations(text, set(SPOKEN)):
            parts = messages if isinstance(messages, tuple) else (messages,)
            at = SPOKEN[function]
            found.update(part for n, part in enumerate(parts) if n in at and part)
    return found


def names(sentence: str) -> set[str]:
    """Return the {names} in a sentence."""
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


@pytest.mark.parametrize("code", OTHERS)
def test_every_sentence_is_translated(code: str) -> None:
    """No sentence of a module or template lacks its translation."""
    assert spoken() - set(translations(code)) == set()


@pytest.mark.parametrize("code", OTHERS)
def test_translations_fill_in_the_same(code: str) -> None:
    """A translation names what its sentence names, and nothing else."""
    wrong = {
        sentence: translated
        for sentence, translated in translations(code).items()
        if not translated or names(sentence) != names(translated)
    }
    assert wrong == {}


def test_numbers_and_dates() -> None:
    """Each language writes numbers and dates in its own form."""
    indonesian = language_named("id")
    assert ENGLISH.number(-1234.5, 1) == "-1,234.5"
    assert indonesian.number(1234.5, 1, signed=True) == "+1.234,5"
    assert ENGLISH.day(date(2027, 8, 1)) == "1 August 2027"
    assert indonesian.day(date(2027, 8, 1)) == "1 Agustus 2027"
    assert indonesian.listed(["a", "b", "c"]) == "a, b, dan c"


def test_what_has_no_translation_stays_english() -> None:
    """Nothing is left out because nobody has translated it yet."""
    assert Language("id").say("{number} of a kind", number=3) == "3 of a kind"


def test_a_language_that_is_not_there() -> None:
    """An unknown language is refused by its code."""
    with pytest.raises(KeyError, match="fr"):
        language_named("fr")
