"""The catalogue itself: what each code says, and how to mend it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

__all__ = ["Entry", "entries"]


@dataclass(frozen=True, slots=True)
class Entry:
    """What a code *says* (with {names} of values in it), and how to *mend* it."""

    says: str
    mend: str


@cache
def entries() -> Mapping[str, Entry]:
    """Return every entry of the catalogue by its code."""
    import yaml

    text = files("policy_sim.catalogue").joinpath("en.yaml").read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    raw = yaml.load(text, Loader=loader)  # noqa: S506 - both loaders are the safe one
    return MappingProxyType(
        {code: Entry(str(entry["says"]), str(entry["mend"])) for code, entry in raw.items()}
    )
