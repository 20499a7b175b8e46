"""From a path to text: what is checked before any YAML is looked at.

A document is at most 5 MB (checked before reading), is UTF-8, and holds no character that
cannot be seen: no control character, and no mark that turns the reading direction, which would
let a regulation show one text and mean another.
"""

from __future__ import annotations

import re
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import NoReturn

from policy_sim.diagnostics import Diagnostic, Place, near
from policy_sim.errors import DocumentError

__all__ = ["MOST_BYTES", "check_characters", "decode", "read_bytes"]

MOST_BYTES = 5_000_000
"""The size of the largest document that is read, in bytes."""

_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # control characters but tab and line ends
    "\u2028\u2029"  # line ends that no editor counts
    "\u202a-\u202e\u2066-\u2069"  # marks that turn the reading direction
    "\ud800-\udfff\ufeff\ufffe\uffff]"  # lone surrogates, a byte order mark inside, non-characters
)


def read_bytes(path: Path, file: str) -> bytes:
    """Return the bytes of a document.

    Raises :exc:`DocumentError` if there is no such file, if it is a folder or a device, if it
    cannot be read, or if it is larger than 5 MB (in which case nothing of it is read).
    """
    try:
        status = path.stat()
        if S_ISDIR(status.st_mode):
            _refuse("is-a-folder", file)
        if not S_ISREG(status.st_mode):
            _refuse("not-a-file", file)
        if status.st_size > MOST_BYTES:
            _refuse("document-too-large", file, _megabytes(status.st_size))
        with path.open("rb") as stream:
            content = stream.read(MOST_BYTES + 1)
    except DocumentError:
        raise
    except FileNotFoundError as error:
        raise _missing(path, file) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        finding = Diagnostic("unreadable-file", Place(file), {"seen": file, "reason": reason})
        raise DocumentError([finding]) from error
    if len(content) > MOST_BYTES:  # it grew between the two looks
        _refuse("document-too-large", file, _megabytes(len(content)))
    return content


def decode(content: bytes, file: str) -> str:
    """Return UTF-8 *content* as text, without a byte order mark at its beginning."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8-sig", errors="replace")
        seen = f"0x{content[error.start]:02x}"
        raise DocumentError(
            [Diagnostic("not-utf8", _place_after(before, file), {"seen": seen})]
        ) from error


def check_characters(text: str, file: str) -> None:
    """Raise :exc:`DocumentError` at the first character of *text* that cannot be seen."""
    found = _UNSEEN.search(text)
    if found is not None:
        place = _place_after(text[: found.start()], file)
        seen = f"U+{ord(found.group()):04X}"
        raise DocumentError([Diagnostic("unseen-character", place, {"seen": seen})])


def _place_after(before: str, file: str) -> Place:
    """Return the place of the character that follows *before*."""
    lines = re.split("\r\n|\r|\n", before)
    return Place(file, len(lines), len(lines[-1]) + 1)


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.1f} MB"


def _refuse(code: str, file: str, seen: str = "") -> NoReturn:
    raise DocumentError([Diagnostic(code, Place(file), {"seen": seen or file})])


def _missing(path: Path, file: str) -> DocumentError:
    """Return the finding of a missing file, with the name in its folder that is closest."""
    try:
        names = [other.name for other in path.parent.iterdir()]
    except OSError:
        names = []
    values = {"seen": file, "near": near(path.name, names)}
    return DocumentError([Diagnostic("missing-file", Place(file), values)])
