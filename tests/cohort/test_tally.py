"""Counts add up, whatever came first, and quartiles are those of the textbook."""

import statistics
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdm_cli.cohort.handed_in import Texts, files_in, surveyed, tables_of
from sdm_cli.cohort.report import Report, report
from sdm_cli.cohort.tables import Tables
from sdm_cli.cohort.tally import quartiles, tallied
from sdm_cli.document.plain import to_plain
from sdm_cli.pages.class_report import class_report
from tests.cohort.made_up_class import SELDOM


@pytest.fixture(scope="session")
def sessions(handed_in: Path) -> list[Tables]:
    survey = surveyed(files_in([handed_in]))
    return [tables_of(found, survey.persons[found.path.parent], Texts(())) for found in survey.found]


def reported(sessions: list[Tables]) -> Report:
    return report(tallied(sessions), 30, 0, {})


@given(st.lists(st.integers(0, 4000), min_size=2, max_size=60))
def test_quartiles_are_those_of_the_standard_library(values: list[int]) -> None:
    counted = {value: values.count(value) for value in set(values)}

    found = quartiles(counted)

    assert found is not None
    assert list(found) == [int(exact + 0.5) for exact in statistics.quantiles(values, n=4, method="inclusive")]


def test_of_nothing_there_is_no_median_and_of_one_it_is_the_one() -> None:
    assert quartiles({}) is None
    assert quartiles({7: 1}) == (7, 7, 7)


def test_the_report_does_not_hang_on_the_order_in_which_files_were_read(sessions: list[Tables]) -> None:
    shuffled = sorted(sessions, key=lambda each: each.session.session)

    assert reported(shuffled) == reported(sessions)


def test_every_talk_is_counted_once_at_every_step(sessions: list[Tables]) -> None:
    told = reported(sessions)

    finished = [each for each in sessions if each.session.finished]
    assert told.handed_in.finished == len(finished) == sum(kind.talks + kind.left_out for kind in told.kinds)
    finished = [each for each in finished if each.session.case != SELDOM]  # of three people only
    assert len(finished) == sum(kind.talks for kind in told.kinds)
    for kind in told.kinds:
        here = [each for each in finished if each.session.kind == kind.kind]
        for step in kind.steps:
            rows = [row for each in here for row in each.steps if row.step == step.step]
            assert step.talks == len(rows)
            assert step.reached == sum(row.came_to == "reached" for row in rows)
            assert step.touched == sum(row.came_to == "touched" for row in rows)


def test_the_first_and_the_last_talk_of_the_same_person_about_the_same_are_set_side_by_side(sessions: list[Tables]) -> None:
    told = reported(sessions)

    (practices,) = [kind for kind in told.kinds if kind.kind == "practice"]
    by_person: dict[tuple[str, str], list[Tables]] = {}
    for each in sorted(sessions, key=lambda each: each.session.started):
        if each.session.finished and each.session.kind == "practice":
            by_person.setdefault((each.session.person, each.session.case), []).append(each)
    again = [talks for talks in by_person.values() if len(talks) > 1]
    assert practices.again_people == len({talks[0].session.person for talks in again})
    (offer,) = [change for change in practices.again if change.step == "C2"]
    assert offer.last == sum(row.came_to == "reached" for talks in again for row in talks[-1].steps if row.step == "C2")


def test_a_group_of_fewer_than_five_is_left_whole(sessions: list[Tables]) -> None:
    few = [each for each in sessions if each.session.case != SELDOM]
    few += [each for each in sessions if each.session.case == SELDOM][:4]

    told = reported(few)

    assert SELDOM not in {case.case for case in told.cases}
    assert SELDOM in told.not_broken_down


def test_many_talks_of_few_people_are_few_people(sessions: list[Tables]) -> None:
    people = sorted({each.session.person for each in sessions})[:4]

    told = reported([each for each in sessions if each.session.person in people])

    assert (told.kinds, told.cases, told.retries) == ((), (), ())


def test_the_page_names_nobody_and_marks_nobody(sessions: list[Tables], handed_in: Path) -> None:
    page = to_plain(class_report(reported(sessions)))

    people = {path.name for path in handed_in.iterdir()} | {each.session.person for each in sessions}
    words = set(page.replace(".", " ").replace(":", " ").split())
    assert people & words == set()
    assert not {each.session.session for each in sessions} & words
    assert "%" not in page
    assert "score" not in page
