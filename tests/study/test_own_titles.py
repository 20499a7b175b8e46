"""What documents call things in several languages goes into a manifest and comes back."""

from __future__ import annotations

import json
from pathlib import Path

from policy_sim.catalogue.language import ENGLISH, Language
from policy_sim.catalogue.phrase import Words
from policy_sim.documents import read_document
from policy_sim.report.wording import arm_title, titled
from policy_sim.study.based_on import read_stated
from policy_sim.study.own_titles import TITLES, spoken
from policy_sim.study.store import read_manifest, seal

INDONESIAN = Language("id")
HABIT = Words("Habit", {"en": "Habit", "id": "Kebiasaan"})


def test_a_manifest_keeps_titles_in_each_language(tmp_path: Path) -> None:
    """The texts stay as they were; those of other languages are listed once and found again."""
    told = {"laws": {"a": Words("Law", {"en": "Law", "id": "Aturan"})}, "list": [HABIT, "plain"]}
    seal(tmp_path, told)
    written = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))
    assert written["laws"] == {"a": "Law"}
    assert written[TITLES] == {"id": {"Habit": "Kebiasaan", "Law": "Aturan"}}
    read = read_manifest(tmp_path)
    assert read["laws"] == {"a": "Law"}
    assert titled(read["laws"]["a"], INDONESIAN) == "Aturan"
    assert [titled(one, INDONESIAN) for one in read["list"]] == ["Kebiasaan", "plain"]
    assert titled(read["laws"]["a"], ENGLISH) == "Law"
    before = (tmp_path / "manifest.json").read_bytes()
    seal(tmp_path)
    assert (tmp_path / "manifest.json").read_bytes() == before


def test_a_manifest_of_one_language_is_as_it_was() -> None:
    """Nothing is added where no document speaks of itself twice."""
    told = {"title": "Study", "arms": ["a+b"]}
    assert spoken(told) == told


def test_an_arm_is_called_by_what_varies() -> None:
    """With one practice the title of the law says all; a hypothetical practice says so."""
    manifest = {
        "laws": {"old": "Old law", "new": "New law"},
        "practices": {
            "habit": {"title": HABIT, "hypothetical": False},
            "near": {"title": "Near", "hypothetical": True},
        },
        "arms": ["old+habit", "new+habit"],
    }
    assert arm_title("new+habit", manifest) == "New law"
    both = manifest | {"arms": ["old+habit", "new+near"]}
    assert arm_title("new+near", both) == "New law · Near (hypothetical)"
    assert arm_title("old+habit", both, INDONESIAN) == "Old law · Kebiasaan"
    habits = manifest | {"arms": ["old+habit", "old+near"]}
    assert arm_title("old+habit", habits) == "Habit"


def test_a_title_of_the_base_does_not_show_through(tmp_path: Path) -> None:
    """A study based on another has its own title, in the languages in which it gives one."""
    small = Path(__file__).parents[2] / "scenarios" / "small.yaml"
    file = tmp_path / "mine.yaml"
    file.write_text(f"scenario: mine\ntitle: {{en: Mine}}\nbased_on: {small}\n", encoding="utf-8")
    assert "id" in dict(read_document(small).root["title"])
    title = read_stated(file).shape.title
    assert (str(title), titled(title, INDONESIAN)) == ("Mine", "Mine")
