"""The reference pages of the site, made from the code each time that it is built.

mkdocs calls :func:`on_config`, :func:`on_files` and :func:`on_page_markdown`. What no page says by
hand can be out of date in no page: commands, keys of documents, words, effects, outcomes, findings
and the Python interface are asked of the program.
"""

from __future__ import annotations

import inspect
import io
import os
import pkgutil
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import redirect_stdout, suppress
from importlib import import_module
from pathlib import Path
from typing import Any

import policy_sim as ps
from policy_sim import cli
from policy_sim.catalogue.entries import entries
from policy_sim.cli.schema import KINDS
from policy_sim.policy import load_law
from policy_sim.policy.effects import EFFECTS, Given
from policy_sim.policy.values import Kind, ValueType
from policy_sim.simulation.outcomes import OUTCOMES

ROOT = Path(__file__).parents[1]
LAW = ROOT / "policies" / "medan" / "in-force.yaml"
"""The shipped law with the largest vocabulary."""

ADDED = ("dossier.md", "sweep.md", "cluster.md", "report.md", "glossary.md")
"""Pages that have a place in the navigation and may not be there yet."""

_FENCE = re.compile(r"^```(yaml|csv) (\S+)$", re.MULTILINE)
_CODE = re.compile(r"(?<!`)`[^`\n]+`(?!`)")


def on_config(config: Any) -> Any:
    """Leave out of the navigation what is not there yet."""
    docs = Path(config["docs_dir"])
    config["nav"] = _there(config["nav"], lambda page: page in ADDED and not (docs / page).exists())
    return config


def _there(part: Any, missing: Callable[[str], bool]) -> Any:
    if isinstance(part, dict):
        return {name: _there(inside, missing) for name, inside in part.items()}
    if isinstance(part, list):
        kept = (one for one in part if not missing(_page_of(one)))
        return [_there(one, missing) for one in kept]
    return part


def _page_of(entry: Any) -> str:
    value = next(iter(entry.values())) if isinstance(entry, dict) else entry
    return value if isinstance(value, str) else ""


