"""How long a practice lasts, estimated from its words."""

from datetime import timedelta

import pytest

from sdm_cli.conversation.lasting import CHOOSING, READ, SAID, Lasting, lasting
from sdm_cli.conversation.offers import ELSE
from sdm_cli.conversation.practice import Practice
from sdm_cli.conversation.talk import State
from sdm_cli.document.plain import to_plain
from sdm_cli.model.event import Answer
from sdm_cli.pages.case_ways import lasting_page
from tests.conversation.practices import practice_of, said, talked

SAY_IT_ALL = ("recap", "ask", "train")
OF_THE_PATIENT = (
    "Lives alone on the third floor. I can no longer lift my grandchildren.",
    "Her neighbour had one. She would not be away for months.",
)
KEPT_BACK_BECAUSE = "It sounds like a small thing next to pain."
SHRUG = 2
LONGER = " one two three"


def count(*texts: str) -> int:
    return len(" ".join(texts).split())


def minutes(words: int, a_minute: int) -> timedelta:
    return timedelta(minutes=words / a_minute)


def close_to(time: timedelta) -> object:
    return pytest.approx(time, abs=timedelta(milliseconds=1))


def ended(state: State) -> State:
    assert state.ending is not None
    return state


def test_a_talk_lasts_as_long_as_its_words_and_choices() -> None:
    practice = practice_of()
    told = lasting(practice, ended(said(practice, *SAY_IT_ALL)))

    # The title 2, the place 7, what is known 7, the task 8.
    assert told.opening == minutes(24, READ)
    # Each time: what she opens with, what can be seen, what there is to say, and what she answers.
    read = (8 + 4 + 23 + 2) + (6 + 18 + 3) + (2 + 16 + 1)
    assert told.talk == minutes(read, READ) + minutes(11 + 8 + 5, SAID) + 3 * CHOOSING
    assert told.whole == told.opening + told.talk + told.debrief


def test_a_debrief_lasts_as_long_as_what_it_tells_of_the_patient_the_steps_and_each_turn() -> None:
    practice = practice_of()
    told = lasting(practice, ended(said(practice, *SAY_IT_ALL)))

    of_the_turns = (
        "Beginning. So. What do we do about this knee? Looks at her hands. Before we get to that, may I say where we are? Please do. He is not in a hurry.",
        "It parts what is known from what is open.",
        "What matters. What would you do again if it worked? Lift my grandchildren. Somebody asks. It asks in terms of life.",
        "Deciding. Shall we try exercise first? Yes. That fits. It rests on what she said.",
    )
    titles = [step.title for step in practice.guide.steps.values()]
    again = [practice.guide.steps[step].title for step in ("C1", "D1", "D3")]
    assert told.debrief == minutes(count(*OF_THE_PATIENT, practice.option_set.decision, *of_the_turns, "Thank you.", *titles, *again), READ)


@pytest.mark.parametrize(
    ("written", "opening", "read", "spoken", "debrief"),
    [
        ("title: The stairs", 3, 0, 0, 0),
        ("A practice with ten minutes to spare.", 3, 0, 0, 0),
        ("Her knee has hurt for two years.", 3, 0, 0, 0),
        ("Find out with her what to do next.", 3, 0, 0, 0),
        ("The stairs have become a mountain.", 0, 0, 0, 0),
        ("Lives alone on the third floor.", 0, 0, 0, 3),
        ("I can no longer lift my grandchildren.", 0, 0, 0, 3),
        ("It sounds like a small thing next to pain.", 0, 0, 0, 3),
        ("Her neighbour had one.", 0, 0, 0, 3),
        ("She would not be away for months.", 0, 0, 0, 3),
        ("Thank you.", 0, 0, 0, 3),
        ("What do we do about this knee?", 0, 3, 0, 3),
        ("cue: looks at her hands", 0, 3, 0, 3),
        ("topic: Beginning", 0, 0, 0, 3),
        ("I would send you to the surgeon.", 0, 3, 3, 3),
        ("If you say so.", 0, 3, 0, 3),
        ("Oh. Is that it?", 0, 0, 0, 0),
        ("That went fast.", 0, 0, 0, 3),
        ("The plan came before the choice.", 0, 0, 0, 3),
        ("There is more than one way to go.", 0, 0, 0, 3),
        ("How bad is it today?", 0, 3, 0, 0),
        ("Bad enough.", 0, 0, 0, 0),
        ("How is it today, and what does it keep you from?", 0, 0, 0, 0),
        ("Who helps you at home?", 0, 0, 0, 0),
    ],
)
def test_a_text_of_the_case_takes_time_where_it_is_read_or_said(written: str, opening: int, read: int, spoken: int, debrief: int) -> None:
    says = ("plan", "guess", "train")
    before = lasting(practice_of(), ended(said(practice_of(), *says)))
    longer = practice_of((written, written + LONGER))

    after = lasting(longer, ended(said(longer, *says)))

    assert after.opening == close_to(before.opening + minutes(opening, READ))
    assert after.talk == close_to(before.talk + minutes(read, READ) + minutes(spoken, SAID))
    assert after.debrief == close_to(before.debrief + minutes(debrief, READ))


def test_what_is_read_again_at_the_same_exchange_is_not_counted_twice() -> None:
    practice = practice_of()
    straight = lasting(practice, ended(said(practice, *SAY_IT_ALL)))
    after_silence = lasting(practice, ended(said(practice, None, *SAY_IT_ALL)))

    assert after_silence.talk == straight.talk + minutes(1, READ) + CHOOSING
    told_of_it = count("Beginning", practice.guide.steps["C1"].title, "Well. He waits for me, Silence makes room.")
    assert after_silence.debrief == close_to(straight.debrief + minutes(told_of_it, READ))


