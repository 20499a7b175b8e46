from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from policy_sim.catalogue import sentence
from policy_sim.diagnostics import Severity
from policy_sim.errors import BadInput, DocumentError, ScenarioError
from policy_sim.policy.loading import load_law
from policy_sim.study.horizon import horizon_findings
from policy_sim.study.loading import load_scenario
from policy_sim.study.unheeded import unfilled_posts
from small_study import ROOT, altered, copied, scenarios_copied, shipped

SHIPPED = sorted(
    path
    for path in (ROOT / "scenarios").rglob("*.yaml")
    if re.search(r"^scenario:", path.read_text(encoding="utf-8"), re.MULTILINE)
)
BEYOND = "effective-beyond-horizon"


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """The small study in a folder of its own, to be altered; its laws are the shipped ones."""
    return scenarios_copied(tmp_path)


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    """The small study with laws of its own, to be altered too."""
    return copied(tmp_path)


def findings_of(path: Path) -> dict[str, str]:
    """Return the sentences of all findings of a scenario that cannot be loaded, by code."""
    with pytest.raises(BadInput) as caught:
        load_scenario(path)
    for finding in caught.value.findings:
        assert finding.where.file, f"{finding.code} has no place"
    return {finding.code: sentence(finding) for finding in caught.value.findings}


@pytest.mark.xdist_group("shipped scenarios")
@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shipped_scenarios_load_without_a_warning(path: Path) -> None:
    """Every scenario that comes with the project is sound, down to its assumptions."""
    assert shipped(path.relative_to(ROOT / "scenarios").as_posix()).findings == ()


@pytest.mark.xdist_group("shipped scenarios")
def test_the_medan_study_is_the_one_described() -> None:
    """Ten years from 2026, two laws under two practices, ten replications, three outcomes."""
    study = shipped("medan.yaml")
    assert (study.stated.years, study.stated.replications) == (10, 10)
    assert study.stated.start == date(2026, 1, 1)
    assert {arm.name for arm in study.grid.arms} == {
        "in-force+seniority", "in-force+closeness", "merit+seniority", "merit+closeness",
    }  # fmt: skip
    assert study.grid.baseline.name == "in-force+seniority"
    assert study.effective["merit"] == (date(2027, 1, 1),)
    assert study.practices["closeness"].hypothetical
    assert study.design.primary == ("service_quality", "leaderless_months", "personnel_share")
    assert study.profile.people == 9726 + 4625 + 8533


@pytest.mark.xdist_group("shipped scenarios")
def test_the_small_study_is_medan_made_small() -> None:
    """The study that the promises are tested on has Medan's laws, practices and systems."""
    small, medan = (shipped(f"{n}.yaml") for n in ("small", "medan"))
    assert small.laws.keys() == medan.laws.keys()
    assert (small.grid.arms, small.grid.baseline) == (medan.grid.arms, medan.grid.baseline)
    assert [s.name for s in small.systems] == [s.name for s in medan.systems]
    assert (small.stated.people, small.stated.years) == (300, 3)


def test_every_input_of_a_study_is_known(small: Path) -> None:
    """The files of a study include what its documents name in turn, tables in CSV among them."""
    inputs = load_scenario(small).inputs
    names = {path.name for path in inputs}
    assert {"small.yaml", "vocabulary.yaml", "merit-reform.yaml", "basic_pay.csv"} <= names
    assert inputs[0] == small


