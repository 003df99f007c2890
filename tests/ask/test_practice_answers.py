"""A talk from a file is played once beforehand, so that each of its mistakes is told once, and first."""

import pytest

from sdm_cli.ask.practice_answers import read_played
from tests.conversation.practices import practice_of

HAS_TO = "1:1: 'practice.1.opening.words' has to be answered = Words come first with --own-words."
DOES_NOT = "1:27: this does not answer 'In your own words: what would you say?' = {}"


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("practice.1.opening.say: recap\n", HAS_TO),
        ("practice.1.opening.words: '  '\n", DOES_NOT.format("Your own words first, please.")),
        ("practice.1.opening.words: ~\n", DOES_NOT.format("Your own words first, please.")),
        ("practice.1.opening.words: [a]\n", DOES_NOT.format("Words, please.")),
    ],
)
def test_words_that_have_to_come_first_and_are_missing_or_blank_are_one_mistake(text: str, mistake: str) -> None:
    _, mistakes = read_played(text.encode(), "a.yaml", practice_of(own_words=True))

    assert [f"{each.line}:{each.column}: {each.message} = {each.fix}" for each in mistakes] == [mistake]
