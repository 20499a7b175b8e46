"""The catalogue itself: what each code says, and how to mend it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

__all__ = ["Entry", "entries", "entry_of"]


@dataclass(frozen=True, slots=True)
class Entry:
    """What a code *says* (with {names} of values in it), and how to *mend* it."""

    says: str
    mend: str


@cache
def entries() -> Mapping[str, Entry]:
    """Return every entry of the catalogue by its code."""
    return MappingProxyType(_read(_text()))


@cache
def entry_of(code: str) -> Entry | None:
    """Return the entry of *code*; None if there is none.

    Only this entry is read, since reading them all takes longer than many a command.
    """
    begins = re.search(rf"^{re.escape(code)}:$", _text(), re.MULTILINE)
    if begins is None:
        return None
    ends = re.compile(r"^\S", re.MULTILINE).search(_text(), begins.end())
    return _read(_text()[begins.start() : None if ends is None else ends.start()])[code]


@cache
def _text() -> str:
    return files("policy_sim.catalogue").joinpath("en.yaml").read_text(encoding="utf-8")


def _read(text: str) -> dict[str, Entry]:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    raw = yaml.load(text, Loader=loader)  # noqa: S506 - both loaders are the safe one
    return {code: Entry(str(entry["says"]), str(entry["mend"])) for code, entry in raw.items()}
