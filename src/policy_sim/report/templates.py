"""Templates of pages: what the report and the dossier are filled into."""

from __future__ import annotations

from jinja2 import Environment, PackageLoader, StrictUndefined

__all__ = ["pages_in"]


def pages_in(folder: str) -> Environment:
    """Return the templates in a *folder* of the report; a name that is not given is an error."""
    return Environment(
        loader=PackageLoader("policy_sim.report", folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
