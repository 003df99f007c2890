"""The list that is picked from with keys."""

import pytest
from prompt_toolkit import PromptSession
from prompt_toolkit.input import PipeInput, create_pipe_input
from prompt_toolkit.key_binding import KeyBindings
from prompt_toolkit.output import DummyOutput
from questionary import Choice

from sdm_cli.ask.choosing import ListOfChoices


def typing(keyboard: PipeInput) -> PromptSession[str]:
    return PromptSession(input=keyboard, output=DummyOutput())


STEPS = ("(stay here)", "P1 Prepare (done)", "C1 Step back (open)", "C2 Offer the choices (open)", "D1 Focus on what matters (open)")


@pytest.mark.parametrize(
    ("typed", "picked"),
    [
        ("D1", "D1"),
        ("d1", "D1"),
        (" D1", "D1"),
        ("xC2", "C2"),
        ("C2D1", "D1"),
        ("3", "C2"),
        ("D3", "(stay"),
        ("D", "(stay"),
        ("D9", "(stay"),
    ],
)
def test_a_step_is_pointed_at_by_its_id_and_any_choice_by_its_number(typed: str, picked: str) -> None:
    choices = [Choice(title, value=title.split()[0]) for title in STEPS]
    with create_pipe_input() as keyboard:
        keyboard.send_text(f"{typed}\r")
        listed = ListOfChoices(typing(keyboard).app, KeyBindings())
        assert listed.pick(choices, choices[0]) == picked


@pytest.mark.parametrize(
    ("typed", "picked"),
    [("2", "2"), ("12", "12"), ("10", "10"), ("13", "3"), ("92", "2"), ("0", "0"), ("112", "12"), ("x12", "0"), ("1\x0e2", "2")],
)
def test_a_long_list_has_numbers_of_two_digits(typed: str, picked: str) -> None:
    choices = [Choice(f"choice {number}" if number else "(leave)", value=str(number)) for number in range(13)]
    with create_pipe_input() as keyboard:
        keyboard.send_text(f"{typed}\r")
        listed = ListOfChoices(typing(keyboard).app, KeyBindings())
        assert listed.pick(choices, choices[0]) == picked


@pytest.mark.parametrize("ended", ["\r", "\x03"])
def test_after_a_list_what_is_typed_is_text_again_and_a_second_list_picks_again(ended: str) -> None:
    choices = [Choice(title, value=title.split()[0]) for title in STEPS]
    with create_pipe_input() as keyboard:
        line = typing(keyboard)
        listed = ListOfChoices(line.app, KeyBindings())
        keyboard.send_text(f"jj{ended}")
        if ended == "\r":
            assert listed.pick(choices, choices[0]) == "C1"
        else:
            with pytest.raises(KeyboardInterrupt):
                listed.pick(choices, choices[0])
        keyboard.send_text("jk 3\r")
        assert line.prompt("> ") == "jk 3"
        keyboard.send_text("j\r")
        assert listed.pick(choices, choices[0]) == "P1"
