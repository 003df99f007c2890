import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from sdm_cli.ask.replies import Gesture, gesture, how, in_short, understood
from sdm_cli.conversation.questions import Choice, Choose, ChooseMany, Question, Rank, Rate, Text, Unfit, fitting
from sdm_cli.model.event import Answer

OPTIONS = (Choice("as-now", "Carry on"), Choice("exercise", "Exercise"), Choice("surgery", "Surgery"))
NOTE = Text("c1.note", "A note?", aloud=True)
WORDS = Text("d1.open", "What matters?")
MINUTES = Rate("p1.minutes", "How many minutes?", 1, 240)
MATTERS = Rate("d1.rate.stairs", "How much?", 0, 10, "does not matter", "matters most")
ONE = Choose("d3.readiness", "Ready?", OPTIONS)
MANY = ChooseMany("d2.leaning", "Which way?", OPTIONS, frozenset({"as-now"}))
ORDER = Rank("d1.rank", "In which order?", OPTIONS)
EVERY_KIND: tuple[Question, ...] = (NOTE, WORDS, MINUTES, MATTERS, ONE, MANY, ORDER)

every_kind = pytest.mark.parametrize("question", EVERY_KIND, ids=lambda question: type(question).__name__)


@pytest.mark.parametrize(
    ("typed", "wish"),
    [
        ("<", Gesture("back")),
        (" < \n", Gesture("back")),
        (":back", Gesture("back")),
        (":BACK", Gesture("back")),
        (">", Gesture("jump")),
        (":jump", Gesture("jump")),
        ("> O6", Gesture("jump", "O6")),
        (">o6\n", Gesture("jump", "O6")),
        (":jump d1", Gesture("jump", "D1")),
        (".", Gesture("pause")),
        (":pause", Gesture("pause")),
        ("?", Gesture("help")),
        (":help", Gesture("help")),
    ],
)
def test_a_gesture_that_stands_alone_is_a_wish_to_go_somewhere(typed: str, wish: Gesture) -> None:
    assert gesture(typed) == wish


@pytest.mark.parametrize(
    "typed", ["", "\n", "pain < before", "Why?", "well.", "...", "> 5 km a day", ">>", "< 3", "back", "I jump", "> O6 and on", ">O123"]
)
def test_the_same_marks_inside_words_are_only_words(typed: str) -> None:
    assert gesture(typed) is None


@every_kind
@pytest.mark.parametrize("typed", ["", "   ", "\n"])
def test_enter_says_nothing_where_nothing_was_said_before(question: Question, typed: str) -> None:
    assert understood(question, typed, None) is None


@every_kind
def test_enter_keeps_what_was_said_before_and_a_dash_takes_it_away(question: Question) -> None:
    earlier: Answer = ("exercise",)

    assert understood(question, "\n", earlier) == earlier
    assert understood(question, "-\n", earlier) is None


@pytest.mark.parametrize(
    ("question", "typed", "answer"),
    [
        (NOTE, " her words \n", "her words"),
        (NOTE, "+", True),
        (WORDS, "+", "+"),
        (WORDS, "08", "08"),
        (MINUTES, "15\n", 15),
        (MATTERS, "0", 0),
        (ONE, "2", "exercise"),
        (MANY, "3 2", ("surgery", "exercise")),
        (MANY, "3,2", ("surgery", "exercise")),
        (MANY, "3, 2;1", ("surgery", "exercise", "as-now")),
        (ORDER, "3 1", ("surgery", "as-now")),
    ],
)
def test_what_was_typed_becomes_the_answer_that_was_meant(question: Question, typed: str, answer: Answer) -> None:
    assert understood(question, typed, None) == answer


@pytest.mark.parametrize(
    ("question", "typed", "reason"),
    [
        (MINUTES, "soon", "A whole number from 1 to 240, please."),
        (MINUTES, "1.5", "A whole number from 1 to 240, please."),
        (MINUTES, "99999999999999999999", "A whole number from 1 to 240, please."),
        (MINUTES, "\N{ARABIC-INDIC DIGIT FIVE}\N{SUPERSCRIPT TWO}", "A whole number from 1 to 240, please."),
        (ONE, "4", "'4' is not a number from 1 to 3."),
        (ONE, "0", "'0' is not a number from 1 to 3."),
        (ONE, "exercise", "'exercise' is not a number from 1 to 3."),
        (replace(ONE, choices=ONE.choices[:1]), "2", "'2' is not 1, the only number here."),
        (ONE, "1 2", "One number, please."),
        (MANY, "1 x", "'x' is not a number from 1 to 3."),
        (ORDER, "1 -2", "'-2' is not a number from 1 to 3."),
    ],
)
def test_what_does_not_fit_is_answered_with_what_would(question: Question, typed: str, reason: str) -> None:
    with pytest.raises(Unfit) as refusal:
        understood(question, typed, None)
    assert str(refusal.value) == reason


@every_kind
@given(typed=st.text())
def test_nothing_that_can_be_typed_breaks_a_question(question: Question, typed: str) -> None:
    try:
        answer = fitting(question, understood(question, typed, None))
    except Unfit:
        return
    assert answer is None or typed.strip() not in {"", "-"}


@pytest.mark.parametrize(
    ("question", "answer", "typed"),
    [
        (NOTE, True, "+"),
        (NOTE, "her words", "her words"),
        (MINUTES, 15, "15"),
        (MATTERS, 0, "0"),
        (ONE, "exercise", "2"),
        (MANY, ("exercise", "surgery"), "2 3"),
        (ORDER, ("surgery", "as-now"), "3 1"),
    ],
)
def test_an_earlier_answer_is_shown_as_it_would_be_typed_again(question: Question, answer: Answer, typed: str) -> None:
    assert in_short(question, answer) == typed
    assert fitting(question, understood(question, typed, None)) == answer


@every_kind
def test_every_question_says_what_enter_does(question: Question) -> None:
    assert "Enter: not discussed." in how(question, None)
    assert "Enter keeps it, - takes it away." in how(question, ("exercise",))


def test_a_question_with_another_meaning_of_nothing_says_that_one() -> None:
    assert how(Choose("jump", "Where to?", OPTIONS, "stay here"), None) == "A number. Enter: stay here."


def test_a_scale_says_what_its_ends_mean() -> None:
    assert how(MATTERS, None) == "A number, 0 (does not matter) to 10 (matters most). Enter: not discussed."
    assert how(MINUTES, None) == "A number, 1 to 240. Enter: not discussed."
