from __future__ import annotations

from pathlib import Path

import pytest

from cases_world import town, trial
from policy_sim.cases import load_cases, tried
from policy_sim.cases.coverage import Coverage, Share, covered
from policy_sim.rules.columnar import ColumnarEngine

RISES = "rises: {person: ani, on: 2021-01-01, expect: {promote: ii_a}}"
WAITS = "waits: {person: ani, with: {waited: 35}, on: 2021-01-01, expect: {promote: no}}"
BARRED = "barred: {person: budi, on: 2021-01-01, expect: {promote: no}}"


def coverage(folder: Path, *tests: str, **options: object) -> Coverage:
    """Return what *tests* have seen of the law of the town."""
    held = trial(folder, "\n".join(tests))
    return covered(held.laws, held.sittings, **options)  # type: ignore[arg-type]


def lacks(found: Coverage) -> dict[str, tuple[str, ...]]:
    """Return by rule what was not seen of it."""
    return {seen.rule.id: seen.lacks for seen in found.rules}


def test_a_rule_is_covered_when_all_that_can_become_of_it_was_seen(tmp_path: Path) -> None:
    """Standing, failing and defeated by a bar or an override: each by a case of its own."""
    by = "by-diploma or penalty-bar"
    assert lacks(coverage(tmp_path, RISES))["by-years"] == ("failing", f"defeated by {by}")
    assert lacks(coverage(tmp_path, RISES, WAITS))["by-years"] == (f"defeated by {by}",)
    assert lacks(coverage(tmp_path, RISES, WAITS, BARRED))["by-years"] == ()
    assert lacks(coverage(tmp_path, BARRED))["by-years"] == ("standing", "failing")


def test_an_override_defeats_as_a_bar_does(tmp_path: Path) -> None:
    """A rule that a standing rule overrides was seen defeated."""
    overridden = "t: {person: ani, with: {diploma: yes}, on: 2021-01-01, expect: {promote: ii_a}}"
    assert lacks(coverage(tmp_path, overridden))["by-years"] == ("standing", "failing")


def test_a_rule_without_conditions_need_only_stand(tmp_path: Path) -> None:
    """Nobody can see a rule fail that has no condition, or defeated that nothing defeats."""
    paid = "t: {person: ani, on: 2021-01-01, expect: {pay: yes}}"
    found = lacks(coverage(tmp_path, paid))
    assert found["salary"] == ()
    assert found["child"] == ("standing",)
    assert found["rent"] == ("failing",)


def test_only_areas_that_are_asked_about_are_seen(tmp_path: Path) -> None:
    """A case about a promotion says nothing of pay, though the person is paid as well."""
    found = coverage(tmp_path, RISES)
    asked = {seen.rule.id for seen in found.rules if seen.asked}
    assert asked == {"by-years", "penalty-bar", "forgiven"}


def test_a_clause_counts_when_it_failed_alone(tmp_path: Path) -> None:
    """With two failing clauses neither decided; with one it did."""
    both = (
        "t: {person: ani, with: {waited: 2, mark: [poor]}, on: 2021-01-01, expect: {promote: no}}"
    )

    def decided(*tests: str) -> list[bool]:
        found = coverage(tmp_path, *tests)
        (rule,) = [seen for seen in found.rules if seen.rule.id == "by-years"]
        return [clause.decided for clause in rule.clauses]

    assert decided(both) == [False, False, False]
    assert decided(both, WAITS) == [True, False, False]


def test_cells_count_when_they_are_looked_up_for_somebody_paid_by_them(tmp_path: Path) -> None:
    """A key with two words is one cell; `else` is one of its own."""
    paid = "t: {person: {grade: i_b}, on: 2021-01-01, expect: {pay: yes}}"
    (table,) = coverage(tmp_path, paid).tables
    assert (table.name, list(table.cells.values())) == ("rent", ["none..i_a", "i_b", "else"])
    assert table.unseen == ("none..i_a", "else")
    nobody = "u: {person: {grade: none}, on: 2021-01-01, expect: {pay: yes}}"
    assert coverage(tmp_path, paid, nobody).tables[0].unseen == ("none..i_a", "else")
    else_ = "u: {person: {grade: ii_a}, on: 2021-01-01, expect: {pay: yes}}"
    assert coverage(tmp_path, paid, else_).tables[0].unseen == ("none..i_a",)


def test_a_version_is_seen_in_the_years_in_which_it_is_in_force(tmp_path: Path) -> None:
    """A parameter that changes makes two versions of the rule that reads it, and of no other."""
    old = "old: {person: ani, on: 2019-01-01, expect: {promote: no}}"
    for tests, asked in (([RISES], 1), ([RISES, old], 2)):
        found = {seen.rule.id: seen for seen in coverage(tmp_path, *tests).rules}
        assert (found["by-years"].versions, found["by-years"].asked) == (2, asked)
        assert (found["penalty-bar"].versions, found["penalty-bar"].asked) == (1, 1)


def test_a_rule_that_reads_a_lever_is_seen_with_the_value_that_the_law_states(
    tmp_path: Path,
) -> None:
    """Cases are decided with levers as they stand, which is no other version of the rule."""
    path = town(tmp_path, RISES)
    law = tmp_path / "law.yaml"
    text = law.read_text()
    dated = "{values: {2000-01-01: 4 years, 2020-01-01: 3 years}"
    law.write_text(text.replace(dated, "{value: 3 years, lever: {range: 1 years..5 years}"))
    held = tried(load_cases([path]), ColumnarEngine())
    found = {seen.rule.id: seen for seen in covered(held.laws, held.sittings).rules}
    assert (found["by-years"].versions, found["by-years"].asked) == (1, 1)


def test_an_article_is_covered_when_all_its_rules_are(tmp_path: Path) -> None:
    """Two rules of one source are one article."""
    paid = "t: {person: {children: 2}, on: 2021-01-01, expect: {pay: yes}}"
    found = coverage(tmp_path, paid)
    assert found.articles["art. 6"]
    assert not found.articles["art. 7"]
    assert found.of_articles == Share(1, 8)


def test_shares_count_over_the_whole_law(tmp_path: Path) -> None:
    """Of eleven rules one is covered: of nothing, all would be."""
    found = coverage(tmp_path, RISES, WAITS, BARRED)
    assert found.shares["rules"] == Share(1, 11)
    assert found.of_rules.percent == pytest.approx(100 / 11)
    assert Share(0, 0).percent == 100.0


def test_a_rule_of_several_laws_counts_once(tmp_path: Path) -> None:
    """The law and the law with a reform share their rules; each is known by its place."""
    paths = [town(tmp_path, RISES, "a.cases.yaml"), town(tmp_path, WAITS, "b.cases.yaml")]
    paths[1].write_text(
        paths[1].read_text().replace("policy: law\n", "policy: law\namendments: [reform]\n")
    )
    held = tried(load_cases(paths), ColumnarEngine())
    assert len(held.laws) == 2
    found = covered(held.laws, held.sittings)
    assert len(found.rules) == 11
    (rule,) = [seen for seen in found.rules if seen.rule.id == "by-years"]
    assert (rule.versions, rule.asked, rule.stood, rule.failed) == (3, 1, True, True)


def test_coverage_may_be_of_one_file_only(tmp_path: Path) -> None:
    """A drafter asks about the draft; rules and tables of other files do not count."""
    file = (tmp_path / "law.yaml").as_posix()
    assert len(coverage(tmp_path, RISES, files=[file]).rules) == 11
    assert coverage(tmp_path, RISES, files=["other.yaml"]) == Coverage((), ())
