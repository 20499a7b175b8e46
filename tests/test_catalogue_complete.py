"""Every finding has a sentence in the catalogue, and every sentence has a finding.

Codes are found in the source: the first argument of ``Diagnostic``, the argument ``code`` of
any function that has a parameter of that name, and the values of mappings named ``..._CODES``.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from string import Formatter

import pytest

from policy_sim.catalogue import entries
from policy_sim.catalogue.entries import entry_of
from policy_sim.documents import read_text

SOURCE = Path(__file__).parents[1] / "src" / "policy_sim"
CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
HYPHENATED = re.compile(r"[a-z0-9]+(-[a-z0-9]+)+")
NAME = re.compile(r"[a-z_]+")

Functions = dict[str, int]
"""The functions that take a code, by name, with the position of that argument."""

NONE_ELSEWHERE: Functions = {}


def trees() -> Iterator[tuple[str, ast.Module]]:
    """Yield every module of the source with its path."""
    for path in sorted(SOURCE.rglob("*.py")):
        yield path.relative_to(SOURCE).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def takers(tree: ast.Module) -> Functions:
    """Return the functions of a module that have a parameter ``code`` which is a text."""
    found: Functions = {}
    for node in ast.walk(tree):
        if not isinstance(node, ast.FunctionDef):
            continue
        names = [argument.arg for argument in node.args.args]
        texts = [
            argument.arg
            for argument in (*node.args.args, *node.args.kwonlyargs)
            if isinstance(argument.annotation, ast.Name) and argument.annotation.id == "str"
        ]
        if "code" in texts:
            bound = bool(names) and names[0] in ("self", "cls")
            found[node.name] = names.index("code") - bound if "code" in names else -1
    return found


def texts(node: ast.expr | None) -> Iterator[str]:
    """Yield the texts that an expression can be, as far as it says so itself."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from texts(node.body)
        yield from texts(node.orelse)


def code_of(call: ast.Call, functions: Functions) -> Iterator[str]:
    """Yield the codes that *call* passes to one of *functions*."""
    name = getattr(call.func, "id", None) or getattr(call.func, "attr", None)
    if name not in functions:
        return
    at = functions[name]
    if 0 <= at < len(call.args):
        yield from texts(call.args[at])
    for keyword in call.keywords:
        if keyword.arg == "code":
            yield from texts(keyword.value)


def codes(tree: ast.Module, elsewhere: Functions = NONE_ELSEWHERE) -> Iterator[str]:
    """Yield every code that a module uses.

    *elsewhere* are functions of other modules. Since only their names are known (a text has a
    ``find`` too), what is passed to them counts as a code only if it has a hyphen.
    """
    functions = {"Diagnostic": 0, **takers(tree)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from code_of(node, functions)
            yield from (code for code in code_of(node, elsewhere) if HYPHENATED.fullmatch(code))
        elif isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Dict):
            target = node.target if isinstance(node, ast.AnnAssign) else node.targets[0]
            if isinstance(target, ast.Name) and target.id.endswith("CODES"):
                for value in node.value.values:
                    yield from texts(value)


def shown(code: str) -> set[str]:
    """Return the names of the values that the sentence of *code* shows."""
    entry = entries()[code]
    both = (*Formatter().parse(entry.says), *Formatter().parse(entry.mend))
    return {name for _, name, _, _ in both if name}


def given(call: ast.Call) -> set[str] | None:
    """Return the names of the values that a call of ``Diagnostic`` gives, if it spells them out."""
    by_name = {keyword.arg: keyword.value for keyword in call.keywords}
    values = call.args[2] if len(call.args) > 2 else by_name.get("values")
    if values is None:
        return set()
    if not isinstance(values, ast.Dict) or None in values.keys:
        return None
    return {text for key in values.keys for text in texts(key)}


