"""That two people change places is shown only if the scores that the law reckons say so, too."""

from __future__ import annotations

from policy_sim.proof.changes import Turn, Way
from policy_sim.proof.pair import Pair, Shown
from policy_sim.proof.replay import MisjudgedError, as_case
from policy_sim.proof.witness import Found
from policy_sim.rules.decision import scores, ties

__all__ = ["confirm_order"]


def confirm_order(pair: Pair, way: Way, shown: Shown) -> None:
    """Reckon the scores, and what breaks ties, of a person and the rival under both laws.

    Raises :exc:`~policy_sim.proof.replay.MisjudgedError` unless they come in the order proved.
    """
    if shown.rival is None or way.successor is None:
        return
    old, new = (
        (_key(pair, law, rule, shown.new), _key(pair, law, rule, shown.rival))
        for law, rule in enumerate(way.successor)
    )
    ahead = old[0] > old[1]
    borne_out = ahead and new[0] < new[1]
    if way.turn is Turn.TIED:
        borne_out = ahead != (new[0] > new[1])
    if not borne_out:
        msg = (
            f"the scores by {', '.join(way.rules)} do not bear out what was proved: an error of "
            f"policy-sim, not of the regulation; the example was {shown}"
        )
        raise MisjudgedError(msg)


def _key(pair: Pair, law: int, rule: int, found: Found) -> tuple[int, ...]:
    """Return the score of somebody under the old law (0) or the new one (1), then the ties."""
    program, frame = pair.programs[law], as_case(found, pair.vocabulary, pair.subject).frame()
    columns = (scores(program, rule, frame), *ties(program, rule, frame))
    return tuple(int(column[0]) for column in columns)
