from __future__ import annotations

from pathlib import Path

import pytest

from cases_world import town, trial
from policy_sim.cases import Trial, load_cases, tried
from policy_sim.cases.equality import Proof, Unproved
from policy_sim.cases.mutants import mutants_of
from policy_sim.cases.mutation import Mutation, mutated
from policy_sim.policy import load_law
from policy_sim.policy.law import Law
from policy_sim.policy.rule import Rule
from policy_sim.rules.columnar import ColumnarEngine

RISES = "rises: {person: ani, on: 2021-01-01, expect: {promote: ii_a}}"
WAITS = "waits: {person: ani, with: {waited: 35}, on: 2021-01-01, expect: {promote: no}}"


def by_hand(law: Law) -> Unproved:
    """Nothing is proved to be equal."""
    return Unproved()


def told(found: Mutation, rule: str) -> list[str]:
    """Return the changes of *rule* that were not noticed."""
    return [one.told for one in found.unnoticed if one.rule == rule]


def rule_of(folder: Path, when: str, applies_to: str = "grade >= none") -> Rule:
    """Return a rule of the town with this condition."""
    town(folder, RISES)
    law = folder / "other.yaml"
    law.write_text(
        "policy: other\nfrom: 2000-01-01\nuses: [words]\n"
        f"rules:\n  r: {{applies_to: {applies_to}, when: {when}, then: promote}}\n"
    )
    return load_law(law).vintages[0].rules[0]


def test_a_change_stands_where_what_it_changes_does(tmp_path: Path) -> None:
    """A change of the scope stands at ``applies_to``, one of a clause at the clause."""
    rule = rule_of(tmp_path, "waited >= 4 years", "children >= 1")
    changes = list(mutants_of(rule))
    of_scope = {one.place for one in changes if "children" in one.told}
    assert of_scope == {rule.scope_place}
    assert rule.place.column < rule.scope_place.column < rule.clauses[0].place.column
    assert {one.place for one in changes} - of_scope == {rule.clauses[0].place}


@pytest.mark.parametrize(
    ("when", "changes"),
    [
        ("waited >= 4 years", {"waited > 48 months", "waited >= 47 months"}),
        ("waited > 4 years", {"waited >= 48 months", "waited > 49 months"}),
        ("waited <= 4 years", {"waited < 48 months", "waited <= 49 months"}),
        ("waited < 4 years", {"waited <= 48 months", "waited < 47 months"}),
        ("48 months <= waited", {"waited > 48 months", "waited >= 47 months"}),
        ("children == 3", {"children != 3", "children == 2", "children == 4"}),
        ("children == 0", {"children != 0", "children == 1"}),
        ("course == law", {"course != law"}),
        ("diploma", {"diploma != yes"}),
        ("waited >= service", {"waited > service"}),
        (
            "children in (1 | 3..5)",
            {
                "children not in (1 | 3..5)",
                "children in 3..5",
                "children in 1",
                "children in (1 | 4..5)",
                "children in (1 | 3..4)",
            },
        ),
        ("course in (law | sums)", {"course not in (law | sums)"}),
    ],
)
def test_a_comparison_is_changed_by_one_step_either_way(
    tmp_path: Path, when: str, changes: set[str]
) -> None:
    """A number moves by one, a word to its neighbour, a category only to its opposite."""
    found = [mutant.told for mutant in mutants_of(rule_of(tmp_path, f'"{when}"'))]
    # The whole clause left out, and the two changes of the scope, come besides.
    becomes = {text.partition(" becomes ")[2].strip("'") for text in found if "grade" not in text}
    assert becomes - {""} == changes
    assert len(set(found)) == len(found)


def test_clauses_alternatives_and_negations_are_left_out(tmp_path: Path) -> None:
    """Each clause, each item of an `any` and of an `all`, each `not`."""
    when = "[diploma, {any: [children == 1, {all: [children >= 2, children <= 3]}]}, not diploma]"
    found = [
        mutant.told for mutant in mutants_of(rule_of(tmp_path, when)) if "grade" not in mutant.told
    ]
    left_out = [text for text in found if text.startswith("without")]
    assert left_out == [
        "without 'diploma'",
        "without '{any: [children == 1, {all: [children >= 2, children <= 3]}]}'",
        "without 'children == 1'",
        "without '(children >= 2 and children <= 3)'",
        "without 'children >= 2'",
        "without 'children <= 3'",
        "without 'not diploma'",
    ]


def test_every_change_is_another_rule(tmp_path: Path) -> None:
    """No change leaves the rule as it was, and each has a key of its own."""
    rule = rule_of(tmp_path, "[waited >= 4 years, {any: [diploma, children in (1 | 3..5)]}]")
    mutants = list(mutants_of(rule))
    assert all(mutant.rule != rule for mutant in mutants)
    assert len({mutant.key for mutant in mutants}) == len(mutants) > 10


def test_a_change_is_noticed_by_the_test_that_then_fails(tmp_path: Path) -> None:
    """A threshold is held from both sides by a case on it and one a month before."""
    threshold = "'waited >= 36 months' becomes 'waited >= 35 months'"
    operator = "'waited >= 36 months' becomes 'waited > 36 months'"
    one_side = told(mutated(trial(tmp_path, RISES), by_hand), "by-years")
    assert threshold in one_side
    assert "without 'waited >= wait'" in one_side
    assert operator not in one_side
    both_sides = told(mutated(trial(tmp_path, f"{RISES}\n{WAITS}"), by_hand), "by-years")
    assert not {threshold, operator, "without 'waited >= wait'"} & set(both_sides)