def speechless(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield (line, code) of each finding that lacks a value which its sentence shows."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            names = given(node)
            for code in code_of(node, {"Diagnostic": 0}):
                if code in entries() and names is not None and shown(code) - names:
                    yield node.lineno, code


def literals(tree: ast.Module) -> Iterator[str]:
    """Yield every text that stands in a module."""
    for node in ast.walk(tree):
        yield from texts(node if isinstance(node, ast.expr) else None)


def test_every_code_has_an_entry() -> None:
    """No finding is printed without words of its own."""
    modules = dict(trees())
    everywhere: Functions = {}
    for tree in modules.values():
        everywhere |= takers(tree)
    lacking = {
        f"{path}: {code}"
        for path, tree in modules.items()
        for code in codes(tree, everywhere)
        if code not in entries()
    }
    assert sorted(lacking) == []


def test_findings_give_the_values_that_their_sentences_show() -> None:
    """No sentence prints the name of a value in its place."""
    assert [(path, *found) for path, tree in trees() for found in speechless(tree)] == []


def test_a_finding_without_its_values_is_noticed() -> None:
    """The test above can fail, and does not ask for what cannot be read from the source."""
    source = """
Diagnostic("unknown-key", place)
Diagnostic("unknown-key", place, {"seen": a})
Diagnostic("unknown-key", place, {"seen": a, "noun": b})
Diagnostic("unknown-key", place, {"seen": a, **others})
Diagnostic("unknown-key", place, values)
"""
    assert list(speechless(ast.parse(source))) == [(2, "unknown-key"), (3, "unknown-key")]


def test_every_entry_is_used() -> None:
    """No sentence outlives its finding."""
    used = {text for _, tree in trees() for text in literals(tree)}
    assert sorted(set(entries()) - used) == []


@pytest.mark.parametrize("code", sorted(entries()))
def test_an_entry_says_what_is_wrong_and_how_to_mend_it(code: str) -> None:
    """Both parts are there, shaped to follow one another, and name values plainly."""
    entry = entries()[code]
    assert CODE.fullmatch(code)
    assert entry.says.strip()
    assert not entry.says.endswith((".", " "))
    assert entry.mend.endswith((".", "?"))
    for template in (entry.says, entry.mend):
        for _, name, spec, conversion in Formatter().parse(template):
            assert name is None or (NAME.fullmatch(name) and not spec and not conversion)


def test_an_entry_is_read_by_itself() -> None:
    """What is read of the catalogue for one finding is what the whole of it says."""
    assert {code: entry_of(code) for code in entries()} == dict(entries())
    assert entry_of("no-such-code") is None


def test_no_code_stands_twice() -> None:
    """The catalogue itself is a sound document: no duplicate keys, nothing but says and mend."""
    text = files("policy_sim.catalogue").joinpath("en.yaml").read_text(encoding="utf-8")
    root = read_text(text, "en.yaml").root
    assert set(root) == set(entries())
    assert {key for entry in root.values() for key in entry} == {"says", "mend"}


@pytest.mark.parametrize(
    "line",
    [
        'Diagnostic("planted-code", place)',
        'Diagnostic(code="planted-code", where=place)',
        'Diagnostic("planted-code" if a else "planted-code", place)',
        'def find(code: str) -> None: ...\nfind("planted-code")',
        'class A:\n  def find(self, code: str): ...\n  def g(self): self.find("planted-code")',
        'def find(place: Place, *, code: str) -> None: ...\nfind(here, code="planted-code")',
        '_CODES: Mapping[str, str] = {"a": "planted-code"}',
    ],
)
def test_a_code_is_found_however_it_is_raised(line: str) -> None:
    """The tests above can fail: a planted code is seen in each of its forms."""
    assert set(codes(ast.parse(line))) == {"planted-code"}


def test_a_code_passed_to_a_function_of_another_module_is_found() -> None:
    """A shared way to note findings hides no code, and a search in a text is not taken for one."""
    tree = ast.parse('findings.find("planted-code", here)\ntext.find("plain")')
    assert set(codes(tree, {"find": 0})) == {"planted-code"}
