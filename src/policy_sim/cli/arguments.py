"""What several commands take on the command line, and how misuse is told."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NoReturn

from policy_sim.catalogue import asked
from policy_sim.catalogue.language import LANGUAGES, Language, language_named
from policy_sim.diagnostics import near

__all__ = [
    "Misuse",
    "Parser",
    "a_day",
    "a_path",
    "add_amendments",
    "add_engine",
    "add_language",
    "add_mapping",
    "add_people",
    "language_of",
]


class Misuse(Exception):  # noqa: N818 - the name says what happened
    """Arguments that make no command; the text says why, *usage* what would."""

    def __init__(self, message: str, usage: str) -> None:
        super().__init__(message)
        self.usage = usage


class Parser(ArgumentParser):
    """A parser that raises :exc:`Misuse` instead of ending the program."""

    def error(self, message: str) -> NoReturn:
        """Raise *message* with the usage of the command at hand."""
        raise Misuse(message, self.format_usage())


def a_path(text: str) -> Path:
    """Return the path that *text* names; a path of no characters names nothing."""
    if not text.strip() or "\0" in text:
        msg = f"{text!r} cannot be the name of a file or folder"
        raise ArgumentTypeError(msg)
    return Path(text)


def a_day(text: str) -> date:
    """Return the date that *text* names, such as 2027-01-31."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        msg = f"{text!r} is not a date like 2027-01-31"
        raise ArgumentTypeError(msg) from error


def add_amendments(parser: ArgumentParser) -> None:
    """Add ``--amended-by``."""
    parser.add_argument(
        "--amended-by",
        type=a_path,
        action="append",
        default=[],
        metavar="FILE",
        help="an amendment to apply on top; may be given again",
    )


def add_engine(parser: ArgumentParser, default: str | None, meaning: str) -> None:
    """Add ``--engine``, whose *meaning* its help tells."""
    parser.add_argument("--engine", choices=("columnar", "durable"), default=default, help=meaning)


def add_language(parser: ArgumentParser) -> None:
    """Add ``--lang``; what it says is read by :func:`language_of` before anything else is."""
    parser.add_argument(
        "--lang",
        metavar="|".join(LANGUAGES),
        help=f"the language of the result (default: that of {asked.VARIABLE}, else en)",
    )


def language_of(given: Sequence[str]) -> Language:
    """Return the language asked for, in which even misuse of the rest is told.

    Raises :exc:`Misuse` for one that is not spoken here.
    """
    named, where = asked.named(), asked.VARIABLE
    for word, following in zip(given, [*given[1:], ""], strict=False):
        option, _, value = word.partition("=")
        if option == "--lang":
            named, where = value or following, option
    try:
        return language_named(named)
    except KeyError:
        allowed = ", ".join(LANGUAGES)
        closest = near(named, LANGUAGES)
        meant = f"; did you mean '{closest}'? Allowed" if closest else "; allowed"
        msg = f"{where}: '{named}' is not a language that is spoken here{meant}: {allowed}"
        raise Misuse(msg, "") from None


def add_people(parser: ArgumentParser) -> None:
    """Add ``--workforce`` and ``--mapping``."""
    parser.add_argument(
        "--workforce",
        type=a_path,
        metavar="fixed|resampled|FILE",
        help="one workforce for all replications, one each, another profile of the people "
        "(YAML), or a file of real people (CSV, Parquet, Excel)",
    )
    add_mapping(parser)


def add_mapping(parser: ArgumentParser) -> None:
    """Add ``--mapping``."""
    parser.add_argument(
        "--mapping",
        type=a_path,
        metavar="FILE",
        help="how a file of real people is read (default: FILE.mapping.yaml beside it)",
    )
