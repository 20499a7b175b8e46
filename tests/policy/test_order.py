"""The order of things that need each other."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from policy_sim.policy.order import dependency_order

names = st.sampled_from("abcdefg")
graphs = st.dictionaries(names, st.lists(names, max_size=3))


@given(graphs)
def test_each_comes_after_what_it_needs_or_the_cycle_is_real(needs: dict[str, list[str]]) -> None:
    """Either the order is complete and respects every need, or each name of the cycle needs
    the next and the last the first.
    """
    order, cycle = dependency_order(needs)
    if cycle:
        for name, following in zip(cycle, [*cycle[1:], cycle[0]], strict=True):
            assert following in needs[name]
    else:
        assert set(needs) <= set(order)
        for name, needed in needs.items():
            assert all(order.index(other) < order.index(name) for other in needed)


def test_a_long_chain_does_not_overflow() -> None:
    """Ten thousand definitions in a row need no recursion."""
    needs = {str(n): [str(n + 1)] for n in range(10_000)}
    order, cycle = dependency_order(needs)
    assert (len(order), cycle) == (10_001, [])


def test_many_paths_are_walked_once() -> None:
    """Forty diamonds in a row have 2^40 paths, and are ordered at once."""
    needs = {f"{n}{side}": [f"{n + 1}a", f"{n + 1}b"] for n in range(40) for side in "ab"}
    assert dependency_order(needs)[1] == []
