"""Loading a regulation: dates, inheritance, names, vintages, and everything that can be wrong."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from policy_documents import Folder, codes
from policy_sim.diagnostics import Severity
from policy_sim.errors import DocumentError, PolicyError
from policy_sim.policy import check_law, load_law
from policy_sim.policy.content import content
from policy_sim.policy.rule import Authority, Rule


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Return a folder for small regulations."""
    return Folder(tmp_path)


def rule_in(folder: Folder, text: str) -> Rule:
    """Return the only rule of a regulation, which *text* writes."""
    (rule,) = folder.base(f"rules:\n  r: {text}\n").law().on(date(2026, 1, 1)).rules
    return rule


def test_change_dates_cut_time(folder: Folder) -> None:
    """Each dated value, ``from`` and ``until`` begins a vintage, inclusive at its first day."""
    law = folder.base(
        "parameters:\n"
        "  wait: {values: {2020-01-01: 4 years, 2024-06-01: 3 years}}\n"
        "rules:\n"
        "  a: {when: time_in_grade >= wait, then: promote}\n"
        "  b: {from: 2022-01-01, until: 2023-01-01, then: promote}\n"
    ).law()
    begins = [vintage.begins.isoformat() for vintage in law.vintages]
    assert begins == ["2020-01-01", "2022-01-01", "2023-01-01", "2024-06-01"]
    assert law.vintages[-1].ends is None
    ids = [[rule.id for rule in vintage.rules] for vintage in law.vintages]
    assert ids == [["a"], ["a", "b"], ["a"], ["a"]]
    waits = [law.on(date(2024, *day)).parameters["wait"].single for day in ((5, 31), (6, 1))]
    assert waits == [48, 36]


def test_no_law_before_its_first_date(folder: Folder) -> None:
    """Asking for the law of an earlier day is refused, not answered with the first vintage."""
    law = folder.base("rules: {r: {then: promote}}\n").law()
    assert law.on(date(2020, 1, 1)).rules
    with pytest.raises(ValueError, match="no law before 2020-01-01"):
        law.on(date(2019, 12, 31))


def test_items_inherit_from_their_document(folder: Folder) -> None:
    """Source, authority and status are the item's own, else those of the opening."""
    law = folder.base(
        "source: the statute\nauthority: national\nstatus: secondary\n"
        "rules:\n"
        "  own: {then: promote, source: art. 1, authority: city, status: draft}\n"
        "  inherited: {then: promote}\n"
    ).law()
    inherited, own = law.vintages[0].rules
    assert (own.source, own.authority, own.status) == ("art. 1", Authority.CITY, "draft")
    assert inherited.source == "the statute"
    assert (inherited.authority, inherited.status) == (Authority.NATIONAL, "secondary")


def test_file_order_never_matters(folder: Folder) -> None:
    """The same items in another order are the same law, key for key."""
    items = [
        "  a: {when: d, then: promote}\n",
        "  b: {then: nothing, overrides: [a]}\n",
    ]
    definitions = ["  d: e and service >= 12 months\n", "  e: grade >= i_b\n"]
    keys = set()
    for step in (1, -1):
        text = "rules:\n" + "".join(items[::step]) + "definitions:\n" + "".join(definitions[::step])
        keys.add(folder.base(text).law().vintages[0].key)
    assert len(keys) == 1


def test_the_key_changes_with_the_law(folder: Folder) -> None:
    """A threshold, an effect, an override or a table cell: each gives another key."""
    texts = (
        "rules: {r: {when: service >= 12 months, then: promote}}\n",
        "rules: {r: {when: service >= 13 months, then: promote}}\n",
        "rules: {r: {when: service >= 12 months, then: dismiss}}\n",
        "rules: {r: {then: promote}, s: {then: nothing, overrides: [r]}}\n",
        "tables: {t: {input: zone, keyed: {centre: 1, outer: 2}}}\n",
        "tables: {t: {input: zone, keyed: {centre: 1, outer: 3}}}\n",
    )
    keys = [folder.base(text).law().vintages[0].key for text in texts]
    assert len(set(keys)) == len(keys)


def test_content_leaves_places_out(folder: Folder) -> None:
    """Two rules that differ only in where they stand say the same."""
    (first,) = folder.base("rules: {r: {then: promote}}\n").law().vintages[0].rules
    (second,) = folder.base("# a comment\nrules: {r: {then: promote}}\n").law().vintages[0].rules
    assert first.place != second.place
    assert content(first) == content(second)


