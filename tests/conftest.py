"""What every test is given: Hypothesis without deadlines, since machines are shared, audits in
this process, and the option that writes golden files anew.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import settings

from policy_sim.rules import audit
from policy_sim.rules.redecide import decided_again

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


@pytest.fixture(scope="session", autouse=True)
def audits_in_this_process() -> Iterator[None]:
    """Decide sampled cases again here: equal rulesets are then built once for all the studies.

    That another process answers the same is shown in ``tests/rules``, and by the runs of tests
    that have several workers, which this does not reach.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            audit,
            "decided_apart",
            lambda batches, engine: [decided_again(batch, engine) for batch in batches],
        )
        yield
