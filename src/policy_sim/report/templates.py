"""Templates of pages: what the report and the dossier are filled into."""

from __future__ import annotations

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

__all__ = ["pages_in"]

SHARED = "page/templates"
"""Where that stands which every page has, such as how a phone shows a table."""


def pages_in(folder: str) -> Environment:
    """Return the templates in a *folder* of the report; a name that is not given is an error."""
    loaders = [PackageLoader("policy_sim.report", name) for name in (folder, SHARED)]
    return Environment(
        loader=ChoiceLoader(loaders),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
