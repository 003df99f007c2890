"""What stands on the patient's screens, and what must not stand there."""

from datetime import timedelta

from sdm_cli.conversation.offers import ELSE
from sdm_cli.conversation.practice import Practice
from sdm_cli.conversation.talk import State
from sdm_cli.conversation.walk import Prompt
from sdm_cli.document.blocks import Document, Pictures
from sdm_cli.document.plain import to_plain
from sdm_cli.model.event import Jumped
from sdm_cli.pages.encounter import encounter, encounter_help
from tests.conversation.practices import practice_of, said, talked


def shown(practice: Practice, state: State) -> Document:
    return encounter(practice, state, timedelta(minutes=3))


def text(practice: Practice, state: State) -> str:
    return to_plain(shown(practice, state))


def test_the_first_screen_has_what_was_known_and_what_the_patient_says_with_the_cue_in_words() -> None:
    practice = practice_of()

    first = text(practice, practice.start())

    for told in (
        "Her knee has hurt for two years.",
        "Find out with her what to do next.",
        'Maria: "So. What do we do about this knee?"',
        "(looks at her hands)",
    ):
        assert told in first


def test_own_words_stand_beside_what_was_picked_with_what_the_step_is_for_behind_it_and_without_a_word_of_judgement() -> None:
    practice = practice_of()
    picked = talked(practice, "May I sum up?", "plan")

    after = text(practice, picked)
    behind = to_plain(encounter_help(practice, picked, asked(practice, picked), timedelta()))

    assert "May I sum up?" in after
    assert "I would send you to the surgeon." in after
    assert "C1 Step back. ? says what it is for." in after
    assert practice.guide.steps["C1"].do in behind
    assert practice.guide.steps["C1"].why in behind
    assert "missed" not in after.lower()
    assert "The plan came before the choice." not in after


def test_who_comes_back_to_the_list_of_things_to_say_reads_what_the_patient_said_before_it() -> None:
    practice = practice_of()
    patient = 'Maria: "So. What do we do about this knee?"'
    listed = talked(practice, "May I sum up?")
    menu = talked(practice, ELSE, state=listed)

    back = to_plain(encounter(practice, listed, timedelta(), returning=True))

    assert patient not in text(practice, listed)
    assert back.index(patient) < back.index("May I sum up?")
    assert patient in to_plain(encounter(practice, menu, timedelta(), returning=True))
    assert back.count("May I sum up?") == 1


def test_words_that_were_written_and_not_said_are_told_as_that() -> None:
    practice = practice_of()

    after = text(practice, talked(practice, "May I sum up?", None))

    assert 'Your words: "May I sum up?"' in after
    assert "Instead: You kept these words to yourself." in after
    assert "You said nothing" not in after


def test_each_voice_has_its_own_name() -> None:
    practice = practice_of(("    cue: looks at her hands\n", "    by: Katja\n    also: {words: Let me.}\n"))

    assert 'Katja: "So. What do we do about this knee?"\nMaria: "Let me."' in text(practice, practice.start())
    assert 'Before that, Katja: "So. What do we do about this knee?" Maria: "Let me."' in text(practice, said(practice, None))


def test_what_the_patient_thinks_stands_on_no_screen_of_the_talk() -> None:
    practice = practice_of()
    states = [
        practice.start(),
        *(said(practice, say) for say in ("recap", "plan", "pain", None)),
        practice.advance(practice.start(), Jumped("numbers")),
    ]
    hidden = [response for exchange in practice.case.exchanges for response in exchange.say]

    for state in states:
        seen = text(practice, state) + to_plain(encounter_help(practice, state, asked(practice, state), timedelta()))
        assert not [each.feels for each in hidden if each.feels in seen]
        assert not [each.why for each in hidden if each.why in seen]
        assert practice.case.patient.unsaid[0].what not in seen


def test_a_picture_of_the_set_is_put_on_the_table() -> None:
    practice = practice_of()
    outcome = next(each for each in practice.option_set.outcomes if each.has_counts())
    drawn = talked(practice, None, ELSE, *to_choose(practice, outcome.id), "picture")

    assert any(isinstance(block, Pictures) for block in shown(practice, drawn).blocks)


def test_a_score_on_the_table_says_once_what_the_ends_of_its_scale_are() -> None:
    practice = practice_of()
    outcome = next(each for each in practice.option_set.outcomes if each.scale is not None)

    after = " ".join(text(practice, talked(practice, None, ELSE, *to_choose(practice, outcome.id))).split())

    assert "Average score 44." in after
    assert after.count("0 is no pain, 100 is the worst pain") == after.count("no pain") == 1


def asked(practice: Practice, state: State) -> Prompt:
    prompt = practice.next_prompt(state)
    assert prompt is not None
    return prompt


def to_choose(practice: Practice, outcome: str) -> list[str]:
    """The way through the pages of a list to an outcome."""
    place = [each.id for each in practice.option_set.outcomes].index(outcome)
    pages = 0 if len(practice.option_set.outcomes) <= 8 else place // 7
    return ["outcome", *["more"] * pages, outcome]


def test_the_answer_of_the_set_is_read_out() -> None:
    practice = practice_of()
    question = practice.option_set.questions[0]

    after = text(practice, talked(practice, None, ELSE, "question", question.id))

    assert all(answer in after for answer in question.answers.values())
    assert after.count(question.ask) == 1


def test_the_end_tells_in_short_what_came_to_light_and_what_to_say_again() -> None:
    practice = practice_of()

    short = text(practice, said(practice, "plan", "guess", "wait"))

    assert 'Stayed unsaid: "I can no longer lift my grandchildren."' in short
    assert "Decision: To put the decision off for now." in short
    assert 'To say again: Beginning. You said: "I would send you to the surgeon."' in short


def test_a_second_try_stands_beside_the_first() -> None:
    practice = practice_of()

    both = text(practice, talked(practice, "turn-1", None, "recap", state=said(practice, "plan", "ask", "wait")))

    assert "Thinking: That went fast." in both
    assert "Thinking: He is not in a hurry." in both
