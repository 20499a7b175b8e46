"""The values that scenarios, profiles and organisations are made of, read from their texts.

Each type here is an annotation for a field of a :class:`~policy_sim.documents.shape.Shape`; the
function beside it reads one text and raises :exc:`~policy_sim.errors.DocumentError` with the
place and what may stand there. Nothing is guessed: ``1,5`` is no number and ``1/2/2027`` no date.
Bounds are pydantic's: ``Annotated[Whole, Field(ge=1, le=100)]``.
"""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from typing import Annotated, NoReturn

from pydantic import PlainValidator

from policy_sim.catalogue.language import LANGUAGES
from policy_sim.catalogue.phrase import Words
from policy_sim.diagnostics import Diagnostic, Place, near
from policy_sim.documents.nodes import MappingNode, Scalar, SequenceNode, kind_of, place_of
from policy_sim.errors import DocumentError

__all__ = [
    "SYMBOL",
    "Amount",
    "Date",
    "Exact",
    "Flag",
    "Money",
    "Months",
    "Name",
    "Number",
    "Share",
    "Title",
    "Whole",
    "one_or_more",
    "read_date",
    "read_exact",
    "read_flag",
    "read_money",
    "read_months",
    "read_name",
    "read_number",
    "read_share",
    "read_title",
    "read_whole",
]

_NAME = re.compile(r"[a-z][a-z0-9]*(?:[_-][a-z0-9]+)*")
_WHOLE = re.compile(r"-?[0-9]{1,18}")
_DECIMAL = re.compile(r"-?[0-9]{1,18}(?:\.[0-9]{1,18})?")
_PERCENT = re.compile(r"(-?[0-9]{1,18}(?:\.[0-9]{1,18})?) ?%")
_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_MONTHS = re.compile(r"([0-9]{1,6}) (month|year)s?")
SYMBOL = r"[A-Z][A-Za-z]{1,3}|[$€£¥₹₩₫฿]"
"""How the symbol of a currency is written: two to four letters, or a sign."""

_MONEY = re.compile(rf"(?:(?P<symbol>{SYMBOL}) ?)(?P<number>-?[0-9]{{1,18}})")
_FLAGS = {"yes": True, "no": False}


def _refuse(code: str, node: object) -> NoReturn:
    raise DocumentError([Diagnostic(code, place_of(node), {"seen": kind_of(node)})])


def read_name(node: object) -> str:
    """Return a name in lower case (``talent_pool``, ``in-force``), with its place kept."""
    if isinstance(node, str) and _NAME.fullmatch(node):
        return node
    _refuse("not-a-name", node)


def read_whole(node: object) -> int:
    """Return a whole number: digits, perhaps with a minus sign, nothing else."""
    if type(node) is int:
        return node
    if isinstance(node, str) and _WHOLE.fullmatch(node):
        return int(node)
    _refuse("not-whole", node)


def read_exact(node: object) -> Fraction:
    """Return a decimal number (``0.35``) or a percentage (``35%``), exactly."""
    if isinstance(node, Fraction) or type(node) is int:
        return Fraction(node)
    if isinstance(node, str):
        if _DECIMAL.fullmatch(node):
            return Fraction(node)
        percent = _PERCENT.fullmatch(node)
        if percent:
            return Fraction(percent.group(1)) / 100
    _refuse("not-a-number", node)


def read_number(node: object) -> float:
    """Return a decimal number or a percentage as a double: for models, never for rules."""
    return node if type(node) is float else float(read_exact(node))


def read_share(node: object) -> Fraction:
    """Return a part of a whole, from nothing to all of it: ``60%`` or ``0.6``, exactly."""
    try:
        share = read_exact(node)
    except DocumentError:
        _refuse("not-a-share", node)
    if not 0 <= share <= 1:
        _refuse("not-a-share", node)
    return share


def read_flag(node: object) -> bool:
    """Return whether ``yes`` (or ``no``) stands there."""
    if isinstance(node, bool):
        return node
    if isinstance(node, str) and node in _FLAGS:
        return _FLAGS[node]
    _refuse("not-a-flag", node)


