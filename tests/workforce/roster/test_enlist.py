"""People of a file take up their service as the file has them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np

from policy_sim.chance import Chance
from policy_sim.policy.ast import History
from policy_sim.workforce import Workforce
from policy_sim.workforce.roster import Roster, enlist
from roster_files import MAPPING, csv_of, people, written

NO_UNITS = MAPPING.replace("  unit: UNIT\n", "").replace("drop: [NAME]", "drop: [NAME, UNIT]")


def enlisted(roster: Roster, seed: int = 1, replication: int = 0) -> Workforce:
    """Return the people of *roster* on the first day."""
    return enlist(roster, Chance(seed, 0), Chance(seed, replication))


def staff(folder: Path, *rows: dict[str, str], mapping: str = MAPPING) -> Roster:
    """Return a file's people, of whom each has another grade or score to be known by."""
    return people(written(folder, csv_of(*rows), mapping))


def test_months_are_counted_to_the_start(tmp_path: Path) -> None:
    """Age, service and time in grade are completed months on the first day of the study."""
    roster = staff(
        tmp_path, {"BORN": "02/02/1980", "ENTERED": "01/01/2005", "RANKED": "01/04/2020"}
    )
    people = enlisted(roster)
    assert people.record["age"].tolist() == [550]  # 45 years and 10 months on 1 January 2026
    assert people.record["service"].tolist() == [252]
    assert people.record["time_in_grade"].tolist() == [69]
    assert people.history.entered.tolist() == [date(2005, 1, 1).toordinal()]


def test_ids_are_new_and_say_nothing_of_the_file(tmp_path: Path) -> None:
    """Numbers ascend from 0 in an order of their own, the same in every replication."""
    roster = staff(tmp_path, *[{"SKP": str(n)} for n in range(40)])
    people = enlisted(roster)
    assert people.ids.tolist() == list(range(40))
    assert people.record["performance"].tolist() != sorted(people.record["performance"])
    other = enlisted(roster, replication=1)
    assert np.array_equal(people.record["performance"], other.record["performance"])
    assert not np.array_equal(people.truth["ability"], other.truth["ability"])


def test_holders_sit_in_the_posts_of_their_units(tmp_path: Path) -> None:
    """Each in one of its own; the zone, the job class and the office follow."""
    roster = staff(
        tmp_path,
        {"JABATAN": "JPT pratama", "UNIT": "hospital", "SKP": "1"},
        {"JABATAN": "pengawas", "UNIT": "hospital", "SKP": "2"},
        {"JABATAN": "pengawas", "UNIT": "hospital", "SKP": "3"},
        {"UNIT": "ward_151", "SKP": "4"},
    )
    people = enlisted(roster)
    organisation = roster.mapping.organisation
    order = np.argsort(people.record["performance"])
    posts = people.post[order]
    assert organisation.post_office[posts[:3]].tolist() == [3, 1, 1]
    assert len(set(posts[:3].tolist())) == 3
    hospital = organisation.unit_names.index("hospital")
    assert organisation.post_unit[posts[:3]].tolist() == [hospital] * 3
    assert posts[3] == -1
    assert people.record["unit"][order][3] == organisation.unit_names.index("ward_151")
    assert people.record["zone"][order].tolist() == [0, 0, 0, 1]
    assert people.record["job_class"][order].tolist() == [14, 9, 9, 6]


def test_without_units_people_are_placed_as_the_draw_does(tmp_path: Path) -> None:
    """Holders get a post of their office, and everybody a unit."""
    rows = [{"JABATAN": "administrator"}] * 5 + [{}] * 20
    people = enlisted(staff(tmp_path, *rows, mapping=NO_UNITS))
    assert (people.post >= 0).sum() == 5
    assert (people.record["office"] == 2).sum() == 5
    assert len(set(people.record["unit"].tolist())) > 5


def test_the_past_is_as_the_file_records_it(tmp_path: Path) -> None:
    """Series begin with their first entry; a later gap is what the vocabulary calls missing."""
    roster = staff(
        tmp_path,
        {"SKP": "1"},
        {"SKP": "2", "P2023": "baik", "P2024": "", "P2025": "kurang"},
        {"SKP": "3", "P2024": "", "P2025": ""},
        {"SKP": "4", "SANCTIONED": "01/02/2025", "SANCTION": "cut_12m", "ENDED": "01/02/2026"},
    )
    people = enlisted(roster)
    order = np.argsort(people.record["performance"])
    periods = people.history.take(order).periods["predikat"]
    assert periods.known.tolist() == [2, 3, 0, 2]
    assert periods.ring[:3, 1].tolist() == [2, 0, 4]
    entries = people.history.take(order).trails["sanction"].entries
    assert entries.row.tolist() == [3]
    assert entries.until.tolist() == [date(2026, 2, 1).toordinal()]
    kind = roster.mapping.vocabulary.events["sanction"].type
    assert kind is not None
    use = History(kind, "in_force", "sanction")
    force = people.history.take(order).past(np.arange(4)).column(use, date(2026, 1, 1))
    assert force.tolist() == [0, 0, 0, entries.value[0]]


def test_what_is_not_mapped_begins_as_a_newcomers(tmp_path: Path) -> None:
    """The mapping says so; the vocabulary gives the value."""
    people = enlisted(staff(tmp_path, {}))
    words = people.vocabulary.attributes
    assert people.record["potential"].tolist() == [words["potential"].before_first]


def test_a_job_class_of_the_file_is_kept(tmp_path: Path) -> None:
    """Where the file has one, the organisation's does not take its place."""
    mapping = MAPPING.replace("  grade:", "  job_class: {default: 11}\n  grade:")
    assert enlisted(staff(tmp_path, {}, mapping=mapping)).record["job_class"].tolist() == [11]
