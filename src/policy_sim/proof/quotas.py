"""Reserves and caps that cannot be met together, or that are nobody at some number of places.

How many places a share is, is said in :mod:`policy_sim.rules.allocation`; here it is asked of
every number of places from 1 to 200, and of a lever for its least and its greatest value.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from policy_sim.catalogue import both as together
from policy_sim.catalogue import phrase
from policy_sim.policy.rule import Quota, Rule
from policy_sim.policy.rule_parts import ranked
from policy_sim.proof.finding import Finding, article
from policy_sim.proof.logic import both, negated
from policy_sim.proof.matter import Matter
from policy_sim.proof.where_apart import Spot, last_of
from policy_sim.rules.allocation import places as places_of

__all__ = ["quota_findings"]

_MOST = 200
_WHOLE = 10_000
"""A hundred per cent, in the hundredths of a percent in which shares are counted."""


def quota_findings(matter: Matter) -> Iterator[Finding]:
    """Yield what is wrong with the quotas of the rules of an area.

    ``impossible-quota``: reserves come to more than all places, or to more than a cap that
    everybody in the reserve is under; the smallest number of places is the example.
    ``reserve-of-nobody``: a reserve that rounds to no place up to some number. ``left-to-lot``: a
    selection that nothing but the lot decides between two people of one score.
    """
    for position in matter.own:
        rule = matter.rules[position]
        if rule.select is None:
            continue
        reserves = [_extreme(matter, quota) for quota in rule.select.reserves]
        yield from _over_full(rule, reserves)
        yield from _over_capped(matter, rule, reserves)
        yield from _of_nobody(rule)
        if not rule.select.ties:
            (score,) = ranked(rule)
            yield Finding("left-to-lot", score.place, (rule.id,), {"rule": article(rule)})


def _extreme(matter: Matter, quota: Quota) -> Quota:
    """Return *quota* at the greatest value of the lever that it is, if it is one."""
    parameter = matter.vintage.parameters.get(quota.lever)
    if parameter is None or parameter.lever is None:
        return quota
    greatest = parameter.lever.high * parameter.type.step
    if quota.share is None:
        return replace(quota, count=int(greatest))
    return replace(quota, share=int(greatest * _WHOLE))


def _over_full(rule: Rule, reserves: list[Quota]) -> Iterator[Finding]:
    shares = [quota for quota in reserves if quota.share is not None]
    for places in range(1, _MOST + 1):
        reserved = [places_of(quota, places) for quota in shares]
        if sum(reserved) > places:
            why = phrase(
                "its reserves are {numbers} of {places}",
                numbers=together([str(one) for one in reserved]),
                places=_counted(places),
            )
            over = next(n for n, _ in enumerate(shares) if sum(reserved[: n + 1]) > places)
            before = [one for one, count in zip(shares[:over], reserved, strict=False) if count]
            spots = [(phrase("the other reserve"), one.place) for one in (*before, shares[over])]
            yield _impossible(rule, why, "all", last_of(spots), _lowered(shares))
            return


def _over_capped(matter: Matter, rule: Rule, reserves: list[Quota]) -> Iterator[Finding]:
    caps = () if rule.select is None else rule.select.caps
    means = matter.decided.person.meaning.condition
    for cap in caps:
        under = [
            (number, quota)
            for number, quota in enumerate(reserves, start=1)
            if (quota.share is None) == (cap.share is None)
            and quota.span == cap.span
            and not matter.possible(both(means(quota.whom), negated(means(cap.whom))))
        ]
        # Numbers that are more than all places say nothing of the cap.
        fewest = max(1, sum(quota.count or 0 for _, quota in under))
        for places in range(fewest, _MOST + 1):
            reserved = [(number, places_of(quota, places)) for number, quota in under]
            least, most = sum(count for _, count in reserved), places_of(cap, places)
            if least > most:
                why = phrase(
                    "reserve {number} is {least} of {places} of {span} "
                    "where a cap on them is {most}",
                    span=phrase("a year" if cap.span == "year" else "a competition"),
                    number=together([str(number) for number, count in reserved if count]),
                    least=least,
                    places=_counted(places),
                    most=most,
                )
                held = [(phrase("the reserve"), quota.place) for _, quota in under]
                spot = last_of([(phrase("the cap"), cap.place), *held])
                mend = _under_a_cap([quota for _, quota in under], cap)
                yield _impossible(rule, why, f"cap {caps.index(cap) + 1}", spot, mend)
                break


def _of_nobody(rule: Rule) -> Iterator[Finding]:
    if rule.select is None:
        return
    for number, quota in enumerate(rule.select.reserves, start=1):
        if not quota.share or quota.span == "year":
            continue
        nobody = [n for n in range(1, _MOST + 1) if places_of(quota, n) == 0]
        if nobody:
            values = {"rule": article(rule), "seen": str(number), "places": _counted(max(nobody))}
            yield Finding("reserve-of-nobody", quota.place, (rule.id, str(number)), values)


def _counted(places: int) -> str:
    return phrase("1 place") if places == 1 else phrase("{number} places", number=places)


def _lowered(reserves: Sequence[Quota]) -> str:
    """Return how reserves come to no more than all places; what is rounded down cannot be again."""
    if any(quota.rounding != "down" for quota in reserves):
        return phrase("Lower one of them, round it down, or count them over a year")
    return phrase("Lower one of them: together they must not be more than 100 %")


def _under_a_cap(reserves: Sequence[Quota], cap: Quota) -> str:
    """Return how *reserves* come to no more than *cap*; rounding is of shares alone."""
    if any(quota.share and quota.rounding != "down" for quota in reserves):
        return phrase("Lower the reserve or round it down, or raise the cap")
    if cap.share and cap.rounding != "up":
        return phrase("Lower the reserve, or raise the cap or round it up")
    return phrase("Lower the reserve, or raise the cap")


def _impossible(rule: Rule, why: str, which: str, spot: Spot, mend: str) -> Finding:
    place, related = spot
    values = {"rule": article(rule), "why": why, "mend": mend}
    return Finding("impossible-quota", place, (rule.id, which), values, related)
