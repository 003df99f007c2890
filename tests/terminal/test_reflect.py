"""Somebody who played the patient reflects in a real terminal, leaves, comes back, and it is joined."""

import json
import subprocess
from pathlib import Path

from tests.commands.ready import COMMAND
from tests.terminal.screen import CTRL_C, DOWN, ENTER, Screen, command_to_go_on, kept, sessions


def test_a_reflection_asks_for_the_code_goes_back_pauses_goes_on_and_ends_on_its_page(home: Path) -> None:
    with Screen("reflect", "patient") as screen:
        screen.wait_for_question()
        screen.answer("Anna")
        assert "'Anna' is not a code." in screen.shown()
        screen.answer("t7")
        assert "the patient's part | code T7" in screen.shown()
        screen.press(f"{DOWN}{ENTER}")
        screen.wait_for_question()
        screen.answer("what it costs")
        assert "What mattered" in screen.shown()
        screen.press("<")
        screen.wait_for("> what it costs")
        screen.press(f"{ENTER}")
        screen.wait_for_question()
        screen.press(CTRL_C)
        assert screen.wait_for_end() == 130
        again = command_to_go_on(screen)
    assert kept(home)[:2] == [("reflect.patient.understood", "all"), ("reflect.patient.understood.words", "what it costs")]
    with Screen(*again) as screen:
        for keys in (f"{DOWN}{ENTER}", ENTER) * 2:
            screen.wait_for_question()
            screen.press(keys)
        assert screen.wait_for_end() == 0
        for text in (
            "After the talk: the patient's part",
            "Every way, and how they differ",
            "We worked it out together",
            "Kept as session",
        ):
            assert text in screen.shown()
    joined = subprocess.run([*COMMAND, "join", "T7", "--json"], capture_output=True, check=True).stdout
    (said,) = json.loads(joined)["reflections"]
    assert [theme["picked"] for theme in said["themes"]] == ["all", "asked", "together"]
    assert said["finished"] is True


def test_line_by_line_in_a_narrow_window_a_reflection_is_numbers_and_lines(home: Path) -> None:
    with Screen("reflect", "clinician", "T7", columns=40, TERM="dumb") as screen:
        screen.wait_for_question()
        assert "3. I settled it, and the patient went" in screen.shown()
        screen.answer("3")
        screen.press(f"I said: so shall we?{ENTER}")
        assert screen.wait_for_end() == 0
        assert "sdm join T7" in screen.shown()
    assert kept(home) == [("reflect.clinician.decided", "clinician"), ("reflect.clinician.decided.words", "I said: so shall we?")]
    assert sessions(home)
    assert "\x1b" not in screen.raw
