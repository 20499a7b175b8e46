"""Reference pages of what can be called and written: commands, keys of documents, Python."""

from __future__ import annotations

import inspect
import json
import pkgutil
import re
from argparse import SUPPRESS, Action, ArgumentParser
from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from importlib import import_module
from typing import Any

from reference_tables import one_line, page, table

import policy_sim as ps
from policy_sim import cli
from policy_sim.cli.schema import KINDS

__all__ = ["commands", "documents", "python"]

WIDTH = 80
"""Characters that a signature has room for on one line."""


def command_names() -> list[str]:
    """Return the commands: the modules of the command line that take arguments and a call."""
    names = [module.name for module in pkgutil.iter_modules(cli.__path__)]
    found = {name: import_module(f"policy_sim.cli.{name}") for name in names}
    return [name for name, module in found.items() if hasattr(module, "call")]


def commands() -> Iterator[tuple[str, str]]:
    """Yield the page on commands, and one for each: what it takes, as its own help says it."""
    parsers = {name: _parser(name) for name in command_names()}
    rows = ((f"[`{name}`]({name}.md)", one.description) for name, one in parsers.items())
    told = "What `policy-sim COMMAND --help` says, command by command."
    yield "index", page("# Commands", "", told, "", *table(("command", "what it does"), rows))
    for name, parser in parsers.items():
        yield name, page(*_of_command(name, parser))


def _parser(name: str) -> ArgumentParser:
    """Return what reads the arguments of a command."""
    (commands,) = (one for one in cli._parser(name)._actions if isinstance(one.choices, dict))  # noqa: SLF001
    parser: ArgumentParser = commands.choices[name]
    return parser


def _of_command(name: str, parser: ArgumentParser) -> Iterator[str]:
    about = one_line(str(parser.description))
    yield from (
        f"# policy-sim {name}",
        "",
        f"{about[0].upper()}{about[1:]}{'' if about[-1] in '.?' else '.'}",
        "",
    )
    actions = [one for one in parser._actions if one.help != SUPPRESS]  # noqa: SLF001
    rows = ((_written(one), _meant(one, parser)) for one in actions)
    yield from table(("written", "meaning"), rows)
    yield from ("", "```text", str(parser.epilog), "```")


def _written(action: Action) -> str:
    """Return how an argument is given: its name, and what stands behind it."""
    if not action.option_strings:
        return f"`{action.metavar or action.dest}`"
    name = ", ".join(action.option_strings)
    value = action.metavar or "|".join(action.choices or ()) or action.dest.upper()
    return f"`{name}`" if action.nargs == 0 else f"`{name} {value}`"


def _meant(action: Action, parser: ArgumentParser) -> str:
    """Return what an argument means; an option that may not be left out says so."""
    words = parser._get_formatter()._expand_help(action) if action.help else ""  # noqa: SLF001
    return f"{words} (needed)" if action.required and action.option_strings else words


def documents() -> Iterator[tuple[str, str]]:
    """Yield the page on documents, and one for each kind: its keys, as editors are told them."""
    rows = ((f"[{kind}]({kind}.md)", ", ".join(_top_keys(_schema(kind)))) for kind in KINDS)
    told = "What `policy-sim schema KIND` says. A star marks a key that is needed."
    head = ("kind", "its keys")
    yield "index", page("# Keys of documents", "", told, "", *table(head, rows))
    for kind in KINDS:
        yield kind, page(*_of_kind(kind))


def _of_kind(kind: str) -> Iterator[str]:
    schema = _schema(kind)
    yield from (f"# Keys: {kind}", "", "A star marks a key that is needed.", "", *_keys(schema))
    for name, inner in schema.get("$defs", {}).items():
        if inner.get("properties"):
            about = inner.get("description", "").split("\n\n")[0]
            yield from ("", f"## {_plain(name)}", "", one_line(about), "", *_keys(inner))


def _top_keys(schema: Mapping[str, Any]) -> Iterator[str]:
    needed = schema.get("required", ())
    for name in schema.get("properties", {}):
        yield f"`{name}`{' *' if name in needed else ''}"


def _schema(kind: str) -> dict[str, Any]:
    schema: dict[str, Any] = json.loads(cli.answer(["schema", kind]))
    return schema


def _keys(schema: Mapping[str, Any]) -> Iterator[str]:
    values = schema.get("properties", {}).values()
    rows = zip(_top_keys(schema), map(_value, values), strict=True)
    yield from table(("key", "value"), rows)


