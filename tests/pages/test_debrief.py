"""What stands in the debrief: evidence, and no mark."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from sdm_cli.conversation.offers import ELSE
from sdm_cli.conversation.practice import Practice
from sdm_cli.conversation.talk import State
from sdm_cli.document.html import to_html
from sdm_cli.document.json import to_json
from sdm_cli.document.markdown import to_markdown
from sdm_cli.document.plain import to_plain
from sdm_cli.model.session import Header
from sdm_cli.pages.debrief import Debriefed, debrief
from sdm_cli.pages.practice_data import practice_data
from tests.conversation.practices import practice_of, said, talked


def told(practice: Practice, state: State) -> Debriefed:
    header = Header(
        id="k7m2", kind="practice", started=datetime(2026, 11, 22, 9, tzinfo=UTC), program="0", option_set="x", guide="y", contents={}
    )
    return Debriefed(header, practice, state, {"C1": timedelta(minutes=2), "D1": timedelta(seconds=90)})


def text(practice: Practice, state: State) -> str:
    return to_plain(debrief(told(practice, state)))


def test_each_turn_has_what_was_said_answered_thought_and_done_and_another_way() -> None:
    practice = practice_of()

    whole = text(practice, said(practice, "plan", "ask", "wait"))

    for evidence in (
        "1. Beginning (C1 step back, missed)",
        'You: "I would send you to the surgeon."',
        'Maria: "If you say so."',
        "Thinking: That went fast.",
        "What it did: The plan came before the choice.",
        'Another way: "There is more than one way to go. May I say where we are first?"',
        "Told at turn 2, What matters.",
        "Time: choice talk 2:00 min, decision talk 1:30 min.",
    ):
        assert evidence in whole


def test_where_no_time_was_kept_none_is_told() -> None:
    practice = practice_of()
    timed = told(practice, said(practice, "plan", "ask", "wait"))

    assert "Time: 3:30 min of 5" in to_plain(debrief(timed))
    assert "Time" not in to_plain(debrief(replace(timed, spent={})))


@pytest.mark.parametrize(
    ("says", "rested"),
    [
        (("recap", "ask", "train"), "What this patient would base it on had come to light."),
        (("recap", "guess", "train"), "What this patient would base it on had not come to light."),
    ],
)
def test_whether_the_decision_rested_on_what_matters_is_said(says: tuple[str, ...], rested: str) -> None:
    practice = practice_of()

    whole = text(practice, said(practice, *says))

    assert rested in whole
    assert "At first: Knee replacement. Her neighbour had one." in whole
    assert "Once informed: " in whole


def test_a_talk_that_is_not_over_gives_nothing_away() -> None:
    practice = practice_of()

    whole = text(practice, said(practice, "recap"))

    assert "The talk is not at its end yet." in whole
    assert "It sounds like a small thing next to pain." not in whole
    assert "Once informed" not in whole


def test_a_talk_that_is_not_over_tells_neither_what_is_kept_back_nor_what_was_thought() -> None:
    practice = practice_of()
    state = said(practice, "recap")

    whole = text(practice, state) + to_json(practice_data(told(practice, state)))

    assert "Please do." in whole
    for hidden in ("I can no longer lift my grandchildren.", "He is not in a hurry.", "It parts what is known", "clear"):
        assert hidden not in whole


VOICES = ("        reply: Please do.\n", "        reply: Please do.\n        by: Katja\n        also: {words: I will listen.}\n")


def test_each_voice_is_named_as_text_beside_a_second_try_and_as_data() -> None:
    practice = practice_of(VOICES)
    state = talked(practice, "turn-1", None, "recap", state=said(practice, "recap", "ask", "wait"))

    assert 'Katja: "Please do."\nMaria: "I will listen."' in text(practice, state)
    assert 'First: Katja: "Please do." Maria: "I will listen."' in text(practice, state)
    turn = practice_data(told(practice, state))["turns"][0]
    assert (turn["by"], turn["also"]) == ("Katja", {"by": None, "words": "I will listen."})


def test_what_was_taken_back_stands_beside_what_was_said_then() -> None:
    practice = practice_of()
    again = said(practice, "recap", "ask", "wait", state=talked(practice, None, ELSE, "take-back", state=said(practice, "plan")))

    whole = text(practice, again)

    assert "Taken back and said again:" in whole
    assert whole.count("1. Beginning") == 0
    assert "2. Beginning (C1 step back, reached)" in whole


def test_steps_are_told_in_words_and_never_in_numbers() -> None:
    practice = practice_of()

    whole = text(practice, said(practice, "plan", "ask", "wait"))

    assert "Reached: D1 focus on what matters, D3 get closer to a decision" in whole
    assert "Missed: C1 step back" in whole
    assert re.search(r"^Not met: O1 check knowledge$", whole, re.MULTILINE)
    assert re.search(r"^Not in this case: C2 offer the choices, C3 justify the choices, .*, O6 summarise.*$", whole, re.MULTILINE)
    assert "T1" not in whole  # optional
    assert "%" not in whole


def test_words_that_look_like_markup_stay_words() -> None:
    practice = practice_of()
    document = debrief(told(practice, talked(practice, "<b>*hello*</b>", "plan")))

    assert "<b>" not in to_html(document)
    assert "\\*hello\\*" in to_markdown(document)