@pytest.mark.parametrize(
    ("old", "new", "code", "near"),
    [
        ("baseline: in-force+seniority", "baseline: inforce+seniority", "unknown-arm",
         "in-force+seniority"),
        ("laws: [in-force, merit]", "laws: [in-force, merrit]", "unknown-law", "merit"),
        ("practices: [seniority, closeness]", "practices: [seniority, closenes]",
         "unknown-practice", "closeness"),
        ("practice: seniority}", "practice: senority}", "unknown-practice", "seniority"),
        ("service_quality, leader", "servce_quality, leader", "unknown-outcome",
         "service_quality"),
        ("window: from-2027", "window: from-2072", "unknown-window", "from-2027"),
        ("groups: [family,", "groups: [famly,", "unknown-group", "family"),
        ("  promotion: {}", "  promotoin: {}", "unknown-system", "promotion"),
        ("assumption: death_rate", "assumption: deth_rate", "unknown-assumption", "death_rate"),
        ("replications: 4", "replicatons: 4", "unknown-key", "replications"),
        ("engine: columnar", "engine: colunmar", "unknown-word", "columnar"),
    ],
)  # fmt: skip
def test_a_misspelt_name_is_found_and_the_nearest_one_named(
    small: Path, old: str, new: str, code: str, near: str
) -> None:
    """Every cross-reference of a scenario is checked when it is loaded, with a near match."""
    found = findings_of(altered(small, (old, new)))
    assert code in found
    assert f"'{near}'" in found[code]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("start: 2026-01-01", "start: 2026-07-01", "start-not-new-year"),
        ("start: 2026-01-01", "start: 1980-01-01", "no-law-at-start"),
        ("    hypothetical: yes\n", "", "must-be-hypothetical"),
        ("{year: 3}", "{year: 3, at: 2028-12-31}", "one-reach"),
        ("{year: 3}", "{}", "one-reach"),
        ("{year: 3}", "{year: 4}", "window-outside"),
        ("{at: 2028-12-31}", "{at: 2028-06-30}", "window-outside"),
        ("years: 3\n", "years: 0\n", "out-of-range"),
        ("replications: 4", "replications: many", "not-whole"),
        ("seed: 2026", "seed: -1", "out-of-range"),
        ("share: 30%", "share: 130%", "not-a-share"),
        ("profile: profiles/medan.yaml", "profile: profiles/nowhere.yaml", "missing-file"),
        ("  - assumptions/medan.yaml", "  - nowhere.yaml", "missing-file"),
    ],
)
def test_what_cannot_be_run_is_found_when_loaded(
    small: Path, old: str, new: str, code: str
) -> None:
    """Dates, shares, counts and files that cannot stand are findings with a place."""
    assert code in findings_of(altered(small, (old, new)))


@pytest.mark.parametrize(
    ("old", "new", "named", "near"),
    [
        ("profiles/medan.yaml", "profiles/medam.yaml", "", "medan.yaml"),
        ("facts/medan.yaml", "facts/meda.yaml", "", "medan.yaml"),
        ("organisations/medan.yaml", "organisations/medam.yaml", "", "medan.yaml"),
        ("assumptions/rewards.yaml", "assumptions/reward.yaml", "", "rewards.yaml"),
        ("medan/drafts/merit-reform.yaml", "medan/drafts/merit-refrom.yaml",
         "../policies/medan/drafts/merit-refrom.yaml", "merit-reform.yaml"),
        ("in-force.yaml\n  merit:", "inforce.yaml\n  merit:", "../policies/medan/inforce.yaml",
         "in-force.yaml"),
        ("people: 300\n", "roster: {file: p.csv, mapping: small.yml}\n", "small.yml", "small.yaml"),
    ],
)  # fmt: skip
def test_a_missing_file_is_told_where_it_is_named(
    small: Path, old: str, new: str, named: str, near: str
) -> None:
    """File, line and column are those of the name, and the nearest file is offered."""
    lines = altered(small, (old, new)).read_text(encoding="utf-8").splitlines()
    with pytest.raises(ScenarioError) as caught:
        load_scenario(small)
    (found,) = (f for f in caught.value.findings if f.code == "missing-file")
    assert Path(found.where.file) == small
    assert lines[found.where.line - 1][found.where.column - 1 :].startswith(named or new)
    assert found.values["near"] == near


def test_an_effective_date_beyond_the_horizon_is_an_error(whole: Path) -> None:
    """A reform of 2040 in a study that ends in 2028 would change nothing, and is refused."""
    reform = whole.parent.parent / "policies" / "medan" / "drafts" / "merit-reform.yaml"
    altered(reform, ("effective: 2027-01-01", "effective: 2040-01-01"))
    assert "2040-01-01" in findings_of(whole)[BEYOND]


