"""The reference pages of the site, made from the code each time that it is built.

mkdocs calls :func:`on_config`, :func:`on_files`, :func:`on_page_markdown` and
:func:`on_page_content`. What no page says by hand can be out of date in no page: commands, keys of
documents, words, effects, outcomes, findings and the Python interface are asked of the program.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from reference_program import commands, documents, python
from reference_tables import page, table
from reference_words import effects, findings, outcomes, vocabulary

ADDED = ("dossier.md", "sweep.md", "cluster.md", "report.md", "glossary.md")
"""Pages that have a place in the navigation and may not be there yet."""

_FENCE = re.compile(r"^```(yaml|csv) (\S+)$", re.MULTILINE)
_LINE = re.compile(r'(<span id="__span-[\d-]+")>(.*)')
_TAG = re.compile(r"<[^>]*>")
_CODE = re.compile(r"(?<!`)`[^`\n]+`(?!`)")


def on_config(config: Any) -> Any:
    """Leave out of the navigation what is not there yet, and add what is generated."""
    docs = Path(config["docs_dir"])
    there = _there(config["nav"], lambda page: page in ADDED and not (docs / page).exists())
    config["nav"] = _with_parts(there)
    return config


def _with_parts(nav: Any) -> Any:
    """Return the navigation with the parts of each chapter that is generated below its index."""
    if isinstance(nav, list):
        return [_with_parts(one) for one in nav]
    if isinstance(nav, dict):
        return {name: _with_parts(inside) for name, inside in nav.items()}
    folder = re.fullmatch(r"reference/(\w+)/index\.md", nav)
    if not folder:
        return nav
    names = [name for name in pages() if name.startswith(f"{folder[1]}/")]
    return [f"reference/{name}.md" for name in names]


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


def on_page_content(html: str, **_: Any) -> str:
    """Let a line of code that is broken go on behind its own indentation, not at the margin."""
    return _LINE.sub(_indented, html)


def _indented(found: re.Match[str]) -> str:
    opening, line = found.groups()
    text = _TAG.sub("", line)
    blanks = len(text) - len(text.lstrip(" "))
    return f'{opening} style="--indent: {blanks}ch">{line}' if blanks else f"{opening}>{line}"


@cache
def pages() -> Mapping[str, str]:
    """Return every generated page by its name, chapters as folders with an index."""
    return {
        "index": index(),
        **_chapter("commands", commands()),
        **_chapter("documents", documents()),
        "vocabulary": vocabulary(),
        "effects": effects(),
        "outcomes": outcomes(),
        **_chapter("findings", findings()),
        **_chapter("python", python()),
    }


def _chapter(folder: str, parts: Iterator[tuple[str, str]]) -> Mapping[str, str]:
    return {f"{folder}/{name}": text for name, text in parts}


def index() -> str:
    """Return the page from which the reference is entered: by what a reader holds in hand."""
    rows = (
        ("a command, an option", "[commands](commands/index.md)"),
        ("a key of a document", "[keys of documents](documents/index.md)"),
        ("a regulation to write or to read", "[the policy language](../language/index.md)"),
        ("a word in a rule of the shipped law", "[words of the shipped law](vocabulary.md)"),
        ("what a rule can give", "[effects](effects.md)"),
        ("a finding of `check`", "[what check finds](../checks/index.md)"),
        (
            "a code in brackets, such as `[not-as-expected]`",
            "[codes of findings](findings/index.md)",
        ),
        ("a study", "[scenarios](../scenarios/index.md)"),
        ("who works there, and where", "[profiles and organisations](../profiles/index.md)"),
        ("a file of real people", "[importing a workforce](../import.md)"),
        ("a part of personnel work: appraisal, training …", "[systems](../systems/index.md)"),
        ("a folder in `runs/`", "[a run folder](../run-folder.md)"),
        ("a figure in a report", "[outcomes](../outcomes/index.md)"),
        ("the name of an outcome", "[all outcomes](outcomes.md)"),
        ("a line of Python", "[Python](python/index.md)"),
    )
    return page("# Reference", "", *table(("you have", "look up"), rows))
