"""What must hold of every simulated person at every date, whatever policy is tried."""

from __future__ import annotations

import numpy as np

from policy_sim.errors import RunError
from policy_sim.rules.features import Features
from policy_sim.simulation.posts import EMPTY
from policy_sim.simulation.state import State
from policy_sim.workforce.table import NO_POST

__all__ = ["check", "check_always", "check_posts"]


def check(state: State) -> None:
    """Check people and posts; raise :exc:`~policy_sim.errors.RunError` at the first breach."""
    check_posts(state)
    check_always(state)


def check_always(state: State) -> None:
    """Check on everybody in service what the vocabulary says is ``always`` true.

    Raises :exc:`~policy_sim.errors.RunError` with the sentence, the first person for whom it is
    false, and the date.
    """
    people = state.people
    frame = people.frame(None, state.today, related=state.related())
    features = Features(frame)
    for text, condition in people.vocabulary.always:
        breaches = np.flatnonzero(~features.meets(condition))
        if len(breaches):
            person = people.ids[breaches].min()
            others = f"and {len(breaches) - 1} others on {state.today}"
            msg = f"'{text}' is false of person {person} {others}"
            raise RunError(msg)


def check_posts(state: State) -> None:
    """Check that people and posts agree on who holds what, and who acts in what.

    Raises :exc:`~policy_sim.errors.RunError` if somebody's post is held by another, if somebody
    acts in a post that is held or in two, or if somebody who is gone acts still.
    """
    people, posts = state.people, state.posts
    holders = np.flatnonzero(people.post != NO_POST)
    filled = int((posts.holder != EMPTY).sum())
    if filled != len(holders) or (posts.holder[people.post[holders]] != people.ids[holders]).any():
        msg = f"on {state.today} {filled} posts are held, and {len(holders)} people hold one"
        raise RunError(msg)
    heads = posts.acting[posts.under_acting]
    gone = (people.rows_of(heads) < 0).any()
    if gone or len(np.unique(heads)) < len(heads) or not posts.vacant[posts.under_acting].all():
        msg = f"on {state.today} somebody acts in a post that is held, in two, or after leaving"
        raise RunError(msg)
