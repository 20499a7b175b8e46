"""Appointment, pay and discipline under a transition: each person by the law that they keep."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from conduct_world import POLICY, absent, conduct_people, conduct_world
from conduct_world import VOCABULARY as HAMLET
from policy_sim.policy.law import Law
from policy_sim.policy.loading import load_law
from policy_sim.simulation.simulate import simulate
from posts_world import VOCABULARY as PORT
from posts_world import empty, port

RULES = """\
policy: rules
from: 1900-01-01
uses: [port]
rules:
  senior:
    for_each: post
    applies_to: office == none
    when: service >= 10 years
    then: {appoint: post}
    select: {per: post, rank_by: service}
  wage: {area: pay, then: {pay: Rp 100}}
"""
DRAFT = """\
policy: draft
amends: {base}
effective: 2026-04-01
replace: {{{replaced}}}
transition:
  near: {{for: {whom}, keep: [{keep}], until: {until}}}
"""
AUGUST = "2026-08-01"


def drafted(folder: Path, words: str, base: str, draft: str) -> Law:
    """Return the law *base*, in these *words*, with the draft."""
    name = words.strip().splitlines()[0].removeprefix("vocabulary: ")
    (folder / f"{name}.yaml").write_text(words, encoding="utf-8")
    (folder / "base.yaml").write_text(base, encoding="utf-8")
    (folder / "draft.yaml").write_text(draft, encoding="utf-8")
    return load_law(folder / "draft.yaml")


@pytest.mark.parametrize(("start", "filled"), [(date(2026, 5, 1), 6), (date(2026, 8, 1), 5)])
def test_a_post_goes_to_whoever_keeps_the_old_article(
    tmp_path: Path, start: date, filled: int
) -> None:
    """Nobody meets the new article; of those taken the longest in service is appointed."""
    strict = (
        "rules: {senior: {for_each: post, applies_to: office == none, when: service >= 70 years,"
        " then: {appoint: post}, select: {per: post, rank_by: performance}}}"
    )
    said = {"whom": "service >= 134 months", "keep": "senior", "until": AUGUST}
    draft = DRAFT.format(base="base", replaced=strict, **said)
    world = empty(port(drafted(tmp_path, PORT, RULES, draft), "appointment", start=start), 0)
    record = simulate(world, 2)
    holders = record.state.posts.holder
    assert np.count_nonzero(holders >= 0) == filled
    granted = record.ledger[record.ledger["law"] == "granted"].astype(object)
    appointed = granted[granted["area"] == "appointment"]
    assert appointed["person"].tolist() == ([0] if filled == 6 else [])
    assert set(appointed["rule"]) <= {"senior"}


def test_pay_is_that_of_the_law_which_each_is_under(tmp_path: Path) -> None:
    """Those taken are paid as before until the transition ends, and then as all others are."""
    said = {"whom": "service >= 140 months", "keep": "wage", "until": AUGUST}
    draft = DRAFT.format(base="base", replaced="rules: {wage: {then: {pay: Rp 60}}}", **said)
    world = port(drafted(tmp_path, PORT, RULES, draft), "pay", start=date(2026, 3, 1))
    taken = world.people.record["service"] >= 140
    assert 0 < np.count_nonzero(taken) < world.people.size
    paid = [
        simulate(world, months).state.spells.paid(world.people.ids).tolist() for months in (1, 2, 6)
    ]
    assert set(paid[0]) == {100}
    assert paid[1] == np.where(taken, 100, 60).tolist()
    assert set(paid[2]) == {60}


def test_absence_is_judged_by_the_ladder_that_each_keeps(tmp_path: Path) -> None:
    """The same days of May give the old sanction to whoever was absent before the reform."""
    bands = "{0: none, 2: cut, 20: dismissal}"
    strict = f"tables: {{ladder: {{input: workdays, output: sanction, bands: {bands}}}}}"
    said = {"whom": "total(absence over this_year) >= 1 workdays", "keep": "ladder"}
    draft = DRAFT.format(base="base", replaced=strict, until="2026-07-01", **said)
    law = drafted(tmp_path, HAMLET, POLICY, draft)
    people = conduct_people(law=law)
    absent(people, 0, date(2026, 2, 5), 1)
    for row in (0, 1):
        absent(people, row, date(2026, 5, 5), 3)
    record = simulate(conduct_world(people, "discipline", law=law), 6)
    ledger = record.ledger.astype(object)
    ordered = ledger[(ledger["area"] == "discipline") & (ledger["law"] == "granted")]
    told = dict(zip(ordered["person"], ordered["reason"], strict=True))
    assert {person: reason.split()[0] for person, reason in told.items()} == {0: "oral", 1: "cut"}