@pytest.mark.parametrize("day", ["2025-11-01", "2025-10-01"])
def test_an_effective_date_before_the_start_is_a_warning(whole: Path, day: str) -> None:
    """A reform that is already in force can be studied; the reader is told, even if the law
    that it amends changes on the same day.
    """
    reform = whole.parent.parent / "policies" / "medan" / "drafts" / "merit-reform.yaml"
    altered(reform, ("effective: 2027-01-01", f"effective: {day}"))
    found = {f.code: f.severity for f in load_scenario(whole).findings}
    assert found["effective-before-start"] is Severity.WARNING


def test_a_horizon_that_is_cut_warns_instead(small: Path) -> None:
    """Cutting the years on the command line may lose the reform: a warning, not an error."""
    study = load_scenario(small)
    findings = horizon_findings(study.stated, study.laws, study.effective, study.horizon(1))
    assert {f.code for f in findings} == {BEYOND, "window-outside"}
    assert {f.severity for f in findings} == {Severity.WARNING}
    assert horizon_findings(study.stated, study.laws, study.effective, study.horizon()) == []


def test_a_law_that_never_differs_is_reported(small: Path) -> None:
    """A reform without its amendment is the law in force: the study says so."""
    path = altered(small, ("    amendments: [../policies/medan/drafts/merit-reform.yaml]\n", ""))
    assert "law-never-differs" in {finding.code for finding in load_scenario(path).findings}


def test_a_rule_that_no_system_carries_out_is_told(whole: Path) -> None:
    """With promotion off its rules are warned of, each once; so is what no system does at all."""
    altered(whole, ("  promotion: {}\n", ""))
    altered(
        whole.parents[1] / "policies" / "asn" / "in-force.yaml",
        (
            "rules:\n",
            "rules:\n  dismissal: {area: appraisal, when: age > 70 years, then: dismiss}\n",
        ),
    )
    told = [f for f in load_scenario(whole).findings if f.code == "effect-unheeded"]
    assert {f.severity for f in told} == {Severity.WARNING}
    areas = {f.values["seen"]: (f.values["area"], f.values["allowed"]) for f in told}
    assert len(areas) == len(told)
    assert areas.pop("dismissal") == ("appraisal", "none in this version")
    assert set(areas.values()) == {("promotion", "promotion")}


def test_posts_that_no_rule_fills_are_told() -> None:
    """A law without an appointing rule leaves the posts of an organisation empty."""
    medan = shipped("small.yaml")
    fills, fills_none = medan.laws["merit"], load_law(ROOT / "policies/five_grades/rules.yaml")
    (told,) = unfilled_posts(fills_none, medan.plan, {"appointment"})
    assert told.code == "posts-unfilled"
    assert told.values["seen"] == "supervisor, administrator, high_leadership"
    assert told.where.file.endswith("organisations/medan.yaml")
    assert not list(unfilled_posts(fills, medan.plan, {"appointment"}))
    assert not list(unfilled_posts(fills_none, medan.plan, {"promotion"}))


def test_laws_that_mean_other_people_are_not_compared(whole: Path) -> None:
    """A law with another vocabulary would misread the record of the arms' common people."""
    policies = whole.parents[1] / "policies"
    shutil.copytree(policies, policies.with_name("others"))
    altered(
        policies.with_name("others") / "asn" / "vocabulary.yaml",
        ("merit: higher, if_missing: none}", "merit: higher, if_missing: good}"),
    )
    path = altered(
        whole,
        ("id: Reformasi manajemen talenta\n    policy: ../policies/",
         "id: Reformasi manajemen talenta\n    policy: ../others/"),
    )  # fmt: skip
    said = findings_of(path)["other-vocabulary"]
    assert "'merit'" in said
    assert "predikat" in said


