"""Somebody watches: one key a step, nothing lost, and a window of any size."""

import json
import re
import subprocess
from pathlib import Path
from signal import SIGKILL, SIGTERM

import pytest

from tests.commands.ready import COMMAND
from tests.terminal.screen import CTRL_C, CTRL_D, ENTER, Screen, command_to_go_on, kept, sessions
from tests.terminal.test_journeys import colours

CASE = "stairs-and-grandchildren"
BOARD, CTRL_E, BACKSPACE = "Ctrl-E: end", "\x05", "\x7f"


def notes(home: Path) -> list[object]:
    """What is noted on disk so far."""
    return [value for question, value in (kept(home) if sessions(home) else ()) if question.startswith("observe.note.")]


def watching(*arguments: str, rows: int = 24, columns: int = 80, **environment: str) -> Screen:
    return Screen("observe", *arguments, rows=rows, columns=columns, under=(), keyboard=None, **environment)


def test_keys_pressed_faster_than_the_board_is_drawn_are_all_noted(home: Path) -> None:
    with watching(CASE) as screen:
        screen.wait_for(BOARD)
        screen.press("12345qwertyasdf1")
        screen.wait_until(lambda: len(notes(home)) == 16)
    assert notes(home) == ["C1", "C2", "C3", "C4", "C5", "O1", "O2", "O3", "O4", "O5", "O6", "D1", "D2", "D3", "D4", "C1"]


def test_words_go_to_the_last_step_and_a_note_is_undone_by_one_key(home: Path) -> None:
    with watching(CASE) as screen:
        screen.wait_for(BOARD)
        screen.press(f'2 More than "one" way, done. q1?{ENTER}a{BACKSPACE}d')
        screen.wait_until(lambda: notes(home)[-1:] == ["D3"])
        screen.wait_for("C2 Offer the choices (1)")
    assert notes(home) == ["C2", '"More than "one" way, done. q1?"', "D1", "D3"]


def test_backspace_before_the_first_note_does_nothing(home: Path) -> None:
    with watching(CASE) as screen:
        screen.wait_for(BOARD)
        screen.press(f"{BACKSPACE}<1.")
        assert screen.wait_for_end() == 0
        assert "first question" not in screen.raw
    assert notes(home) == ["C1"]


def test_a_note_that_points_to_a_person_is_warned_of_where_it_can_be_read(home: Path) -> None:
    with watching(CASE) as screen:
        screen.wait_for(BOARD)
        screen.press(f"1 Born 03.04.1961{ENTER}")
        screen.wait_until(lambda: len(notes(home)) == 2)
        screen.press("2.")
        assert screen.wait_for_end() == 0
    assert notes(home) == ["C1", '"Born 03.04.1961"', "C2"]
    warned = screen.raw.index("A code is enough here")
    assert screen.raw.rfind("\x1b[?1049l", 0, warned) > screen.raw.rfind("\x1b[?1049h", 0, warned)


def test_the_board_ends_in_a_review_and_a_feedback_sheet(home: Path) -> None:
    with watching(CASE, "--code", "T7") as screen:
        screen.wait_for(BOARD)
        screen.press(f"2 More than one way{ENTER}{CTRL_E}")
        screen.wait_for_question()
        assert "C2 Offer the choices clear; noted once, with words" in screen.shown()
        screen.answer("")
        screen.answer("to go slowly")
        for _ in range(3):
            screen.answer("")
        screen.press(f"the pause{ENTER}")
        assert screen.wait_for_end() == 0
        shown = screen.shown()
    for text in ("Feedback: The third floor", "to go slowly", "More than one way”", "the pause", "none of them", "Kept as session"):
        assert text in shown
    (session,) = sessions(home)
    data = json.loads(subprocess.run([*COMMAND, "sessions", "export", session, "--to", "json"], capture_output=True, check=True).stdout)
    assert (data["kind"], data["code"], data["case"], data["finished"]) == ("observation", "T7", CASE, True)


