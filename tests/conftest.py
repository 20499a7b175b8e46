"""What every test is given: Hypothesis without deadlines, since machines are shared."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("shared", deadline=None, print_blob=True)
settings.load_profile("shared")
