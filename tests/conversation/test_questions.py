import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sdm_cli.conversation.questions import (
    DONE,
    MORE,
    Choice,
    Choose,
    ChooseMany,
    Question,
    Rank,
    Rate,
    Text,
    Unfit,
    Watch,
    WatchedTalk,
    fitting,
    page_of,
    parted,
)
from sdm_cli.model.event import Answer
from tests.conversation.walks import answers_to

CHOICES = (Choice("wait", "Wait"), Choice("plaster", "A plaster"), Choice("unsure", "No leaning yet"))

WORDS = Text("q", "Which words?")
ALOUD = Text("q", "Say it aloud.", aloud=True)
RATE = Rate("q", "How much?", 0, 10)
ONE = Choose("q", "Which?", CHOICES)
SEVERAL = ChooseMany("q", "Which ones?", CHOICES, frozenset({"unsure"}))
ORDER = Rank("q", "In which order?", CHOICES)
NEEDED = Text("q", "In your own words?", aloud=True, needed=True)
CHOICE_TALK = WatchedTalk("Choice talk", (Choice("C1", "Step back"), Choice("C2", "Offer the choices")))
DECISION_TALK = WatchedTalk("Decision talk", (Choice("D1", "Explore what matters"),))
WATCH = Watch("q", "What do you see?", (CHOICE_TALK, DECISION_TALK), {})
HOW_TO_NOTE = "A step such as C2, words that you heard, or both; done ends the watching."

EVERY_KIND: tuple[Question, ...] = (WORDS, ALOUD, RATE, ONE, SEVERAL, ORDER)


@pytest.mark.parametrize("question", EVERY_KIND)
def test_nothing_said_fits_every_question(question: Question) -> None:
    assert fitting(question, None) is None


@pytest.mark.parametrize(
    ("question", "typed", "kept"),
    [
        (WORDS, "  she gardens \n", "she gardens"),
        (WORDS, "no", "no"),
        (WORDS, "08", "08"),
        (ALOUD, "her words", "her words"),
        (ALOUD, True, True),
        (RATE, 0, 0),
        (RATE, 10, 10),
        (ONE, "plaster", "plaster"),
        (SEVERAL, "plaster", ("plaster",)),
        (SEVERAL, ("unsure",), ("unsure",)),
        (ORDER, ("plaster", "wait"), ("plaster", "wait")),
        (ORDER, "plaster", ("plaster",)),
        (NEEDED, " my words ", "my words"),
        (NEEDED, True, True),
        (NEEDED, False, False),
        (WATCH, "c2", "C2"),
        (WATCH, " d1  and  now? ", "D1 and  now?"),
        (WATCH, "C1 \u201cHow are you?\u201d", "C1 How are you?"),
        (WATCH, 'C1 "', "C1"),
        (WATCH, "C1\tHe asks.\n", "C1 He asks."),
        (WATCH, '" "He asks.', '"He asks."'),
        (WATCH, "He laughs.", '"He laughs."'),
        (WATCH, "\u2003He laughs.\u2003", '"He laughs."'),
        (WATCH, "\u201cC2\u201d", '"C2"'),
        (WATCH, "C2: as a heading", "C2 as a heading"),
        (WATCH, "done", DONE),
        (WATCH, " DONE ", DONE),
        (WATCH, '"done"', '"done"'),
        (WATCH, "done that", '"done that"'),
        (WATCH, "B12 was low", '"B12 was low"'),
        (WATCH, "C123 cells", '"C123 cells"'),
        (WATCH, '"X9', '"X9"'),
    ],
)
def test_a_fitting_answer_is_kept_in_its_one_form(question: Question, typed: Answer, kept: Answer) -> None:
    answer = fitting(question, typed)

    assert answer == kept
    assert type(answer) is type(kept)


@pytest.mark.parametrize("empty", ["", "   ", "\n\t"])
@pytest.mark.parametrize("question", [WORDS, ALOUD])
def test_blank_words_say_nothing(question: Question, empty: str) -> None:
    assert fitting(question, empty) is None


@pytest.mark.parametrize("question", [SEVERAL, ORDER])
def test_picking_none_of_several_says_nothing(question: Question) -> None:
    assert fitting(question, ()) is None


