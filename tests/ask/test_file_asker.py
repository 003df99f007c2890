"""Answers from a file come to an end, whatever the file leaves out."""

import pytest
from msgspec.structs import replace

from sdm_cli.ask.answers_file import Answers, FileAsker
from sdm_cli.ask.replies import Given
from sdm_cli.conversation.observation import Observation
from sdm_cli.conversation.practice import Practice
from sdm_cli.model.event import Answered
from tests.conversation.practices import practice_of
from tests.conversation.walks import guide


@pytest.mark.parametrize(
    "conversation",
    [Observation(guide("elwyn-2012")), practice_of(), replace(practice_of(), own_words=True)],
    ids=["notes", "talk", "own words"],
)
def test_an_empty_file_of_answers_ends_every_conversation(conversation: Observation | Practice) -> None:
    state = conversation.start()
    for _ in range(200):
        prompt = conversation.next_prompt(state)  # type: ignore[arg-type]
        if prompt is None:
            return
        reply = FileAsker(Answers({}, {})).ask(prompt.question, None)
        assert isinstance(reply, Given)
        state = conversation.advance(state, Answered(prompt.question.id, reply.answer))  # type: ignore[arg-type]
    pytest.fail("it goes on for ever")
