"""Names for simulated people: nobody's, the same for a number wherever it is told of."""

from __future__ import annotations

__all__ = ["pseudonym"]

_FIRST = (
    "Amber", "Ashen", "Azure", "Bright", "Brown", "Calm", "Coral", "Crimson", "Dusky", "Early",
    "Fawn", "Gentle", "Golden", "Green", "Grey", "Ivory", "Jade", "Late", "Lively", "Marble",
    "Northern", "Olive", "Pale", "Quiet", "Rapid", "Russet", "Sandy", "Silver", "Southern",
    "Spotted", "Swift", "Tawny", "Violet", "White",
)  # fmt: skip
_SECOND = (
    "Bulbul", "Bunting", "Crane", "Curlew", "Dove", "Egret", "Falcon", "Finch", "Heron", "Hornbill",
    "Ibis", "Kestrel", "Kingfisher", "Lark", "Martin", "Myna", "Oriole", "Osprey", "Owl", "Pigeon",
    "Pipit", "Plover", "Quail", "Rail", "Robin", "Sparrow", "Starling", "Stork", "Swallow", "Tern",
    "Thrush",
)  # fmt: skip


def pseudonym(person: int) -> str:
    """Return what *person* is called: two words that say nothing about anybody.

    A thousand people have names of their own; after that names return with a number.
    """
    round_, place = divmod(person, len(_FIRST) * len(_SECOND))
    name = f"{_FIRST[place % len(_FIRST)]} {_SECOND[place % len(_SECOND)]}"
    return f"{name} {round_ + 1}" if round_ else name