def read_date(node: object) -> date:
    """Return a day of the calendar, written year-month-day: ``2027-01-31``."""
    if isinstance(node, date):
        return node
    match = _DATE.fullmatch(node) if isinstance(node, str) else None
    if match is None:
        _refuse("not-a-date", node)
    year, month, day = map(int, match.groups())
    try:
        return date(year, month, day)
    except ValueError:
        _refuse("no-such-day", node)


def read_months(node: object) -> int:
    """Return a duration in whole months: ``18 months``, ``2 years``."""
    if type(node) is int:
        return node
    match = _MONTHS.fullmatch(node) if isinstance(node, str) else None
    if match is None:
        _refuse("not-a-duration", node)
    return int(match.group(1)) * (12 if match.group(2) == "year" else 1)


class Amount(int):
    """Whole money as a document writes it: a number with its *symbol* and *place*."""

    symbol: str = ""
    place: Place = Place("")


def read_money(node: object) -> int:
    """Return an amount of whole money: ``Rp 175000``, ``$ 1200``, as an :class:`Amount`."""
    if isinstance(node, int) and not isinstance(node, bool):
        return node
    match = _MONEY.fullmatch(node) if isinstance(node, str) else None
    if match is None:
        _refuse("not-money", node)
    amount = Amount(match["number"])
    amount.symbol, amount.place = match["symbol"], place_of(node)
    return amount


class Worded(Words):
    """A title as a document gives it: a text, perhaps in several languages, with its *place*."""

    __slots__ = ("place",)

    place: Place


def read_title(node: object) -> Worded:
    """Return a title: a text, or one for each language (``{en: Merit, id: Merit}``).

    Whoever asks for no language is told the English one, or the first if there is none. What was
    read already stays as it is.
    """
    if isinstance(node, Worded):
        return node
    texts: dict[str, str] = {}
    if isinstance(node, MappingNode):
        for code, text in node.items():
            if code not in LANGUAGES:
                values = {"seen": kind_of(code), "allowed": ", ".join(LANGUAGES)}
                values["near"] = near(code, LANGUAGES)
                raise DocumentError([Diagnostic("unknown-word", place_of(code), values)])
            texts[str(code)] = _title(text)
    else:
        texts["en"] = _title(node)
    if not texts:
        _refuse("expected-text", node)
    made = Worded(texts.get("en") or next(iter(texts.values())), texts)
    made.place = place_of(node)
    return made


def _title(node: object) -> str:
    if not isinstance(node, str):
        _refuse("expected-text", node)
    if isinstance(node, Scalar) and node.absent:
        _refuse("empty-value", node)
    return str(node)


def one_or_more(node: object) -> object:
    """Return a list as it stands, and anything else as a list of one."""
    return node if isinstance(node, list | tuple | SequenceNode) else [node]


Name = Annotated[str, PlainValidator(read_name, json_schema_input_type=str)]
"""A name; as a key of a mapping it keeps its place (it stays a Scalar)."""

Title = Annotated[Worded, PlainValidator(read_title, json_schema_input_type=str | dict[str, str])]
"""What something is called, perhaps in several languages."""

Whole = Annotated[int, PlainValidator(read_whole, json_schema_input_type=str)]
"""A whole number."""

Exact = Annotated[Fraction, PlainValidator(read_exact, json_schema_input_type=str)]
"""A decimal number or percentage, exactly."""

Number = Annotated[float, PlainValidator(read_number, json_schema_input_type=str)]
"""A decimal number or percentage, as a double."""

Share = Annotated[Fraction, PlainValidator(read_share, json_schema_input_type=str)]
"""A part of a whole, 0 to 1, exactly."""

Flag = Annotated[bool, PlainValidator(read_flag, json_schema_input_type=str)]
"""Yes or no."""

Date = Annotated[date, PlainValidator(read_date, json_schema_input_type=str)]
"""A day of the calendar."""

Months = Annotated[int, PlainValidator(read_months, json_schema_input_type=str)]
"""A duration in whole months."""

Money = Annotated[int, PlainValidator(read_money, json_schema_input_type=str)]
"""An amount of whole money."""
