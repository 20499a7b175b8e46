"""What every test is given: Hypothesis without deadlines, since machines are shared, audits in
this process, stocks and shipped laws kept for all tests, and the option that writes golden files
anew.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings

from policy_sim.policy.loading import Regulation, load_regulation
from policy_sim.rules import audit
from policy_sim.rules.redecide import decided_again

# Each run draws other examples.
settings.register_profile("shared", deadline=None, print_blob=True, max_examples=60)
# For a second Python, and for the gate of a change, which must end in time and must not fail by
# luck over something that the change does not touch.
settings.register_profile("few", deadline=None, print_blob=True, max_examples=20, derandomize=True)
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


@pytest.fixture(scope="session", autouse=True)
def stocks_of_the_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep stocks in a folder of the tests' own, which all workers share.

    A history is then lived through once. That a kept one changes no byte is shown in
    ``tests/study``.
    """
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.getbasetemp()
        shared = folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder
        patch.setenv("POLICY_SIM_CACHE", str(shared / "stocks"))
        yield


@pytest.fixture(scope="session", autouse=True)
def shipped_laws_are_read_once() -> Iterator[None]:
    """Let a study take a shipped law that another study has read: nothing changes the documents.

    A law of any other folder is read each time.
    """
    from policy_sim.study import loading

    kept = cache(load_regulation)
    shipped = Path(__file__).parents[1] / "policies"

    def regulation(path: Path, amendments: Sequence[Path] = ()) -> Regulation:
        paths = [Path(one).resolve() for one in (path, *amendments)]
        if all(one.is_relative_to(shipped) and one.is_file() for one in paths):
            return kept(paths[0], tuple(paths[1:]))
        return load_regulation(path, amendments)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loading, "load_regulation", regulation)
        yield
