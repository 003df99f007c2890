"""Observations and reflections as rows, and what a teacher may see of them."""

from pathlib import Path

import pytest

from sdm_cli.cohort.handed_in import Texts, files_in, surveyed, tables_of
from sdm_cli.cohort.report import Report, report
from sdm_cli.cohort.report_rows import report_rows
from sdm_cli.cohort.tables import Tables
from sdm_cli.cohort.tally import tallied
from sdm_cli.document.plain import to_plain
from sdm_cli.pages.class_report import class_report
from tests.cohort.made_up_class import MONDAY, Person, as_kept
from tests.cohort.role_plays import CASE, CLINICIAN, PATIENT, WATCHED, handed_in, observation


def read(folder: Path, *, with_words: bool = False) -> list[Tables]:
    survey = surveyed(files_in([folder]))
    return [tables_of(found, survey.persons.get(found.path.parent, ""), Texts(()), with_words=with_words) for found in survey.found]


def reported(folder: Path) -> Report:
    return report(tallied(read(folder)), None, 0, {})


def observers(folder: Path, count: int) -> None:
    """Observers, each of a folder of their own: all see the offer, the first two with words, and nobody sees the review."""
    for number in range(count):
        notes = ("C1", "C2 More than one way" if number < 2 else "C2")
        handed_in(folder / f"o{number}", watched=observation(*notes, name=f"w77{number}", minute=number))


def practised(folder: Path, people: int) -> None:
    """People who practise the case that is observed, with what they fall back on."""
    for number in range(people):
        header, entries = Person(number, 30).practised(CASE, MONDAY)
        handed_in(folder / f"p{number}", practice=as_kept(header, entries))


def test_an_observation_has_a_row_a_step_with_what_was_seen_and_when_first(tmp_path: Path) -> None:
    (tables,) = read(handed_in(tmp_path, watched=observation("C2", "C2 There is more than one way", "T1")))

    rows = {row.step: row for row in tables.seen}
    assert (rows["C2"].was, rows["C2"].proposed, rows["C2"].notes, rows["C2"].second) == ("clear", "clear", 2, 60)
    assert (rows["D1"].was, rows["D1"].notes, rows["D1"].second) == ("not-seen", 0, None)
    assert "T1" in rows
    assert "T2" not in rows  # optional, and nobody saw it
    assert (tables.session.kind, tables.session.code, tables.session.finished, tables.steps) == ("observation", "T7", True, ())


def test_a_reflection_has_a_row_a_theme_and_no_number(tmp_path: Path) -> None:
    (tables,) = read(handed_in(tmp_path, patient=PATIENT))

    assert [(row.theme, row.picked) for row in tables.reflections] == [
        ("understood", "some"),
        ("mattered", "partly"),
        ("decided", "clinician"),
    ]
    assert (tables.session.kind, tables.session.role, tables.session.seconds) == ("reflection", "patient", 360)


def test_what_observers_and_players_typed_stands_only_where_words_are_asked_for(tmp_path: Path) -> None:
    handed_in(tmp_path, watched=WATCHED, patient=PATIENT)

    assert [row for tables in read(tmp_path) for row in tables.words] == []
    words = {(row.step, row.question): row.words for tables in read(tmp_path, with_words=True) for row in tables.words}
    assert words["C2", "observe.note.3"] == "She looks at her hands"
    assert words["", "observe.agenda"] == "Not to talk so much"
    assert words["", "reflect.patient.understood.words"] == "what an injection does"


def test_what_observers_saw_is_counted_step_by_step_beside_what_practices_reached(tmp_path: Path) -> None:
    observers(tmp_path, 6)
    practised(tmp_path, 8)

    told = reported(tmp_path)

    (seen,) = told.seen
    offer, review = ({step.step: step for step in seen.steps}[name] for name in ("C2", "D4"))
    assert (seen.talks, seen.people) == (6, 6)
    assert (offer.not_seen, offer.touched, offer.clear, offer.checked) == (0, 4, 2, 0)
    assert (review.not_seen, review.talks) == (6, 6)
    (practices,), (case,) = told.kinds, told.cases
    assert (practices.talks, case.talks, case.people) == (8, 8, 8)
    beside = {step.step: (step.reached, step.talks) for step in practices.steps}
    assert {step.step: (step.reached, step.practices) for step in seen.steps} == {step.step: beside[step.step] for step in seen.steps}
    rows = {(row.name, row.what): (row.number, row.of) for row in report_rows(told) if row.about == "seen"}
    assert (rows["C2", "touched"], rows["D4", "not seen"]) == ((4, 6), (6, 6))


def test_fewer_than_five_observers_are_left_whole_and_practices_of_too_few_are_not_set_beside_more(tmp_path: Path) -> None:
    observers(tmp_path / "few", 4)
    told = reported(tmp_path / "few")
    assert (told.seen, told.not_broken_down) == ((), ("observation by elwyn-2012",))

    observers(tmp_path / "more", 5)
    practised(tmp_path / "more", 3)
    told = reported(tmp_path / "more")
    assert {step.practices for seen in told.seen for step in seen.steps} == {None}
    assert "Reached in practices" not in to_plain(class_report(told))


def test_those_who_watched_a_case_do_not_make_those_who_talked_enough_to_be_broken_down(tmp_path: Path) -> None:
    observers(tmp_path, 5)
    practised(tmp_path, 3)

    told = reported(tmp_path)

    assert (told.kinds, told.cases) == ((), ())
    assert CASE in told.not_broken_down


def test_reflections_are_counted_and_nothing_of_them_is_told(tmp_path: Path) -> None:
    for number in range(6):
        handed_in(tmp_path / f"f{number}", patient=PATIENT if number == 0 else CLINICIAN)

    told = reported(tmp_path)
    page = to_plain(class_report(told))

    assert told.handed_in.reflections == 2  # the same one handed in five times counts once
    assert "Reflections: 2 of the sessions" in page
    assert "together" not in page


def test_what_a_crash_cut_short_is_counted_and_said(tmp_path: Path) -> None:
    observers(tmp_path, 5)
    handed_in(tmp_path / "o9", watched=WATCHED[:-20])

    told = reported(tmp_path)

    assert told.handed_in.cut == 1
    assert "Cut short: 1, by a crash" in to_plain(class_report(told))
    assert told.seen[0].talks == 5  # it did not come to its end


@pytest.mark.parametrize("shown", ["Not seen: 6", "Touched: 4", "Clear: 2", "most often not seen were"])
def test_the_page_says_so_in_whole_numbers(shown: str, tmp_path: Path) -> None:
    observers(tmp_path, 6)

    page = to_plain(class_report(reported(tmp_path)))

    assert shown in page
    assert "%" not in page