def _value(schema: Mapping[str, Any]) -> str:
    """Return in words what may stand behind a key."""
    if "$ref" in schema:
        return _plain(schema["$ref"].rpartition("/")[2])
    if "const" in schema:
        return f"`{schema['const']}`"
    if "enum" in schema:
        return " or ".join(f"`{one}`" for one in schema["enum"] if one)
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(filter(None, map(_value, schema["anyOf"]))))
    kind = schema.get("type")
    if kind == "array":
        return f"a list of: {_value(schema.get('items', {}))}"
    if kind == "object":
        inner = schema.get("additionalProperties")
        if not isinstance(inner, dict):
            return "keys"
        each = _value(inner)
        return f"names, each with: {f'({each})' if ' or ' in each else each}"
    if kind is None:
        return "what its page explains"
    return "" if kind == "null" else "a value"


def _plain(name: str) -> str:
    """Return the name of a shape as words: ``ArmsShape`` is arms."""
    short = re.sub(r"(Shape|Form)$", "", name).lstrip("_")
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", short).lower()


PARTS: Mapping[str, tuple[str, Callable[[object], bool]]] = {
    "questions": ("What can be asked", lambda thing: not inspect.isclass(thing)),
    "regulations": ("Regulations and what is said of them", lambda thing: _from(
        thing, "api.regulation", "api.answers", "api.findings")),
    "studies": ("Studies, sweeps and results", lambda thing: _from(
        thing, "api.study", "api.result", "api.sweeps", "api.assumptions")),
    "errors": ("Errors and findings", lambda thing: _from(thing, "errors", "diagnostics")),
}  # fmt: skip


def _from(thing: object, *modules: str) -> bool:
    """Return whether a class was written in one of *modules*."""
    home = getattr(thing, "__module__", "")
    return inspect.isclass(thing) and home in {f"policy_sim.{name}" for name in modules}


def python() -> Iterator[tuple[str, str]]:
    """Yield the page on Python, and one for each part: signatures, and what names say of them."""
    things = {name: getattr(ps, name) for name in ps.__all__}
    kinds = {part: {name: thing for name, thing in things.items() if belongs(thing)}
             for part, (_, belongs) in PARTS.items()}  # fmt: skip
    rows = ((f"[`{name}`]({part}.md#{name.lower()})", _in_short(thing))
            for part, named in kinds.items() for name, thing in named.items())  # fmt: skip
    told = "Everything that `import policy_sim as ps` gives."
    yield "index", page("# Python", "", told, "", *table(("name", "what it is"), rows))
    for part, named in kinds.items():
        told_of = (line for name, thing in named.items() for line in _of_thing(name, thing))
        yield part, page(f"# {PARTS[part][0]}", *told_of)


def _in_short(thing: object) -> str:
    """Return the first sentence of what a thing says of itself; its parameters as code."""
    first = one_line(_docstring(thing)).split(". ")[0].rstrip(".")
    return re.sub(r"\*(\w+)\*", r"`\1`", first)


def _of_thing(name: str, thing: object) -> Iterator[str]:
    yield from ("", f"## {name}", "", "```python", _signature(name, thing), "```", "")
    yield _docstring(thing)
    if inspect.isclass(thing) and not issubclass(thing, BaseException):
        yield from _members(thing)


def _members(thing: type) -> Iterator[str]:
    for name, member in sorted(vars(thing).items()):
        if name.startswith("_") or not (inspect.isfunction(member) or isinstance(member, property)):
            continue
        yield from ("", f"### {thing.__name__}.{name}", "")
        if inspect.isfunction(member):
            yield from ("```python", _signature(name, member), "```", "")
        yield _docstring(member)


def _signature(name: str, thing: object) -> str:
    """Return how something is called: a parameter to a line where they are many."""
    if not callable(thing) or (inspect.isclass(thing) and issubclass(thing, Enum)):
        return name
    try:
        signature = inspect.signature(thing)
    except ValueError:
        return name
    whole = _plain_types(f"{name}{signature}")
    if len(whole) <= WIDTH:
        return whole
    returns = whole.rpartition(")")[2]
    taken = str(signature.replace(return_annotation=signature.empty))[1:-1]
    lines = re.split(r", (?=[*\w]+(?:[:=,]|$)|\*)", _plain_types(taken))
    return "\n".join([f"{name}(", *(f"    {line}," for line in lines), f"){returns}"])


def _plain_types(signature: str) -> str:
    """Return a signature with its types as they are read, not as they are quoted."""
    return re.sub(r"(?<=: |> )'([^']*)'", r"\1", signature)


def _docstring(thing: object) -> str:
    """Return a docstring as Markdown: its examples in fences, names of things in code."""
    text = inspect.getdoc(thing) or ""
    text = re.sub(r":\w+:`~?(?:[\w.]+\.)?(\w+)`", r"`\1`", text).replace("``", "`")
    return re.sub(r"::\n\n((?:    .*\n?|\n)+)", _example, text)


def _example(found: re.Match[str]) -> str:
    lines = (line[4:] for line in found.group(1).rstrip().splitlines())
    return "\n```python\n" + "\n".join(lines) + "\n```\n"
