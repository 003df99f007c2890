"""The keys that take an answer, or leave a question."""

from collections.abc import Iterator
from io import StringIO

import pytest
from prompt_toolkit.input import PipeInput, create_pipe_input
from prompt_toolkit.output import DummyOutput

from sdm_cli.ask import terminal
from sdm_cli.ask.replies import Gesture, Given
from sdm_cli.ask.terminal import TerminalAsker
from sdm_cli.conversation.questions import Choice, Choose, Text

WORDS = Text("words", "What did you hear?")
LIST = Choose("list", "Which?", (Choice("one", "One"), Choice("two", "Two")))
CTRL_B, CTRL_Q, CTRL_R, CTRL_S = "\x02", "\x11", "\x12", "\x13"
OVER = "\r\x04"
"""Enter, and Ctrl-D, so that a prompt which Enter does not end ends nevertheless."""


@pytest.fixture
def keyboard(monkeypatch: pytest.MonkeyPatch) -> Iterator[PipeInput]:
    with create_pipe_input() as keys:
        monkeypatch.setattr(terminal, "create_input", lambda: keys)
        monkeypatch.setattr(terminal, "create_output", lambda **_: DummyOutput())
        yield keys


def an_asker() -> TerminalAsker:
    return TerminalAsker(StringIO(), lambda: 80, colour=False)


@pytest.mark.parametrize("key", [CTRL_S, CTRL_R, CTRL_Q])
def test_a_key_that_saves_or_leaves_elsewhere_loses_nothing_that_is_typed_after_it(key: str, keyboard: PipeInput) -> None:
    asker = an_asker()
    keyboard.send_text(f"my {key}words{key}{OVER}")
    assert asker.ask(WORDS, None) == Given("my words")


@pytest.mark.parametrize("key", [CTRL_S, CTRL_R, CTRL_Q])
def test_a_gesture_after_such_a_key_leads_to_a_question_that_can_be_answered(key: str, keyboard: PipeInput) -> None:
    asker = an_asker()
    keyboard.send_text(f"{key}{CTRL_B}")
    assert asker.ask(WORDS, None) == Gesture("back")
    keyboard.send_text(f"{key}2\r")
    assert asker.ask(LIST, None) == Given("two")
    keyboard.send_text(f"words{OVER}")
    assert asker.ask(WORDS, None) == Given("words")
