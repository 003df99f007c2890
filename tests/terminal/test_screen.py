"""What the tests of a terminal rest on: where a key was pressed, also while something is being drawn."""

import pyte

from tests.terminal.screen import _Emulator

QUESTION = "How does it land?\r\n< back   > jump   . pause   ? help\r\n"


def after(drawn: str) -> int:
    emulator = _Emulator(40, 24, lambda _: None)
    pyte.Stream(emulator).feed(drawn)
    return emulator.row_of_prompt()


def test_a_key_is_pressed_in_the_line_below_the_keys_however_much_of_a_list_is_drawn() -> None:
    assert after(f"{QUESTION}> ") == 2
    assert after(f"{QUESTION}> (nothing)\r\n  first\r\n  second") == 2
    assert after(f"screen\r\n{QUESTION}> ") == 3


def test_where_no_keys_are_in_sight_it_is_where_the_cursor_stands() -> None:
    assert after("one\r\ntwo\r\n") == 2


def test_lines_that_scrolled_away_are_counted() -> None:
    assert after("x\r\n" * 30 + QUESTION + "> ") == 32
