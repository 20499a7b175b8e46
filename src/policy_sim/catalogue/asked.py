"""The language in which objects and errors of a notebook show themselves: ``POLICY_SIM_LANG``.

It is read whenever something is shown, so that ``%env POLICY_SIM_LANG=id`` in a notebook changes
what follows. Frames, names and codes are the same in every language.
"""

from __future__ import annotations

import os

from policy_sim.catalogue.language import ENGLISH, LANGUAGES, Language

__all__ = ["VARIABLE", "language", "named"]

VARIABLE = "POLICY_SIM_LANG"
"""What says in which language is spoken where nothing else does. The language of the machine does
not, so that the same command prints the same everywhere.
"""


def named() -> str:
    """Return the code that the environment names, that of English if it names none."""
    return os.environ.get(VARIABLE, "").strip() or ENGLISH.code


def language() -> Language:
    """Return the language that the environment asks for; English if it asks for none we speak."""
    return Language(named()) if named() in LANGUAGES else ENGLISH
