"""Where YAML breaks off: the commonest slips of the pen, in the words of who writes a document.

What YAML itself says ("mapping values are not allowed in this context") is about YAML. Of the
slips that are known here it is said what was written and how to write it; others keep those words.
"""

from __future__ import annotations

from dataclasses import dataclass

import yaml

from policy_sim.catalogue.phrase import phrase

__all__ = ["Slip", "slip_of"]

_LOOK = phrase("Look at this line and the one before it: quotes, brackets and indentation")
_QUOTED = phrase('Put the whole text in quotes, such as title: "Draft: what it is about"')
_ALIGN = phrase("Let it begin in the same column as the keys or items beside it")


@dataclass(frozen=True, slots=True)
class Slip:
    """What is wrong (*reason*), how to *mend* it, and whether it is where something *opened*."""

    reason: str
    mend: str = _LOOK
    opened: bool = False


def slip_of(error: yaml.MarkedYAMLError, line: str) -> Slip:
    """Return the slip because of which YAML cannot go on in *line*."""
    context, problem = error.context or "", error.problem or ""
    mark = error.problem_mark or error.context_mark
    before, rest = ("", line) if mark is None else (line[: mark.column], line[mark.column :])
    bracketed = "{" in before or "[" in before
    if "mapping values are not allowed" in problem:
        return _colon(before)
    if bracketed and rest.startswith(":"):
        return Slip(phrase("a text that holds ': ' needs quotes"), _QUOTED)
    if "quoted scalar" in context and "end of stream" in problem:
        mend = phrase("Close it; inside single quotes write '' for one quote that is meant")
        return Slip(phrase("the quote that opens here is never closed"), mend, opened=True)
    if "flow" in context:
        mend = phrase(
            "Close it, or separate its parts by commas; a text with a bracket needs quotes"
        )
        reason = phrase("the bracket that opens here is not closed, or lacks a comma inside")
        return Slip(reason, mend, opened=True)
    if "expected key" in problem or "'-' indicator" in problem:
        return _out_of_line(before)
    if "expected ':'" in problem:
        mend = phrase("Write 'key: value', or indent the line below the text that it belongs to")
        return Slip(phrase("the line before this is neither a key nor part of a text"), mend)
    if "cannot start any token" in problem:
        reason = phrase("a text without quotes cannot begin with {sign}", sign=rest[:1])
        return Slip(reason, phrase("Put the whole text in quotes"))
    return Slip(" ".join(part for part in (context, problem) if part))


def _colon(before: str) -> Slip:
    """Return the slip of a colon too many, which a line *before* it may have had one already."""
    if ": " in before:
        return Slip(phrase("a text that holds ': ' needs quotes"), _QUOTED)
    return Slip(phrase("the line begins a key where the line before it ends a text"), _ALIGN)


def _out_of_line(before: str) -> Slip:
    """Return the slip of what stands where a key or an item should begin."""
    if before.strip():
        mend = phrase("Put quotes around the whole, or write a quote that is meant twice: ''")
        return Slip(phrase("something stands after a closing quote or bracket"), mend)
    return Slip(phrase("the line is not indented like those that it belongs to"), _ALIGN)
