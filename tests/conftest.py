"""What every test is given: Hypothesis without deadlines, since machines are shared, and the
option that writes golden files anew.
"""

from __future__ import annotations

import pytest
from hypothesis import settings

settings.register_profile("shared", deadline=None, print_blob=True, max_examples=60)
# For a second Python: what hangs on its version shows in few examples.
settings.register_profile("few", deadline=None, print_blob=True, max_examples=20)
settings.load_profile("shared")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let ``--update`` write the golden files anew; the change is then read in the diff."""
    parser.addoption("--update", action="store_true", help="write golden files anew")


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    """Whether golden files are to be written anew."""
    return bool(request.config.getoption("--update"))