@pytest.mark.parametrize("at", range(1, 5))
def test_a_board_killed_after_any_note_has_kept_it_and_goes_on_there(at: int, home: Path) -> None:
    with watching(CASE) as screen:
        screen.wait_for(BOARD)
        screen.press("1qa2"[:at])
        screen.wait_until(lambda: len(notes(home)) == at)
        screen.signal(SIGKILL)
        screen.wait_for_end()
    (session,) = sessions(home)
    with Screen("sessions", "resume", session) as again:
        again.wait_for(BOARD)
        again.press("f.")
        assert again.wait_for_end() == 0
    assert notes(home) == [*["C1", "O1", "D1", "C2"][:at], "D4"]


@pytest.mark.parametrize(("keys", "code"), [(".", 0), (CTRL_C, 130), (CTRL_D, 130), (f" half a sen{CTRL_C}", 130)])
def test_a_paused_board_gives_the_terminal_back_and_says_how_to_go_on(keys: str, code: int, home: Path) -> None:
    with watching(CASE) as screen:
        screen.wait_for(BOARD)
        screen.press(f"1{keys}")
        assert screen.wait_for_end() == code
        assert command_to_go_on(screen) == ["sessions", "resume", *sessions(home)]
        assert screen.raw.count("\x1b[?1049h") == screen.raw.count("\x1b[?1049l") == 1
        assert screen.raw.rfind("\x1b[?1049l") < screen.raw.rfind("Paused.")


def test_a_polite_kill_gives_the_terminal_back_too(home: Path) -> None:
    with watching(CASE) as screen:
        screen.wait_for(BOARD)
        screen.press("1")
        screen.wait_until(lambda: bool(sessions(home)))
        screen.signal(SIGTERM)
        assert screen.wait_for_end() == 143
        assert "\x1b[?1049l" in screen.raw
    assert notes(home) == ["C1"]


def test_a_window_closed_over_the_board_has_kept_every_note_and_the_pause(home: Path) -> None:
    with watching(CASE) as screen:
        screen.wait_for(BOARD)
        screen.press("1")
        screen.wait_until(lambda: len(notes(home)) == 1)
        assert screen.close_window() in {129, 130}
    (journal,) = (home / "sessions").glob("*.jsonl")
    assert '"paused"' in journal.read_text(encoding="utf-8").splitlines()[-1]
    assert list(home.glob("bug-*")) == []


@pytest.mark.parametrize(("rows", "columns"), [(24, 80), (24, 40), (20, 40), (50, 132)])
def test_every_step_with_its_key_has_room_in_a_window_of_any_usual_size(rows: int, columns: int) -> None:
    with watching(CASE, rows=rows, columns=columns) as screen:
        screen.wait_for("Ctrl-E: end")
        screen.press("1")
        screen.wait_for("Step back (1)")
        shown = "\n".join(screen.lines())
    found = re.findall(r"(?<!\S)([1-9a-z]) ([COTD]\d) ([A-Z][a-z]+[^(\n]*?)(?= \(|  |$)", shown, re.MULTILINE)
    assert len({step for _, step, _ in found}) == 17
    assert ".." not in shown
    assert re.search(r"\d\d:\d\d C1", shown)


def test_no_color_takes_every_colour_from_the_board(home: Path) -> None:
    with watching(CASE, NO_COLOR="1") as screen:
        screen.wait_for(BOARD)
        screen.press("1.")
        assert screen.wait_for_end() == 0
    assert set(colours(screen.raw)) == set()
    assert notes(home) == ["C1"]


@pytest.mark.parametrize("mode", [{"SDM_PLAIN": "1"}, {"TERM": "dumb"}], ids=str)
def test_line_by_line_a_note_is_a_line(mode: dict[str, str], home: Path) -> None:
    with Screen("observe", CASE, **mode) as screen:  # type: ignore[arg-type]
        screen.wait_for_question()
        for typed in ("c1", 'C2 "More than one way"', "He looks away", "O1"):
            screen.answer(typed)
        screen.answer("<")
        assert "Taken back: O1" in screen.shown()
        screen.answer("done")
        assert "C2 Offer the choices" in screen.shown()
        screen.press(f"{ENTER * 6}")
        assert screen.wait_for_end() == 0
    assert notes(home) == ["C1", "C2 More than one way", '"He looks away"', "O1", "done"]
    assert "\x1b" not in screen.raw