def test_a_clause_is_an_item_of_the_top_level(folder: Folder) -> None:
    """``and`` and lists make several clauses; ``or``, ``any`` and ``none`` make one."""
    rule = rule_in(
        folder,
        "{then: promote, when: [grade > i_a and service > 1 year, grade > i_a or sex == f,"
        " {any: [sex == f, sex == m]}, {none: [grade == i_d, zone == outer]}]}",
    )
    assert [clause.text for clause in rule.clauses] == [
        "grade > i_a",
        "service > 1 year",
        "grade > i_a or sex == f",
        "{any: [sex == f, sex == m]}",
        "{none: [grade == i_d, zone == outer]}",
    ]
    assert str(rule.clauses[3].condition) == "(sex == 0 or sex == 1)"
    assert str(rule.clauses[4].condition) == "not (grade == 4 or zone == 1)"


def test_all_at_the_top_is_the_list(folder: Folder) -> None:
    """``{all: [..]}`` and a list have the same clauses."""
    listed = rule_in(folder, "{then: promote, when: [grade > i_a, zone == outer]}")
    named = rule_in(folder, "{then: promote, when: {all: [grade > i_a, zone == outer]}}")
    assert content(listed) == content(named)


def test_several_words_at_one_level_are_all_meant(folder: Folder) -> None:
    """``{any: [..], none: [..]}`` asks for both."""
    rule = rule_in(folder, "{then: promote, when: {any: [zone == outer], none: [grade == i_a]}}")
    assert str(rule.clauses[0].condition) == "((zone == 1) and not (grade == 1))"


def test_a_rule_without_when_always_holds(folder: Folder) -> None:
    """No ``when`` means no clauses, no ``applies_to`` the whole workforce."""
    rule = rule_in(folder, "{then: promote}")
    assert rule.clauses == ()
    assert str(rule.scope) == "always"


def test_the_area_follows_from_the_effect(folder: Folder) -> None:
    """A rule without an area has that of its effects; a bar has none."""
    assert rule_in(folder, "{then: promote}").area == "promotion"
    assert rule_in(folder, "{then: dismiss}").area == "exit"
    assert rule_in(folder, "{area: discipline, then: dismiss}").area == "discipline"
    assert rule_in(folder, "{then: {bar: [promote]}}").area == ""


def test_several_effects_and_their_fields(folder: Folder) -> None:
    """A list gives each of its effects; fields go to the effect that has them."""
    rule = rule_in(folder, "{area: discipline, then: [{sanction: cut_6m, for: 1 year}, demote]}")
    sanction, demote = rule.effects
    assert (sanction.name, str(sanction.value), str(sanction.fields["for"])) == (
        "sanction",
        "3",
        "12",
    )
    assert (demote.name, demote.value) == ("demote", None)


def test_shares_and_counts_of_quotas(folder: Folder) -> None:
    """20 % is 2000; a parameter may stand for a share or a count; one quota needs no list."""
    law = folder.base(
        "parameters: {part: {value: 12.5%}, places: {value: 3}}\n"
        "rules:\n  r:\n    then: promote\n    select:\n      rank_by: competence\n"
        "      reserve:\n        - {share: 20%, for: sex == f}\n"
        "        - {share: part, for: zone == outer, round: up}\n"
        "      cap: {count: places, for: sex == m, filled: last, unused: keep, counted: year}\n"
    ).law()
    select = law.vintages[0].rules[0].select
    assert select is not None
    assert [quota.share for quota in select.reserves] == [2000, 1250]
    assert [quota.rounding for quota in select.reserves] == ["down", "up"]
    (cap,) = select.caps
    assert (cap.count, cap.filled_first, cap.release, cap.span) == (3, False, False, "year")


def test_overrides_of_rules_not_in_force_do_nothing(folder: Folder) -> None:
    """A rule may override one that begins later; until then the name is left out."""
    law = folder.base(
        "rules:\n"
        "  exception: {then: nothing, overrides: [late]}\n"
        "  late: {then: promote, from: 2025-01-01}\n"
    ).law()
    overrides = [vintage.rules[0].overrides for vintage in law.vintages]
    assert overrides == [(), ("late",)]


def test_used_regulations_are_part_of_the_law(folder: Folder, tmp_path: Path) -> None:
    """``uses`` takes in the items of another regulation; two of one name are a finding."""
    other = "policy: pay\nfrom: 2019-01-01\nuses: [town]\nrules: {slip: {then: {pay: Rp 5}}}\n"
    (tmp_path / "pay.yaml").write_text(other, encoding="utf-8")
    folder.base("rules: {r: {then: promote}}\n")
    path = tmp_path / "base.yaml"
    path.write_text(path.read_text("utf-8").replace("[town]", "[town, pay]"), "utf-8")
    assert [rule.id for rule in folder.law().on(date(2026, 1, 1)).rules] == ["r", "slip"]
    assert len(folder.law().files) == 3
    path.write_text(path.read_text("utf-8").replace("r:", "slip:"), "utf-8")
    assert codes(folder.findings()) == ["name-taken"]


@pytest.mark.parametrize("section", ["parameters", "definitions"])
def test_words_are_not_shadowed(folder: Folder, section: str) -> None:
    """A parameter or definition cannot be called like a word of a scale; a table can."""
    folder.base(f"{section}: {{good: {{value: 3}}}}\n")
    assert codes(folder.findings()) == ["name-taken"]
    folder.base("tables: {good: {input: zone, keyed: {centre: 1, outer: 2}}}\n")
    assert folder.findings() == []


