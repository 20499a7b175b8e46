"""Where the characters of a text stand that YAML has folded, indented or quoted.

A finding inside an expression names its own column, also when the expression runs over several
lines. The text and its source are walked side by side: they differ only in white space, in the
opening quote or block header, and in escapes (after which places stay at the last known one).
"""

from __future__ import annotations

from collections.abc import Iterator

from policy_sim.diagnostics import Place

__all__ = ["runs_of"]

_ROOM = " \t\n"


def runs_of(value: str, raw: str, place: Place, style: str | None) -> tuple[tuple[int, Place], ...]:
    """Return (offset in *value*, place) of each unbroken run, or nothing if there is but one.

    *raw* is the source of the scalar, beginning at *place*; *style* is YAML's: None for plain,
    ``'`` or ``"`` for quoted, ``|`` or ``>`` for a block.
    """
    if raw == value or not value:
        return ()
    if style in ("'", '"') and raw[1:-1] == value:
        return ((0, Place(place.file, place.line, place.column + 1)),)
    runs: list[tuple[int, Place]] = []
    expected: tuple[int, int] | None = None
    for offset, line, column in _pairs(value, raw, style):
        if expected is None or (line, column - offset) != expected:
            column_in_file = column + (place.column if line == 0 else 1)
            runs.append((offset, Place(place.file, place.line + line, column_in_file)))
            expected = (line, column - offset)
    return tuple(runs)


def _pairs(value: str, raw: str, style: str | None) -> Iterator[tuple[int, int, int]]:
    """Yield (offset, line, column) of each visible character that value and source share.

    Line and column are counted from zero, the column of the first line from the scalar's own.
    """
    at = _content(raw, style)
    line = raw.count("\n", 0, at)
    begin = raw.rfind("\n", 0, at) + 1
    for offset, character in enumerate(value):
        if character in _ROOM:
            continue
        while at < len(raw) and raw[at] in _ROOM:
            if raw[at] == "\n":
                line, begin = line + 1, at + 1
            at += 1
        if at >= len(raw) or raw[at] != character:
            return  # an escape: from here on the last run is as close as we know
        yield offset, line, at - begin
        at += 2 if style == "'" and character == "'" else 1


def _content(raw: str, style: str | None) -> int:
    """Return where the text begins in its source: after a quote, or below a block header."""
    if style in ("|", ">"):
        return raw.find("\n") + 1
    return 1 if style else 0
