"""How long a practice lasts, estimated from its words."""

from datetime import timedelta

from sdm_cli.conversation.lasting import CHOOSING, READ, SAID, Lasting, lasting
from sdm_cli.conversation.offers import ELSE
from sdm_cli.conversation.talk import State
from sdm_cli.document.plain import to_plain
from sdm_cli.pages.case_ways import lasting_page
from tests.conversation.practices import practice_of, said, talked

SAY_IT_ALL = ("recap", "ask", "train")


def minutes(words: int, a_minute: int) -> timedelta:
    return timedelta(minutes=words / a_minute)


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


def test_what_is_read_again_at_the_same_exchange_is_not_counted_twice() -> None:
    practice = practice_of()
    straight = lasting(practice, ended(said(practice, *SAY_IT_ALL)))
    after_silence = lasting(practice, ended(said(practice, None, *SAY_IT_ALL)))

    assert after_silence.talk == straight.talk + minutes(1, READ) + CHOOSING
    assert after_silence.debrief > straight.debrief


def test_what_is_put_on_the_table_is_read() -> None:
    practice = practice_of()
    answered = talked(practice, None, ELSE, "question", practice.option_set.questions[0].id)
    straight = lasting(practice, ended(said(practice, *SAY_IT_ALL)))
    with_answer = lasting(practice, ended(said(practice, *SAY_IT_ALL, state=answered)))

    on_the_table = " ".join(practice.option_set.questions[0].answers.values())
    assert with_answer.talk > straight.talk + minutes(len(on_the_table.split()), READ) + CHOOSING


def test_a_belief_that_is_taken_up_is_read_with_its_answer() -> None:
    belief = practice_of().option_set.misconceptions[0]
    practice = practice_of(("    about: pain-score\n", f"    about: {belief.id}\n"))
    taken_up = talked(practice, None, ELSE, "aside", "home")
    straight = lasting(practice, ended(said(practice, *SAY_IT_ALL)))
    with_belief = lasting(practice, ended(said(practice, *SAY_IT_ALL, state=taken_up)))

    assert with_belief.talk > straight.talk + minutes(len(f"{belief.belief} {belief.answer}".split()), READ) + CHOOSING


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
