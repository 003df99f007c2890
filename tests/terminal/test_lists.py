"""Lists with keys: picked by number too, and coming back to one leaves nothing in the way."""

from pathlib import Path

from sdm_cli.content.catalogue import Catalogue
from tests.commands.running import sdm_on_terminal


def test_a_number_points_at_a_choice_and_enter_takes_it(home: Path) -> None:
    with sdm_on_terminal("walk") as terminal:
        terminal.until("? help")
        terminal.type(b"92\r")
        terminal.until("A code for this case")
        terminal.type(b"B\r")
        terminal.until("How many minutes")
    (session,) = (home / "sessions").glob("*.jsonl")

    assert f'"option_set":"{Catalogue(()).ids("option-sets")[1]}"' in session.read_text(encoding="utf-8")


def test_after_a_look_at_something_else_a_number_is_the_number_that_was_typed() -> None:
    with sdm_on_terminal("practice", "stairs-and-grandchildren", "--seed", "3") as terminal:
        terminal.until("In your own words")
        terminal.type(b"\r")
        terminal.until("Which comes nearest?")
        terminal.until("> ")
        terminal.type(b"5\r")
        terminal.until("What else?")
        terminal.until("? help")
        terminal.type(b"\r")
        terminal.until("Which comes nearest?")
        terminal.until("Enter: say nothing")
        terminal.until("> ")
        terminal.type(b"2\r")
        terminal.until("That there is a choice")
