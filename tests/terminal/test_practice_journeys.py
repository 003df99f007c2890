"""A practice as a person sees it: real processes in a real terminal, key by key."""

import re
import signal
from pathlib import Path

import pytest

from tests.terminal.screen import CTRL_C, DOWN, ENTER, Screen, command_to_go_on, kept, sessions

CASES = ("stairs-and-grandchildren", "two-glasses-he-says", "the-interpreter-is-her-son")
"""One of each level. All twelve are played, and their debriefs laid out, without a terminal."""
PATIENT = "stairs-and-grandchildren"
PLACES = pytest.mark.parametrize(("columns", "mode"), [(80, ()), (40, ()), (80, ("--plain",))], ids=["keys", "narrow", "plain"])
Mode = tuple[str, ...]


@pytest.mark.parametrize("case", CASES)
def test_enter_alone_plays_a_case_to_a_debrief_that_fits_the_window(case: str) -> None:
    columns = 40 if CASES.index(case) % 2 else 80
    with Screen("practice", case, "--seed", "1", columns=columns) as screen:
        enter_to_the_end(screen)
        assert screen.wait_for_end() == 0

    text = " ".join(" ".join(screen.lines()).split())
    assert "Debrief: " in text
    assert "No decision was reached." in text
    assert "Kept as session" in text
    assert not [line for line in screen.lines() if len(line) > columns]


def enter_to_the_end(screen: Screen) -> None:
    screen.wait_for_question()
    for _ in range(150):
        screen.press(ENTER)
        if not screen.question_or_end():
            return
    pytest.fail("no end came")


@PLACES
def test_a_turn_shows_own_words_beside_what_was_picked(columns: int, mode: Mode) -> None:
    with Screen("practice", PATIENT, "--seed", "3", *mode, columns=columns) as screen:
        screen.wait_for_question()
        screen.answer("Where are we?")
        screen.answer("2")

        assert "Where are we?" in screen.shown()
        assert "You picked" in screen.shown()


def test_a_patient_is_picked_from_the_list_with_arrows_and_the_first_steps_stand_first() -> None:
    with Screen("practice", columns=120) as screen:
        screen.wait_for_question()
        assert "(first steps, " in screen.shown()
        screen.press(f"{DOWN}{ENTER}")
        screen.wait_for("In your own words: what would you say?")


def test_the_last_turn_is_taken_back_from_the_list() -> None:
    with Screen("practice", PATIENT, "--seed", "3", "--plain") as screen:
        screen.wait_for_question()
        for typed in ("", "3", "", "4", "6"):
            screen.answer(typed)

        assert "When can I have my new knee?" in screen.shown()


@PLACES
def test_a_practice_stopped_by_ctrl_c_goes_on_at_the_same_question(columns: int, mode: Mode, home: Path) -> None:
    with Screen("practice", PATIENT, "--seed", "3", *mode, columns=columns) as screen:
        screen.wait_for_question()
        screen.answer("my own words")
        screen.press(CTRL_C)
        assert screen.wait_for_end() == 130
        command = command_to_go_on(screen)

    with Screen(*command, *mode, columns=columns) as screen:
        screen.wait_for_question()
        assert "Which comes nearest?" in screen.shown()
        assert "my own words" in screen.shown()
        assert "When can I have my new knee?" in " ".join(" ".join(screen.lines()).split())
        screen.answer("<")
        assert "my own words" in screen.shown()
    assert kept(home)[0] == ("practice.1.opening.words", "my own words")


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_ends_with_its_code_and_keeps_everything(number: signal.Signals, code: int, home: Path) -> None:
    with Screen("practice", PATIENT, "--plain") as screen:
        screen.wait_for_question()
        screen.answer("kept")
        screen.signal(number)
        assert screen.wait_for_end() == code

    assert kept(home) == [("practice.1.opening.words", "kept")]
    assert len(sessions(home)) == 1


def test_a_dumb_terminal_gets_no_escape_sequence_at_all() -> None:
    with Screen("practice", PATIENT, "--seed", "3", "--no-save", TERM="dumb") as screen:
        screen.wait_for_question()
        for typed in ("my words", "1", "", "."):
            screen.press(f"{typed}{ENTER}")
            screen.question_or_end()
        assert screen.wait_for_end() == 0

    assert "\x1b" not in screen.raw


def test_one_exchange_is_said_again_at_the_end_and_both_ways_are_seen() -> None:
    with Screen("practice", PATIENT, "--seed", "3", "--plain", "--no-save") as screen:
        screen.wait_for_question()
        for _ in range(60):
            if "Say one of them again?" in screen.shown():
                break
            screen.answer("1" if "Which comes nearest?" in screen.shown() else "")
        for typed in ("1", "", "2"):
            screen.answer(typed)

        assert "both ways" in screen.shown()
        assert len(re.findall(r"Thinking: ", screen.shown())) == 2
