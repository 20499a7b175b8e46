"""Where the regulations and scenarios that come with policy-sim lie on this machine."""

from __future__ import annotations

from pathlib import Path

__all__ = ["FOLDERS", "shipped"]

FOLDERS = ("policies", "scenarios", "notebooks", "docs")
"""The folders of a working folder, in a checkout and in an installed wheel alike."""

_PACKAGE = Path(__file__).resolve().parent


def shipped(folder: str) -> Path:
    """Return the path of one of :data:`FOLDERS`: of the wheel, or of the checkout around it.

    Raises :exc:`FileNotFoundError` where neither is there.
    """
    for root in (_PACKAGE / "shipped", _PACKAGE.parents[1]):
        path = root / folder
        if path.is_dir():
            return path
    msg = f"this installation of policy-sim carries no {folder}"
    raise FileNotFoundError(msg)