@pytest.mark.parametrize(
    ("question", "answer", "remedy"),
    [
        (WORDS, True, "Words, please."),
        (WORDS, 3, "Words, please."),
        (WORDS, ("a", "b"), "Words, please."),
        (ALOUD, False, "Words, please."),
        (ALOUD, 1, "Words, please."),
        (RATE, -1, "A whole number from 0 to 10, please."),
        (RATE, 11, "A whole number from 0 to 10, please."),
        (RATE, "5", "A whole number from 0 to 10, please."),
        (RATE, True, "A whole number from 0 to 10, please."),
        (RATE, ("5",), "A whole number from 0 to 10, please."),
        (ONE, "surgery", "'surgery' is not one of: wait, plaster, unsure."),
        (ONE, "", "'' is not one of: wait, plaster, unsure."),
        (ONE, "A plaster", "'A plaster' is not one of: wait, plaster, unsure."),
        (ONE, ("wait",), "One choice, please."),
        (ONE, 1, "One choice, please."),
        (ONE, True, "One choice, please."),
        (SEVERAL, ("wait", "surgery"), "'surgery' is not one of: wait, plaster, unsure."),
        (SEVERAL, 2, "One or more choices, please."),
        (SEVERAL, True, "One or more choices, please."),
        (ORDER, ("surgery",), "'surgery' is not one of: wait, plaster, unsure."),
        (ORDER, 1, "One or more choices, please."),
        (ORDER, True, "One or more choices, please."),
        (NEEDED, None, "Your own words first, please."),
        (NEEDED, "", "Your own words first, please."),
        (NEEDED, " \n", "Your own words first, please."),
        (NEEDED, 7, "Words, please."),
        (WATCH, None, HOW_TO_NOTE),
        (WATCH, "", HOW_TO_NOTE),
        (WATCH, ' " ', HOW_TO_NOTE),
        (WATCH, 7, HOW_TO_NOTE),
        (WATCH, True, HOW_TO_NOTE),
        (WATCH, ("C1",), HOW_TO_NOTE),
        *(
            (WATCH, typed, f"There is no step {meant} here; ? shows the steps. If somebody said it, put a quotation mark in front.")
            for typed, meant in [("X9", "X9"), (" b12 ", "b12"), ("C9 a good question", "C9"), ("d2 now", "d2"), ("c99", "c99")]
        ),
    ],
)
def test_an_answer_of_the_wrong_kind_is_refused_with_what_would_fit(question: Question, answer: Answer, remedy: str) -> None:
    with pytest.raises(Unfit) as refused:
        fitting(question, answer)

    assert str(refused.value) == remedy


@pytest.mark.parametrize("question", [SEVERAL, ORDER])
def test_the_same_choice_twice_is_refused(question: Question) -> None:
    with pytest.raises(Unfit, match=r"^Each choice once, please\.$"):
        fitting(question, ("wait", "plaster", "wait"))


@pytest.mark.parametrize("answer", [("unsure", "wait"), ("wait", "unsure"), ("wait", "plaster", "unsure")])
def test_no_leaning_yet_cannot_be_picked_beside_a_leaning(answer: Answer) -> None:
    with pytest.raises(Unfit, match=r"^'No leaning yet' stands alone or not at all\.$"):
        fitting(SEVERAL, answer)


def test_several_picked_stand_in_the_order_of_the_choices_however_they_were_typed() -> None:
    assert fitting(SEVERAL, ("plaster", "wait")) == ("wait", "plaster")


@pytest.mark.parametrize("question", EVERY_KIND)
def test_an_answer_in_its_one_form_is_kept_as_it_is(question: Question) -> None:
    assert [fitting(question, answer) for answer in answers_to(question)] == list(answers_to(question))


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from((*EVERY_KIND, NEEDED, WATCH)),
    st.sampled_from(["", "  ", "wait", " wait ", "unsure", "other"])
    | st.text('cdx129" \u201c\u201d\n', max_size=6)
    | st.integers(-20, 20)
    | st.booleans()
    | st.lists(st.sampled_from(["wait", "plaster", "unsure", "other"]), max_size=4).map(tuple),
)
def test_whatever_is_typed_is_refused_or_kept_for_good(question: Question, typed: Answer) -> None:
    try:
        kept = fitting(question, typed)
    except Unfit:
        return
    assert fitting(question, kept) == kept


@pytest.mark.parametrize(
    ("note", "step", "words"),
    [
        ("c1", "C1", None),
        ("C1 He asks.", "C1", "He asks."),
        ('C1  "He asks." ', "C1", "He asks."),
        ('"C1 He asks."', None, "C1 He asks."),
        (" He asks. ", None, "He asks."),
        ('""', None, None),
    ],
)
def test_a_note_is_parted_into_the_step_and_the_words(note: str, step: str | None, words: str | None) -> None:
    assert parted(note, ["C1", "C2"]) == (step, words)


@pytest.mark.parametrize(
    ("many", "pages"),
    [
        (0, [[]]),
        (8, [[0, 1, 2, 3, 4, 5, 6, 7]]),
        (9, [[0, 1, 2, 3, 4, 5, 6, MORE], [7, 8]]),
        (15, [[0, 1, 2, 3, 4, 5, 6, MORE], [7, 8, 9, 10, 11, 12, 13, 14]]),
        (16, [[0, 1, 2, 3, 4, 5, 6, MORE], [7, 8, 9, 10, 11, 12, 13, MORE], [14, 15]]),
    ],
)
def test_a_list_shows_no_more_than_eight_entries_at_once_and_a_last_one_that_leads_on(many: int, pages: list[list[int | str]]) -> None:
    question = Choose("q", "Which?", tuple(Choice(str(number), f"Choice {number}") for number in range(many)), "none of them")

    for number, shown in enumerate(pages, start=1):
        page = page_of(question, number)
        assert [choice.id for choice in page.choices] == [str(each) for each in shown]
        assert (page.id, page.ask, page.nothing) == ("q", "Which?", "none of them")
        assert {choice.label for choice in page.choices if choice.id == MORE} <= {"More ..."}
