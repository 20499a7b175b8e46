"""The language in which objects of a notebook show themselves: that of ``POLICY_SIM_LANG``.

It is read whenever something is shown, so that ``%env POLICY_SIM_LANG=id`` in a notebook changes
what follows. Frames, names and codes are the same in every language.
"""

from __future__ import annotations

from policy_sim.catalogue.language import ENGLISH, Language
from policy_sim.cli.arguments import Misuse, language_of

__all__ = ["language"]


def language() -> Language:
    """Return the language that the environment asks for; English if it asks for none we speak."""
    try:
        return language_of(())
    except Misuse:
        return ENGLISH
