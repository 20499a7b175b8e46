"""Templates of pages: what the report and the dossier are filled into."""

from __future__ import annotations

import re

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

__all__ = ["pages_in"]

SHARED = "page/templates"
"""Where that stands which every page has, such as how a phone shows a table."""

_PER_CENT = re.compile(r"(?<=\d) %")


def pages_in(folder: str) -> Environment:
    """Return the templates in a *folder* of the report; a name that is not given is an error."""
    loaders = [PackageLoader("policy_sim.report", name) for name in (folder, SHARED)]
    return Environment(
        loader=ChoiceLoader(loaders),
        finalize=_kept_together,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _kept_together(value: object) -> object:
    """Return what is filled in; a number and its per cent sign stay on one line."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return _PER_CENT.sub("\N{NO-BREAK SPACE}%", value)
    return value