def test_a_selection_per_post_needs_posts(folder: Folder) -> None:
    """``per: post`` without ``for_each: post`` would be a competition for nothing."""
    folder.base("rules: {r: {then: promote, select: {per: post, rank_by: competence}}}\n")
    assert codes(folder.findings()) == ["per-post-without-post"]


def test_findings_of_a_failed_item_do_not_spread(folder: Folder) -> None:
    """What reads a parameter, table or definition that has a finding is not blamed as well."""
    folder.base(
        "parameters: {p: {value: 3 months + 1 month}, q: {valu: 3}, u: {values: {soon: 1}}}\n"
        "tables: {t: {input: grade, keyed: {i_a: x}}}\n"
        "definitions: {d: undeclared_name >= 3}\n"
        "rules:\n"
        "  a: {when: time_in_grade >= p and time_in_grade >= q + u, then: promote}\n"
        "  b: {when: t(grade) >= 1 and d, then: promote}\n"
    )
    findings = folder.findings()
    assert [finding.where.line for finding in findings] == [4, 4, 4, 5, 6]


def test_a_finding_of_several_vintages_is_told_once(folder: Folder) -> None:
    """A mistake that stands in three vintages is one finding."""
    folder.base(
        "parameters: {p: {values: {2020-01-01: 1, 2021-01-01: 2, 2022-01-01: 3}}}\n"
        "rules: {r: {when: grade >= i_z, then: promote}}\n"
    )
    assert len(folder.findings()) == 1


def test_warnings_do_not_stop_a_law(folder: Folder) -> None:
    """A parameter that is added and that nothing reads is a warning that the law keeps."""
    folder.base("rules: {r: {then: promote}}\n")
    law = folder.amend("2021-01-01", "add: {parameters: {p: {value: 3}}}\n").law()
    assert [(f.code, f.severity) for f in law.findings] == [("added-unread", Severity.WARNING)]


def test_errors_carry_every_finding(folder: Folder) -> None:
    """``load_law`` raises what ``check_law`` returns."""
    folder.base("rules: {r: {when: grde > i_a, then: promot}}\n")
    with pytest.raises(PolicyError) as caught:
        folder.law()
    assert list(caught.value.findings) == folder.findings()
    assert "grde" in str(caught.value)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\x01\x02",
        b"[1, 2]",
        b"policy",
        b"policy: [a]\n",
        b"a: &x 1\nb: *x\n",
        b"\xff\xfe",
    ],
)
def test_rubbish_is_a_finding(tmp_path: Path, content: bytes) -> None:
    """Whatever a file holds, loading it raises findings and nothing else."""
    path = tmp_path / "rubbish.yaml"
    path.write_bytes(content)
    with pytest.raises((DocumentError, PolicyError)) as caught:
        load_law(path)
    assert caught.value.findings


def test_a_missing_file_cannot_be_checked(tmp_path: Path) -> None:
    """``check_law`` raises only if a named file cannot be read at all."""
    with pytest.raises(DocumentError):
        check_law(tmp_path / "nowhere.yaml")


def test_an_expression_cannot_reach_python(folder: Folder) -> None:
    """Attributes, calls and imports of Python are unknown names or characters."""
    for text in ("__import__('os')", "grade.__class__", "().__class__", "open(grade)", "lambda: 1"):
        folder.base(f'rules: {{r: {{when: "{text}", then: promote}}}}\n')
        assert folder.findings()


@pytest.mark.parametrize("depth", [200, 4000])
def test_a_deep_nest_is_a_finding(folder: Folder, depth: int) -> None:
    """Thousands of brackets are refused, not crashed on."""
    folder.base(f"rules: {{r: {{when: {'(' * depth}sex == f{')' * depth}, then: promote}}}}\n")
    assert codes(folder.findings()) == ["expression-too-deep"]


def test_the_wrong_kind_of_document(folder: Folder) -> None:
    """A vocabulary is no law, a policy no vocabulary, a base no amendment."""
    folder.base("rules: {r: {then: promote}}\n")
    assert codes(check_law(folder.path / "town.yaml")) == ["wrong-document"]
    base = folder.path / "base.yaml"
    assert codes(check_law(base, [base])) == ["wrong-document"]


def test_the_digest_covers_every_document(folder: Folder) -> None:
    """A changed comment in the vocabulary changes the digest, not the keys."""
    before = folder.base("rules: {r: {then: promote}}\n").law()
    town = folder.path / "town.yaml"
    town.write_text(town.read_text("utf-8") + "# a comment\n", "utf-8")
    after = folder.law()
    assert before.digest != after.digest
    assert [v.key for v in before.vintages] == [v.key for v in after.vintages]