def on_files(files: Any, config: Any) -> Any:
    """Add the generated pages to those that were written."""
    from mkdocs.structure.files import File

    for name, text in pages().items():
        files.append(File.generated(config, f"reference/{name}.md", content=text))
    return files


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Give a block the name of its file as a title; other words behind a fence are for tests.

    A bar in the code of a table needs a backslash elsewhere, and is told with it here.
    """
    return _FENCE.sub(_fence, _CODE.sub(lambda code: code[0].replace(r"\|", "|"), markdown))


def _fence(found: re.Match[str]) -> str:
    language, word = found.groups()
    return f'```{language} title="{word[5:]}"' if word.startswith("file=") else f"```{language}"


def pages() -> Mapping[str, str]:
    """Return every generated page by its name."""
    return {
        "index": index(),
        "commands": commands(),
        "documents": documents(),
        "vocabulary": vocabulary(),
        "effects": effects(),
        "outcomes": outcomes(),
        "findings": findings(),
        "python": python(),
    }


def index() -> str:
    """Return the page from which the reference is entered: by what a reader holds in hand."""
    rows = (
        ("a command, an option", "[commands](commands.md)"),
        ("a key of a document", "[keys of documents](documents.md)"),
        ("a regulation to write or to read", "[the policy language](../language/index.md)"),
        ("a word in a rule of the shipped law", "[words of the shipped law](vocabulary.md)"),
        ("what a rule can give", "[effects](effects.md)"),
        ("a finding of `check`", "[what check finds](../checks/index.md)"),
        ("a code in brackets, such as `[not-as-expected]`", "[codes of findings](findings.md)"),
        ("a study", "[scenarios](../scenarios/index.md)"),
        ("who works there, and where", "[profiles and organisations](../profiles/index.md)"),
        ("a file of real people", "[importing a workforce](../import.md)"),
        ("a part of personnel work: appraisal, training …", "[systems](../systems/index.md)"),
        ("a figure in a report", "[outcomes](../outcomes/index.md)"),
        ("the name of an outcome", "[all outcomes](outcomes.md)"),
        ("a line of Python", "[Python](python.md)"),
    )
    return "\n".join(["# Reference", "", *_table(("you have", "look up"), rows)]) + "\n"


def command_names() -> list[str]:
    """Return the commands: the modules of the command line that take arguments and a call."""
    names = [module.name for module in pkgutil.iter_modules(cli.__path__)]
    found = {name: import_module(f"policy_sim.cli.{name}") for name in names}
    return [name for name, module in found.items() if hasattr(module, "call")]


def commands() -> str:
    """Return what each command takes, as its own help says it."""
    parts = ["# Commands", "", "What `policy-sim COMMAND --help` says."]
    for name in command_names():
        parts += ["", f"## {name}", "", "```text", _help(name), "```"]
    return "\n".join(parts) + "\n"


def _help(name: str) -> str:
    before = os.environ.get("COLUMNS")
    os.environ["COLUMNS"] = "90"
    try:
        with redirect_stdout(io.StringIO()) as printed, suppress(SystemExit):
            cli.main([name, "--help"])
    finally:
        os.environ.pop("COLUMNS")
        if before is not None:
            os.environ["COLUMNS"] = before
    return printed.getvalue().strip()


def documents() -> str:
    """Return the keys of each kind of document, from the schemas that editors use."""
    parts = [
        "# Keys of documents",
        "",
        "What `policy-sim schema KIND` says. A star marks a key that is needed.",
    ]
    for kind in KINDS:
        schema = _schema(kind)
        parts += ["", f"## {kind}", "", *_keys(schema)]
        for name, inner in schema.get("$defs", {}).items():
            if inner.get("properties"):
                about = inner.get("description", "").split("\n\n")[0]
                parts += [
                    "",
                    f"### {kind}: {_plain(name)}",
                    "",
                    _one_line(about),
                    "",
                    *_keys(inner),
                ]
    return "\n".join(parts) + "\n"


def _schema(kind: str) -> dict[str, Any]:
    import json

    schema: dict[str, Any] = json.loads(cli.answer(["schema", kind]))
    return schema


def _keys(schema: Mapping[str, Any]) -> Iterator[str]:
    needed = schema.get("required", ())
    yield from _table(
        ("key", "value"),
        (
            (f"`{name}`{' *' if name in needed else ''}", _value(value))
            for name, value in schema.get("properties", {}).items()
        ),
    )


def _value(schema: Mapping[str, Any]) -> str:
    """Return in words what may stand behind a key."""
    if "$ref" in schema:
        return _plain(schema["$ref"].rpartition("/")[2])
    if "enum" in schema:
        return " or ".join(f"`{one}`" for one in schema["enum"] if one)
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(filter(None, map(_value, schema["anyOf"]))))
    kind = schema.get("type")
    if kind == "array":
        return f"a list of: {_value(schema.get('items', {}))}"
    if kind == "object":
        inner = schema.get("additionalProperties")
        return f"names, each with: {_value(inner)}" if isinstance(inner, dict) else "keys"
    if kind is None:
        return "what its page explains"
    return "" if kind == "null" else "a value"


def _plain(name: str) -> str:
    """Return the name of a shape as words: ``ArmsShape`` is arms."""
    short = re.sub(r"(Shape|Form)$", "", name)
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", short).lower()


def vocabulary() -> str:
    """Return the words of the largest shipped law: what its rules may read."""
    words = load_law(LAW).vocabulary
    parts = [
        "# Words of the shipped law",
        "",
        f"What rules of `{LAW.relative_to(ROOT)}` may read. Another law declares its own.",
        "",
        "## Attributes",
        "",
        *_table(
            ("attribute", "of", "type"),
            ((f"`{one.name}`", one.subject, _type(one.type)) for one in words.attributes.values()),
        ),
        "",
        "## Series",
        "",
        *_table(
            ("series", "every", "type"),
            ((f"`{one.name}`", one.every, _type(one.type)) for one in words.series.values()),
        ),
        "",
        "## Events",
        "",
        *_table(
            ("event", "value"),
            (
                (f"`{one.name}`", _type(one.type) if one.type else "")
                for one in words.events.values()
            ),
        ),
    ]
    return "\n".join(parts) + "\n"


def _type(kind: ValueType) -> str:
    """Return a type in words: its kind, its words or its range, its unit."""
    if kind.scale is not None:
        return f"{kind.kind}: {', '.join(f'`{word}`' for word in kind.scale.values)}"
    if kind.kind is Kind.FLAG:
        return "yes or no"
    return f"{kind.kind}, {kind.unit}" if str(kind.unit) else str(kind.kind)


def effects() -> str:
    """Return the closed set of what a rule can do."""
    rows = (
        (
            f"`{one.name}`",
            ", ".join(one.areas),
            "" if one.value is Given.NOTHING else f"{one.value}{', or none' * one.optional}",
            str(one.combine),
            str(one.bearing),
            ", ".join(f"`{name}`" for name in one.fields),
        )
        for one in EFFECTS.values()
    )
    head = ("effect", "areas", "value", "two of them", "for the person", "further fields")
    told = ["# Effects", "", "What a rule can do; [the language](../language/effects.md) says how."]
    return "\n".join([*told, "", *_table(head, rows)]) + "\n"


def outcomes() -> str:
    """Return every outcome with its unit, its better direction and its formula."""
    rows = (
        (f"`{one.name}`", _one_line(one.formula), one.unit, one.better, one.kind,
         "end" if one.end else "means")
        for one in OUTCOMES.values()
    )  # fmt: skip
    head = ("outcome", "how it is worked out", "unit", "better", "counts as", "end or means")
    told = [
        "# Outcomes",
        "",
        "What is measured; [outcomes](../outcomes/index.md) says what it means.",
    ]
    return "\n".join([*told, "", *_table(head, rows)]) + "\n"


def findings() -> str:
    """Return every code with what it says and how to mend it."""
    rows = ((f"`{code}`", one.says, one.mend) for code, one in sorted(entries().items()))
    told = [
        "# Codes of findings",
        "",
        "Every finding of every command. What is proved is explained with examples on the page",
        "on [checks](../checks/index.md).",
    ]
    return "\n".join([*told, "", *_table(("code", "what it says", "how to mend it"), rows)]) + "\n"


def python() -> str:
    """Return the public names with their signatures and what they say of themselves."""
    parts = ["# Python", "", "Everything that `import policy_sim as ps` gives."]
    for name in ps.__all__:
        thing = getattr(ps, name)
        parts += ["", f"## {name}", "", "```python", _signature(name, thing), "```", ""]
        parts.append(_docstring(thing))
        if inspect.isclass(thing) and not issubclass(thing, BaseException):
            parts += _members(thing)
    return "\n".join(parts) + "\n"


def _members(thing: type) -> Iterator[str]:
    for name, member in sorted(vars(thing).items()):
        if name.startswith("_") or not (inspect.isfunction(member) or isinstance(member, property)):
            continue
        yield from ("", f"### {thing.__name__}.{name}", "")
        if inspect.isfunction(member):
            yield from ("```python", _signature(name, member), "```", "")
        yield _docstring(member)


def _signature(name: str, thing: object) -> str:
    if not callable(thing):
        return name
    try:
        return f"{name}{inspect.signature(thing)}"
    except ValueError:
        return name


def _docstring(thing: object) -> str:
    """Return a docstring as Markdown: its examples in fences, names of things in code."""
    text = inspect.getdoc(thing) or ""
    text = re.sub(r":\w+:`~?(?:[\w.]+\.)?(\w+)`", r"`\1`", text).replace("``", "`")
    return re.sub(r"::\n\n((?:    .*\n?|\n)+)", _example, text)


def _example(found: re.Match[str]) -> str:
    lines = (line[4:] for line in found.group(1).rstrip().splitlines())
    return "\n```python\n" + "\n".join(lines) + "\n```\n"


def _table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    columns = list(head)
    yield f"| {' | '.join(columns)} |"
    yield f"|{'---|' * len(columns)}"
    for row in rows:
        yield f"| {' | '.join(_cell(one) for one in row)} |"


def _cell(value: object) -> str:
    text = _one_line(str(value)).replace("|", "\\|")
    if "`" not in text:
        text = text.replace("<", "&lt;").replace("*", "\\*")
    # Braces at the end of a cell would be taken for attributes of it, and be gone.
    return f"{text}<!-- -->" if text.endswith("}") else text


def _one_line(text: str) -> str:
    return " ".join(text.split())