def test_a_change_of_practice_has_its_date_checked(small: Path) -> None:
    """A practice that changes after the last year is an error like a law that does."""
    path = altered(
        small,
        ("    order: {share: 50%, by: connection}\n",
         "    order: {share: 50%, by: connection}\n    changes: {2050-01-01: {}}\n"),
    )  # fmt: skip
    assert BEYOND in findings_of(path)


def test_all_findings_come_at_once(small: Path) -> None:
    """Mistakes in names, files and dates are one error with all of them."""
    path = altered(
        small,
        ("start: 2026-01-01", "start: 2026-02-01"),
        ("groups: [family,", "groups: [famly,"),
        ("organisation: organisations/medan.yaml", "organisation: nowhere.yaml"),
        ("  promotion: {}", "  promotoin: {}"),
    )
    assert {"start-not-new-year", "unknown-group", "missing-file", "unknown-system"} <= set(
        findings_of(path)
    )


def test_a_broken_law_is_found_through_the_scenario(whole: Path) -> None:
    """What is wrong in a policy is reported with the policy's own file and line."""
    law = whole.parent.parent / "policies" / "medan" / "in-force.yaml"
    altered(law, ("post.office == supervisor", "post.office == supervsor"))
    with pytest.raises(ScenarioError) as caught:
        load_scenario(whole)
    assert any(f.where.file.endswith("in-force.yaml") for f in caught.value.findings)


@pytest.mark.parametrize("text", ["", "a: b", "[1, 2]", "\x00", "scenario: x\nscenario: y"])
def test_rubbish_is_a_finding_and_no_traceback(tmp_path: Path, text: str) -> None:
    """A file that is no scenario at all is refused as a document."""
    path = tmp_path / "x.yaml"
    path.write_text(text)
    with pytest.raises(DocumentError):
        load_scenario(path)


def test_a_system_with_a_wrong_setting_leaves_no_assumption_unused(small: Path) -> None:
    """What the system would have used is not blamed as well."""
    findings = findings_of(altered(small, ("  service: {}", "  service: {on: yes}")))
    assert "unknown-key" in findings
    assert "unused-assumption" not in findings


def test_a_budget_is_in_the_currency_of_the_vocabulary(small: Path) -> None:
    """An amount of the settings in another currency is found, with both symbols and its place."""
    with pytest.raises(ScenarioError) as caught:
        load_scenario(altered(small, ("budget: Rp 6795000000000", "budget: USD 400000000")))
    (finding,) = caught.value.findings
    assert finding.code == "other-currency"
    assert (finding.values["seen"], finding.values["allowed"]) == ("USD", "Rp")
    assert finding.where.line > 1


def test_a_law_may_leave_an_article_out(tmp_path: Path) -> None:
    """The law without an article is another one than with it; an unknown article is a finding."""
    draft = ROOT / "tests" / "golden" / "dossier" / "draft.yaml"
    text = (
        f"scenario: without\ntitle: Without\nbased_on: {ROOT / 'scenarios' / 'five_grades.yaml'}\n"
        f"laws: {{seniority: {{amendments: [{draft}], without: [draft art. 3]}}}}\n"
    )
    path = tmp_path / "without.yaml"
    path.write_text(text, encoding="utf-8")
    law = load_scenario(path).laws["seniority"]
    assert "bonus-of-the-good" not in {rule.id for rule in law.vintages[-1].rules}
    path.write_text(text.replace("art. 3", "art. 33"), encoding="utf-8")
    with pytest.raises(ScenarioError, match=r"no article 'draft art\. 33'"):
        load_scenario(path)


def test_a_tile_names_an_outcome_and_an_attribute(whole: Path) -> None:
    """What the first screen is asked to show is there, or the nearest name is told."""
    path = altered(
        whole,
        ("    - right_person_in_post\n", "    - right_persn_in_post\n"),
        ("[family=teacher, ", "[famly=teacher, "),
    )
    found = findings_of(path)
    assert "did you mean 'right_person_in_post'" in found["unknown-outcome"]
    assert "did you mean 'family'" in found["unknown-group"]
