"""`sdm progress` and `sdm practice --due`: practices over time."""

import json
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from sdm_cli.content.catalogue import Catalogue
from sdm_cli.content.loading import PRACTISED, load_guide
from sdm_cli.document.plain import to_plain
from sdm_cli.pages.progress import LETTERS, Attempt, due_again_page, last_practised, progress_data, progress_page
from tests.commands.running import sdm, sdm_after
from tests.commands.test_practice import TALK, practised
from tests.content.small_case import SMALL_CASE

TODAY = date(2026, 11, 22)


@pytest.fixture
def case(tmp_path: Path) -> str:
    file = tmp_path / "stairs.yaml"
    file.write_text(SMALL_CASE, encoding="utf-8")
    return str(file)


def attempt(case: str, days: int, *, finished: bool = True) -> Attempt:
    return Attempt("k7m2", case, TODAY - timedelta(days=days), 1, finished, {})


def test_attempts_stand_beside_each_other_in_the_order_of_time(case: str, tmp_path: Path) -> None:
    practised(case, tmp_path, "practice.1.opening.say: plan\n")
    practised(case, tmp_path, TALK)

    shown = sdm("progress", "stairs").stdout

    assert re.search(r"^Attempt: 1 2$", shown, re.MULTILINE)
    assert re.search(r"^C1 Step back: M R$", shown, re.MULTILINE)
    assert re.search(r"^O1 Check knowledge: N N$", shown, re.MULTILINE)
    assert "O2 List the options" not in shown  # nothing in the case is about it
    assert "R reached, T touched, M missed, N not met." in shown
    assert not re.search(r"\d+ ?%|score|total", shown)


GUIDE = load_guide(Catalogue(()), PRACTISED).guide


def test_a_step_that_only_another_case_has_a_place_for_is_no_step_that_was_not_met() -> None:
    attempts = [
        replace(attempt("wide", 9), steps={"C1": "reached", "C2": "not met", "T1": "touched"}),
        replace(attempt("narrow", 2), steps={"C1": "missed"}),
    ]

    page = to_plain(progress_page(attempts, GUIDE, LETTERS, "sdm"))

    assert "C2 Offer the choices: N -\n" in page
    assert re.search(r"^T1 .*: T -$", page, re.MULTILINE)
    assert "N not met, - not in the case, or optional and not met." in page
    assert "not in the case" not in to_plain(progress_page(attempts[:1], GUIDE, LETTERS, "sdm"))


def test_a_talk_that_is_not_at_its_end_is_named_and_nothing_is_told_of_its_steps() -> None:
    paused = replace(attempt("stairs", 2, finished=False), session="p4q5", steps={"C1": "missed", "D1": "not met"})

    page = to_plain(progress_page([attempt("stairs", 9), paused], GUIDE, LETTERS, "sdm"))
    alone = to_plain(progress_page([paused], GUIDE, LETTERS, "sdm"))

    assert re.search(r"^Attempt: 1$", page, re.MULTILINE)
    for each in (page, alone):
        assert "Not at its end yet, and not in the grid: stairs, session p4q5. To go on: sdm sessions resume p4q5" in each
        assert "C1" not in each
    assert "Attempt" not in alone
    assert progress_data([paused])["attempts"][0]["steps"] == {}


def test_progress_for_other_programs_has_each_step_in_a_word(case: str, tmp_path: Path) -> None:
    practised(case, tmp_path)

    (one,) = json.loads(sdm("progress", "--json").stdout)["attempts"]

    assert (one["case"], one["seed"], one["finished"], one["steps"]["C1"]) == ("stairs", 7, True, "reached")


def test_without_a_practice_there_is_nothing_to_show() -> None:
    assert "Nothing was practised yet." in sdm("progress").stdout
    assert "Nothing is due." in sdm("practice", "--due").stdout


def test_a_case_is_due_four_weeks_after_it_was_last_practised_to_its_end() -> None:
    attempts = [attempt("early", 27), attempt("due", 28), attempt("late", 43), attempt("again", 60), attempt("again", 2)]

    assert last_practised([attempt("left", 30, finished=False)], TODAY) == ()
    last = last_practised(attempts, TODAY)
    assert [(each.case, each.days) for each in last] == [("late", 43), ("due", 28), ("early", 27), ("again", 2)]
    page = to_plain(due_again_page(last, "sdm"))
    assert re.findall(r"^(?:late|due|early|again)(?=:)", page, re.MULTILINE) == ["late", "due"]
    assert "late: last on 2026-10-10, 43 days ago, over six weeks: sdm practice late\n" in page


def test_where_nothing_is_due_the_next_case_and_its_day_are_named() -> None:
    page = to_plain(due_again_page(last_practised([attempt("again", 2), attempt("early", 27)], TODAY), "sdm"))

    assert "Nothing is due." in page
    assert "The next is early, on 2026-11-23." in page


LONG_AGO = """
import datetime as dt
from sdm_cli.commands.surroundings import Surroundings
Surroundings.now = lambda _: dt.datetime.now(dt.UTC) - dt.timedelta(days=50)
"""


def test_what_is_due_comes_with_its_command(case: str, tmp_path: Path) -> None:
    answers = tmp_path / "answers.yaml"
    answers.write_text(TALK, encoding="utf-8")
    assert sdm_after(LONG_AGO, "practice", case, "--answers", str(answers)).returncode == 0

    shown = sdm("practice", "--due").stdout

    assert f"50 days ago, over six weeks: sdm practice {case}\n" in shown, "no library holds it, so its id would not find it"


def test_a_case_in_the_home_folder_is_named_from_there_and_as_it_is_typed() -> None:
    at_home = replace(attempt("stairs", 30), file="~/my cases/stairs.yaml")

    page = to_plain(due_again_page(last_practised([at_home, attempt("stairs", 40)], TODAY), "sdm"))

    assert "sdm practice ~/'my cases/stairs.yaml'" in page
