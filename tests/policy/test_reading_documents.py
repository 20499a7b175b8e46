"""The documents of a regulation: what is read, once, and what of a broken one still counts."""

from __future__ import annotations

from pathlib import Path

import pytest

from policy_documents import Folder, codes
from policy_sim.policy import check_law, load_law


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Return a folder for small regulations."""
    return Folder(tmp_path)


def test_a_broken_opening_does_not_hide_the_items(folder: Folder) -> None:
    """A wrong key or value of the opening and a wrong rule are found together."""
    folder.base("titel: x\nauthority: citty\nrules: {r: {whn: grade > i_a, then: promote}}\n")
    assert codes(folder.findings()) == ["unknown-key", "unknown-word", "unknown-key"]


def test_findings_come_in_the_order_of_the_page(folder: Folder) -> None:
    """Whatever finds them, findings are sorted by file, line and column."""
    folder.base(
        "rules: {r: {when: grde > i_a, then: promot}}\n"
        "tables: {t: {input: grade, keyed: {i_a: 1}}}\n"
        "parameters: {p: {valu: 1}}\n"
    )
    places = [finding.where for finding in folder.findings()]
    assert places == sorted(places)
    assert len(places) == 4


def test_the_digest_covers_tables_beside_the_document(folder: Folder) -> None:
    """A changed cell of a CSV file changes the digest, and the file is among the law's files."""
    table = folder.path / "t.csv"
    folder.base("tables: {t: {input: zone, csv: t.csv}}\n")
    digests = set()
    for cell in (1, 2):
        table.write_text(f"zone,cell\ncentre,{cell}\nouter,0\n", encoding="utf-8")
        law = folder.law()
        digests.add(law.digest)
        assert table.as_posix() in law.files
    assert len(digests) == 2


def test_documents_that_use_each_other(folder: Folder) -> None:
    """Two policies may use each other; each is read once."""
    other = "policy: other\nfrom: 2020-01-01\nuses: [base]\nrules: {s: {then: promote}}\n"
    (folder.path / "other.yaml").write_text(other, encoding="utf-8")
    path = folder.base("rules: {r: {then: promote}}\n").path / "base.yaml"
    path.write_text(path.read_text("utf-8").replace("[town]", "[town, other]"), "utf-8")
    assert [rule.id for rule in load_law(path).vintages[0].rules] == ["r", "s"]


def test_a_used_document_may_stand_in_another_folder(folder: Folder) -> None:
    """A name may lead through folders; the same file by two ways is one document."""
    inner = folder.path / "inner"
    inner.mkdir()
    text = "policy: p\nfrom: 2020-01-01\nuses: [../town, ../base]\nrules: {s: {then: promote}}\n"
    (inner / "p.yaml").write_text(text, encoding="utf-8")
    folder.base("rules: {r: {then: promote}}\n")
    law = load_law(inner / "p.yaml")
    assert len(law.files) == 3


def test_a_broken_document_that_is_used_is_found_there(folder: Folder) -> None:
    """The finding stands in the file that is wrong, whoever uses it."""
    town = folder.path / "town.yaml"
    town.write_text(town.read_text("utf-8") + "atributes: {}\n", encoding="utf-8")
    folder.base("rules: {r: {then: promote}}\n")
    (finding,) = folder.findings()
    assert (finding.code, finding.where.file) == ("unknown-key", str(town))
    town.write_text("a: [", encoding="utf-8")
    assert all(finding.where.file == str(town) for finding in folder.findings())


@pytest.mark.parametrize("name", ["nowhere", "é" * 300, "..", "twon"])
def test_a_name_that_leads_nowhere(folder: Folder, name: str) -> None:
    """A name without a file is a finding at the name, with what stands there."""
    path = folder.base("rules: {r: {then: promote}}\n").path / "base.yaml"
    path.write_text(path.read_text("utf-8").replace("[town]", f'[town, "{name}"]'), "utf-8")
    (finding,) = check_law(path)
    assert (finding.code, finding.where.line, finding.where.column) == ("undeclared", 3, 14)
    assert finding.values["near"] == ("town" if name == "twon" else "")


def test_a_name_is_looked_up_in_the_folder_that_it_names(folder: Folder) -> None:
    """What is listed, and meant, stands where the text points to, with its path."""
    folder.base("rules: {r: {then: promote}}\n")
    draft = folder.path / "drafts" / "draft.yaml"
    draft.parent.mkdir()
    draft.write_text("policy: draft\namends: ../bsae\neffective: 2027-01-01\n", "utf-8")
    (finding,) = check_law(draft)
    assert finding.values["near"] == "../base"
    assert finding.values["allowed"] == "../base, ../town"
    assert finding.values["what"] == "a document in .."


@pytest.mark.parametrize(
    ("item", "section"),
    [
        ("{when: grade == i_a, then: promote, source: x}", "rules"),
        ("{values: {2027-01-01: 3 years}, lever: {range: 1..2}}", "parameters"),
        ("{value: 3 years}", "parameters, definitions"),
        ("{input: grade, keyed: {i_a: 1}}", "tables"),
        ("{when: grade == i_a, never: promote}", "promises"),
        ("{attribute: sex, effect: promote, ground: x}", "distinctions"),
    ],
)
def test_an_item_beside_the_sections_is_shown_where_it_belongs(
    folder: Folder, item: str, section: str
) -> None:
    """Its keys tell what it is, in an amendment as in a regulation."""
    folder.base(f"rules: {{r: {{then: promote}}}}\nitem: {item}\n")
    (finding,) = folder.findings()
    assert (finding.code, finding.values["allowed"]) == ("key-elsewhere", section)
    folder.base("rules: {r: {then: promote}}\n")
    folder.amend("2027-01-01", f"add: {{item: {item}}}\n")
    assert [one.values["allowed"] for one in folder.findings() if one.code == "key-elsewhere"] == [
        section
    ]


def test_a_section_that_is_misspelt_is_no_item(folder: Folder) -> None:
    """What holds items, and has none of their keys, is a section whose name has a slip."""
    folder.base("rulse: {r: {then: promote}}\n")
    assert [one.values["near"] for one in folder.findings()] == ["rules"]


def test_an_amendment_cannot_be_used(folder: Folder) -> None:
    """``uses`` takes vocabularies and policies; amendments are given, or loaded themselves."""
    folder.base("rules: {r: {then: promote}}\n")
    folder.amend("2027-01-01", "repeal: [{rule: r}]\n")
    text = "policy: p\nfrom: 2020-01-01\nuses: [town, amendment0]\n"
    (folder.path / "p.yaml").write_text(text, encoding="utf-8")
    assert codes(check_law(folder.path / "p.yaml")) == ["wrong-document"]