def in_the_talk(practice: Practice, *detour: Answer) -> timedelta:
    """How much longer the talk lasts with this put between its beginning and what is said."""
    straight = ended(said(practice, *SAY_IT_ALL))
    detoured = ended(said(practice, *SAY_IT_ALL, state=talked(practice, None, ELSE, *detour)))
    return lasting(practice, detoured).talk - lasting(practice, straight).talk


def test_a_question_that_is_answered_is_read_with_all_the_others_and_its_answers() -> None:
    practice = practice_of()
    questions = practice.option_set.questions
    assert len(questions) == 8, "all on one page"
    answered = questions[1]

    read = count(*(each.ask for each in questions), answered.ask, *answered.answers.values()) + SHRUG
    assert in_the_talk(practice, "question", answered.id) == close_to(minutes(read, READ) + CHOOSING)


def test_a_belief_that_is_taken_up_is_said_aloud_and_read_with_its_answer() -> None:
    belief = practice_of().option_set.misconceptions[1]
    practice = practice_of(("    about: pain-score\n", f"    about: {belief.id}\n"))

    said_aloud = count("Who helps you at home?")
    read = said_aloud + count("Nobody.", belief.belief, belief.answer)
    assert in_the_talk(practice, "aside", "home") == close_to(minutes(read, READ) + minutes(said_aloud, SAID) + CHOOSING)


def test_chances_that_are_shown_are_read_with_the_name_of_each_option_and_a_figure_of_fifteen_words() -> None:
    practice = practice_of()
    outcomes = practice.option_set.outcomes[:7]
    shown = next(each for each in outcomes if each.has_counts())

    read = count(*(each.name for each in outcomes), "More ...") + SHRUG + sum(count(each.name) + 15 for each in practice.option_set.options)
    assert in_the_talk(practice, "outcome", shown.id, "picture") == close_to(minutes(read, READ) + CHOOSING)


def test_of_a_long_list_every_page_that_is_looked_at_is_read() -> None:
    practice = practice_of()
    outcomes = practice.option_set.outcomes
    assert len(outcomes) == 14, "on two pages"
    shown = outcomes[-1].id

    read = count(*(each.name for each in outcomes), "More ...") + SHRUG + sum(count(each.name) + 15 for each in practice.option_set.options)
    assert in_the_talk(practice, "outcome", "more", shown, "words") == close_to(minutes(read, READ) + CHOOSING)


def test_to_have_something_said_back_takes_the_list_the_words_and_what_is_said() -> None:
    practice = practice_of()
    asked = practice.option_set.teach_back[0].ask

    read = count(*(each.ask for each in practice.option_set.teach_back)) + SHRUG
    assert in_the_talk(practice, "check", "say-back-1") == close_to(minutes(read, READ) + minutes(count(asked), SAID) + CHOOSING)


def test_a_moment_that_passes_takes_time_to_choose_and_has_nothing_to_read_but_its_topic() -> None:
    practice = practice_of()
    waited = lasting(practice, ended(said(practice, None, *SAY_IT_ALL)))
    passed = lasting(practice, ended(said(practice, None, None, *SAY_IT_ALL[1:])))
    recapped = count("Before we get to that, may I say where we are?")

    assert passed.talk == close_to(waited.talk - minutes(count("Please do."), READ) - minutes(recapped, SAID))
    thought = count("He is not in a hurry. It parts what is known from what is open.")
    assert passed.debrief == close_to(waited.debrief - minutes(recapped + count("Please do.") + thought, READ))


def test_a_talk_in_which_nothing_was_said_yet_takes_no_time_and_has_no_last_words() -> None:
    practice = practice_of()
    not_begun = lasting(practice, practice.start())

    titles = [step.title for step in practice.guide.steps.values()]
    assert not_begun.talk == timedelta()
    assert not_begun.debrief == minutes(count(*OF_THE_PATIENT, KEPT_BACK_BECAUSE, practice.option_set.decision, *titles), READ)


def test_what_stands_beside_the_words_of_the_patient_is_read_too() -> None:
    plain = practice_of()
    beside = practice_of(
        ("    cue: looks at her hands\n", "    cue: looks at her hands\n    also: {by: Sofia, words: And what would it cost?}\n")
    )

    longer = lasting(beside, ended(said(beside, *SAY_IT_ALL))).talk - lasting(plain, ended(said(plain, *SAY_IT_ALL))).talk

    assert longer == close_to(minutes(5, READ))


def test_what_is_said_again_after_the_talk_is_not_counted() -> None:
    practice = practice_of()
    over = ended(said(practice, "plan", *SAY_IT_ALL[1:]))
    again = talked(practice, "turn-1", None, "recap", state=over)

    assert len(again.turns) > len(over.turns)
    assert lasting(practice, again) == lasting(practice, over)


def test_the_page_shows_the_shortest_the_middle_and_the_longest_talk_as_an_estimate() -> None:
    practice = practice_of()
    times = [Lasting(timedelta(seconds=20), timedelta(minutes=talk), timedelta(minutes=2)) for talk in (9, 3, 5)]

    page = to_plain(lasting_page(practice.case, times))

    assert page.startswith(
        "Minutes: Opening\nShortest talk: under 1\nMiddle: under 1\nLongest: under 1\n"
        "Minutes: Talk\nShortest talk: 3\nMiddle: 5\nLongest: 9\n"
    )
    assert "Shortest talk: 5\nMiddle: 7\nLongest: 11\nAn estimate; nobody was timed." in page
    assert "The case says 5 min." in page


def test_a_talk_that_stopped_early_lasts_less_long() -> None:
    practice = practice_of(("        then: wish\n", "        then: end\n"))

    assert lasting(practice, ended(said(practice, "plan"))).whole < lasting(practice, ended(said(practice, *SAY_IT_ALL))).whole
