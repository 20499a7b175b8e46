"""Whatever the tool says is said in each of its languages, with the same things filled in."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from importlib import import_module
from pathlib import Path
from string import Formatter
from typing import get_args

import pytest
from babel.messages.pofile import read_po
from jinja2 import Environment

from policy_sim.catalogue import entries
from policy_sim.catalogue.language import (
    ENGLISH,
    LANGUAGES,
    Language,
    language_named,
    translations,
)
from policy_sim.catalogue.sentences import FIXED
from policy_sim.simulation.outcomes import OUTCOMES

SOURCE = Path(__file__).parents[2] / "src" / "policy_sim"
OTHERS = sorted(set(LANGUAGES) - {"en"})
SPOKEN = {"say": (0,), "text": (0,), "count": (1, 2)}
"""The methods of a language, with the positions at which they take a sentence."""

LATER = {"phrase": (0,), "Phrase": (0,), "undeclared": (0,), "position": (2,), "known": (2,)}
"""What keeps a sentence until a language tells it, with the positions of sentences."""

KEYED = {
    "api.assumptions": ("HEADINGS",),
    "api.findings": ("HEADINGS",),
    "api.regulation": ("HEADINGS",),
    "api.result": ("HEADINGS",),
    "api.study": ("HEADINGS",),
    "cases.reasons": ("_IS",),
    "catalogue.sentences": ("_ALLOWED", "_ALLOWED_TOO", "_NEAR", "_NEAR_SEVERAL", "_SEVERITIES"),
    "cli.check": ("_COUNTED",),
    "cli.why": ("_DRAWN", "_HEADING"),
    "documents.placing": ("_BOUNDS", "_TAGS"),
    "policy.differences": ("Kind",),
    "policy.effects": ("Given",),
    "policy.given_value": ("_NEEDED",),
    "policy.statute": ("Section",),
    "policy.item_forms": ("Status",),
    "policy.values": ("Unit",),
    "proof.told": ("BESIDE",),
    "report.affected": ("_MOVED",),
    "report.career": ("_KEPT",),
    "report.clause_words": ("_JOINING", "_SIGNS"),
    "report.coverage": ("_MEANT",),
    "report.decisions": ("_DEFEATS",),
    "report.differences": ("_UNREAD",),
    "report.parting_words": ("SENTENCES",),
    "report.reach": ("_BY_SELECTION", "_DATED", "_FEW", "_NOBODY", "_VERBS"),
    "report.sentences": ("AREAS", "EFFECTS", "OPERATORS", "PAST", "SENTENCES", "WINDOWS"),
    "report.spoken": ("_TODAY",),
    "report.spoken_career": ("_DONE", "_GIVEN", "_HABITS", "_LEFT"),
    "report.summary": ("_BOTH", "_EFFECTS", "_HEADINGS"),
    "report.voice": ("_OWNERS", "_TODAY"),
    "report.wording": ("_REACHES",),
    "simulation.reforms.resisting": ("OLD_ORDER",),
}
"""Constants whose texts are told, by module: mappings, enumerations, single sentences."""


def texts(node: ast.expr | None) -> Iterator[str]:
    """Yield the texts that an expression can be, as far as it says so itself."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from (*texts(node.body), *texts(node.orelse))


def sentences_of_code(tree: ast.AST) -> Iterator[str]:
    """Yield each sentence that a module hands to a language, or keeps for one."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
            for position in (SPOKEN | LATER).get(name, ()):
                if position < len(node.args):
                    yield from texts(node.args[position])
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            # What a mapping of a document is called.
            yield from texts(node.value) if node.target.id == "noun" else ()


def values_of_findings(tree: ast.AST) -> Iterator[str]:
    """Yield the fixed words that findings are filled in with, and labels of related places."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                if isinstance(key, ast.Constant) and key.value in FIXED:
                    yield from texts(value)
        elif isinstance(node, ast.Assign | ast.keyword):
            names = [node.arg] if isinstance(node, ast.keyword) else map(ast.unparse, node.targets)
            if "related" in names:
                for part in ast.walk(node.value):
                    if isinstance(part, ast.Tuple) and part.elts:
                        yield from texts(part.elts[0])


def keyed(value: object) -> Iterator[str]:
    """Yield the texts in a constant of a module."""
    if isinstance(value, str):
        yield str(value)
    elif isinstance(value, Mapping):
        yield from (text for part in value.values() for text in keyed(part))
    elif get_args(value):
        yield from get_args(value)
    elif isinstance(value, Iterable):
        yield from (text for part in value for text in keyed(part))


def spoken() -> set[str]:
    """Return every sentence of the tool, from its modules and its templates."""
    found: set[str] = set()
    for path in SOURCE.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        found.update(sentences_of_code(tree))
        if path.relative_to(SOURCE).parts[0] not in ("catalogue", "cli", "report"):
            found.update(values_of_findings(tree))
    for entry in entries().values():
        found.update((entry.says, entry.mend))
    for module, constants in KEYED.items():
        read = import_module(f"policy_sim.{module}")
        found.update(text for name in constants for text in keyed(getattr(read, name)))
    environment = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
    for path in SOURCE.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        for _line, function, messages in environment.extract_translations(text, set(SPOKEN)):
            parts = messages if isinstance(messages, tuple) else (messages,)
            at = SPOKEN[function]
            found.update(part for n, part in enumerate(parts) if n in at and part)
    return found - {""}


def names(sentence: str) -> set[str]:
    """Return the {names} in a sentence."""
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


@pytest.mark.parametrize("code", OTHERS)
def test_every_sentence_is_translated(code: str) -> None:
    """No sentence of a module or template lacks its translation."""
    assert spoken() - set(translations(code)) == set()


@pytest.mark.parametrize("code", OTHERS)
def test_outcomes_and_their_formulas_are_translated(code: str) -> None:
    """What an outcome is called, and how it is worked out, is told in each language."""
    told = {text for one in OUTCOMES.values() for text in (one.brief, one.name.replace("_", " "))}
    assert told - set(translations(code)) == set()


@pytest.mark.parametrize("code", OTHERS)
def test_translations_fill_in_the_same(code: str) -> None:
    """A translation names what its sentence names, and nothing else."""
    wrong = {
        sentence: translated
        for sentence, translated in translations(code).items()
        if not translated or names(sentence) != names(translated)
    }
    assert wrong == {}


@pytest.mark.parametrize("code", OTHERS)
def test_a_sentence_is_translated_in_one_place(code: str) -> None:
    """No two catalogues translate the same sentence, one of them in vain."""
    found: dict[str, list[str]] = {}
    for path in sorted((SOURCE / "catalogue" / code).glob("*.po")):
        with path.open("rb") as stream:
            for message in read_po(stream, locale=code):
                if message.id:
                    found.setdefault(str(message.id), []).append(path.name)
    assert {text: places for text, places in found.items() if len(places) > 1} == {}


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