def test_a_change_of_the_reason_is_noticed_only_where_it_is_expected(tmp_path: Path) -> None:
    """Who fails two clauses is refused without one of them too; its absence shows in the reason."""
    person = "person: {based_on: ani, waited: 35, mark: [poor]}, on: 2021-01-01"
    silent = f"t: {{{person}, expect: {{promote: no}}}}"
    telling = f"t: {{{person}, expect: {{promote: no}}, because: {{by-years: [waited, lowest]}}}}"
    without = "without 'waited >= wait'"
    assert without in told(mutated(trial(tmp_path, silent), by_hand), "by-years")
    assert without not in told(mutated(trial(tmp_path, telling), by_hand), "by-years")


def test_a_contradiction_that_a_change_brings_about_is_noticed(tmp_path: Path) -> None:
    """Rules that would contradict each other stop every run, so that nobody can overlook it."""
    path = town(
        tmp_path,
        "t: {person: {waited: 11, diploma: yes, mark: good}, on: 2021-01-01, area: promotion, "
        "expect: {pay: no}}",
    )
    law = tmp_path / "law.yaml"
    text = law.read_text().replace("    overrides: [by-years]\n", "")
    law.write_text(text.replace("when: [waited >= wait, ", "when: [waited >= 1 months, "))
    held = tried(load_cases([path]), ColumnarEngine())
    assert held.failed == ()
    assert "without 'waited >= 12 months'" not in told(mutated(held, by_hand), "by-diploma")


def test_a_rule_that_nobody_is_asked_about_is_not_changed(tmp_path: Path) -> None:
    """Coverage names such rules; counting their changes would only repeat it."""
    found = mutated(trial(tmp_path, RISES), by_hand)
    assert {one.rule for one in found.unnoticed} == {
        "by-years",
        "by-diploma",
        "penalty-bar",
        "forgiven",
    }
    assert found.made == found.noticed + found.equal + len(found.unnoticed)


def test_a_change_counts_once_for_all_versions_and_laws(tmp_path: Path) -> None:
    """A test under one version notices a change that is made in all of them."""
    old = "old: {person: ani, with: {waited: 48}, on: 2019-01-01, expect: {promote: yes}}"
    found = mutated(trial(tmp_path, f"{old}\n{WAITS}"), by_hand)
    assert not [text for text in told(found, "by-years") if "waited" in text]
    # Of by-years, which has two versions, by-diploma, penalty-bar and forgiven.
    assert found.made == 10 + 4 + 3 + 3


def test_only_rules_of_the_files_asked_for_are_changed(tmp_path: Path) -> None:
    """A drafter asks about the draft."""
    held = trial(tmp_path, RISES)
    assert mutated(held, by_hand, ["other.yaml"]) == Mutation(0, 0, 0, ())
    assert mutated(held, by_hand, [(tmp_path / "law.yaml").as_posix()]).made > 0


def redundant(folder: Path) -> Trial:
    """Return a trial of a law with a clause that another one makes idle."""
    path = town(folder, f"{RISES}\n{WAITS}")
    law = folder / "law.yaml"
    law.write_text(
        law.read_text().replace("[waited >= wait,", "[waited >= wait, waited >= 2 years,")
    )
    return tried(load_cases([path]), ColumnarEngine())


def test_a_change_that_changes_nothing_is_proved_and_left_out(tmp_path: Path) -> None:
    """A clause that another one implies can be changed as one likes: that is no gap of tests."""
    held = redundant(tmp_path)
    idle = {text for text in told(mutated(held, by_hand), "by-years") if "24 months" in text}
    assert idle == {
        "'waited >= 24 months' becomes 'waited > 24 months'",
        "'waited >= 24 months' becomes 'waited >= 23 months'",
    }
    found = mutated(held, lambda law: Proof(law.vocabulary))
    assert found.equal >= 3
    assert not [text for text in told(found, "by-years") if "24 months" in text]
    assert "without 'waited >= 2 years'" not in told(found, "by-years")


def test_what_is_in_doubt_is_told(tmp_path: Path) -> None:
    """Without work to spend nothing is proved, and every change that is not noticed is told."""
    held = redundant(tmp_path)
    found = mutated(held, lambda law: Proof(law.vocabulary, budget=1))
    assert (found.equal, found.unnoticed) == (0, mutated(held, by_hand).unnoticed)


def test_a_real_difference_is_never_proved_away(tmp_path: Path) -> None:
    """Whatever a test can notice is no equal rule: the solver never says so of a noticed change."""
    held = trial(tmp_path, f"{RISES}\n{WAITS}")
    (law,) = held.laws
    proof = Proof(law.vocabulary)
    noticed = 0
    unnoticed = {(one.place, one.told) for one in mutated(held, by_hand).unnoticed}
    for vintage in law.vintages:
        (rule,) = [one for one in vintage.rules if one.id == "by-years"]
        for mutant in mutants_of(rule):
            if (mutant.place, mutant.told) not in unnoticed and vintage.begins.year == 2020:
                noticed += 1
                assert not proof.same(vintage, rule, mutant.rule), mutant.told
    assert noticed >= 4
