from io import StringIO

import pytest
from inline_snapshot import snapshot

from sdm_cli.ask.plain import PlainAsker
from sdm_cli.ask.replies import Gesture, Given, Left, Reply
from sdm_cli.conversation.questions import Choice, Choose, ChooseMany, Question, Rank, Rate, Text
from sdm_cli.model.event import Answer

OPTIONS = (Choice("as-now", "Carry on as now"), Choice("exercise", "Exercise"), Choice("unsure", "No leaning yet"))
NOTE = Text("c1.note", "Say it aloud. A note?", aloud=True)
MINUTES = Rate("p1.minutes", "How many minutes?", 1, 240)
ONE = Choose("d3.readiness", "Are they ready?", OPTIONS)
MANY = ChooseMany("d2.leaning", "Which way do they lean?", OPTIONS, frozenset({"unsure"}))
ORDER = Rank("d1.rank", "Which matter?", OPTIONS)
EVERY_KIND: tuple[Question, ...] = (NOTE, MINUTES, ONE, MANY, ORDER)

every_kind = pytest.mark.parametrize("question", EVERY_KIND, ids=lambda question: type(question).__name__)


def ask(question: Question, typed: str, earlier: Answer = None, width: int | None = None) -> tuple[Reply, str]:
    """The reply to some typed lines, and everything that was printed."""
    out = StringIO()
    return PlainAsker(StringIO(typed), out, lambda: width).ask(question, earlier), out.getvalue()


def test_a_question_is_lines_that_can_be_read_aloud() -> None:
    _, printed = ask(MANY, "2\n")

    assert printed == snapshot("""\
Which way do they lean?
1. Carry on as now
2. Exercise
3. No leaning yet
Numbers, such as 1 3. Enter: not discussed.
< back   > jump   . pause   ? help
> \
""")


@every_kind
def test_enter_alone_never_takes_a_choice(question: Question) -> None:
    assert ask(question, "\n")[0] == Given(None)


@every_kind
@pytest.mark.parametrize(
    ("typed", "wish"), [("<\n", Gesture("back")), ("> O4\n", Gesture("jump", "O4")), (".\n", Gesture("pause")), ("?\n", Gesture("help"))]
)
def test_the_same_gestures_work_at_every_question(question: Question, typed: str, wish: Gesture) -> None:
    assert ask(question, typed)[0] == wish


@every_kind
def test_every_question_shows_the_gestures(question: Question) -> None:
    assert "< back   > jump   . pause   ? help\n" in ask(question, "\n")[1]


@pytest.mark.parametrize(
    ("question", "typed", "answer"),
    [
        (NOTE, "her own words\n", "her own words"),
        (NOTE, "+\n", True),
        (MINUTES, "15\n", 15),
        (ONE, "2\n", "exercise"),
        (MANY, "2 1\n", ("as-now", "exercise")),
        (ORDER, "2 1\n", ("exercise", "as-now")),
    ],
)
def test_a_typed_line_is_the_answer(question: Question, typed: str, answer: Answer) -> None:
    assert ask(question, typed)[0] == Given(answer)


@pytest.mark.parametrize(
    ("question", "typed", "reason", "answer"),
    [
        (MINUTES, "0\n241\n240\n", "A whole number from 1 to 240, please.\n> A whole number from 1 to 240, please.\n> ", 240),
        (ONE, "9\n1\n", "'9' is not a number from 1 to 3.\n> ", "as-now"),
        (MANY, "1 3\n3\n", "'No leaning yet' stands alone or not at all.\n> ", ("unsure",)),
        (ORDER, "1 1\n1\n", "Each choice once, please.\n> ", ("as-now",)),
    ],
)
def test_after_a_line_that_does_not_fit_it_says_why_and_asks_again(question: Question, typed: str, reason: str, answer: Answer) -> None:
    reply, printed = ask(question, typed)

    assert reply == Given(answer)
    assert printed.endswith(reason)
    assert printed.count(question.ask) == 1


def test_what_was_said_before_is_shown_and_kept_by_enter() -> None:
    reply, printed = ask(MANY, "\n", earlier=("as-now", "exercise"))

    assert reply == Given(("as-now", "exercise"))
    assert "Before: 1 2\n" in printed
    assert "Enter keeps it, - takes it away." in printed


def test_a_dash_takes_back_what_was_said_before() -> None:
    assert ask(NOTE, "-\n", earlier="my words")[0] == Given(None)


@every_kind
def test_the_end_of_input_leaves_and_answers_nothing(question: Question) -> None:
    with pytest.raises(Left):
        ask(question, "")


def test_ctrl_c_leaves_and_answers_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted() -> str:
        raise KeyboardInterrupt

    keyboard = StringIO()
    monkeypatch.setattr(keyboard, "readline", interrupted)

    with pytest.raises(Left):
        PlainAsker(keyboard, StringIO()).ask(NOTE, "before")


def test_the_prompt_is_on_the_screen_before_a_line_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    keyboard, screen = StringIO("nonsense\n5\n"), StringIO()
    on_screen, read = [""], keyboard.readline
    seen: list[str] = []

    def flush() -> None:
        on_screen[0] = screen.getvalue()

    def readline() -> str:
        seen.append(on_screen[0])
        return read()

    monkeypatch.setattr(screen, "flush", flush)
    monkeypatch.setattr(keyboard, "readline", readline)
    PlainAsker(keyboard, screen).ask(MINUTES, None)

    assert seen[0].endswith("\n> ")
    assert seen[1].endswith("please.\n> ")


@pytest.mark.parametrize("hostile", ["\x1b[31mred", "\x1b]0;title\x07", "\r\x1b[2K", "\x9b31m", "two\nlines"])
def test_no_text_can_steer_the_terminal(hostile: str) -> None:
    _, printed = ask(Choose("x", hostile, (Choice("a", hostile),)), "\n")
    _, again = ask(NOTE, "\n", earlier=hostile)

    for text in (printed, again):
        assert all(line.isprintable() for line in text.split("\n"))
    assert len(printed.split("\n")) == 5


def test_in_a_narrow_terminal_a_refusal_is_folded_between_words_as_well() -> None:
    refused = ask(MINUTES, "many\n5\n", width=24)[1].split("> ")[1]

    assert refused.split() == ask(MINUTES, "many\n5\n")[1].split("> ")[1].split()
    assert max(len(line) for line in refused.split("\n")) < 24


def test_in_a_narrow_terminal_lines_are_folded_between_words_and_lose_none() -> None:
    question = Choose("x", "A question that is far too long for so narrow a window", (Choice("a", "A choice that is too long as well"),))

    whole, folded = ask(question, "\n")[1], ask(question, "\n", width=30)[1]

    assert max(len(line) for line in folded.split("\n")) < 30
    assert folded.split() == whole.split()
