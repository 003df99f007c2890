"""What a person sees and gets: real processes in a real terminal, key by key."""

import contextlib
import os
import re
import signal
import subprocess
import termios
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from sdm_cli.ask.plain import question_lines
from sdm_cli.ask.replies import HOW_TO_PICK
from sdm_cli.content.catalogue import BUNDLED
from sdm_cli.document.plain import to_plain
from tests.commands.ready import COMMAND
from tests.pages.made_up import bundled, screens, walked
from tests.terminal.screen import (
    CTRL_B,
    CTRL_C,
    CTRL_D,
    CTRL_S,
    CTRL_U,
    DOWN,
    ENTER,
    RIGHT,
    UP,
    Screen,
    command_to_go_on,
    kept,
    sessions,
)

KNEE = "knee-osteoarthritis"
SETS = sorted(path.stem for path in BUNDLED.glob("option_sets/*.yaml"))
WINDOWS = pytest.mark.parametrize(("columns", "rows"), [(80, 24), (40, 20)], ids=["80x24", "40x20"])
KEYS_AND_LINES = pytest.mark.parametrize("mode", [(), ("--plain",)], ids=["keys", "plain"])
PLACES = pytest.mark.parametrize(("columns", "mode"), [(80, ()), (40, ()), (80, ("--plain",))], ids=["keys", "narrow", "plain"])
WITHOUT_KEYS = pytest.mark.parametrize(("mode", "term"), [(("--plain",), "xterm-256color"), ((), "dumb")], ids=["--plain", "TERM=dumb"])
Mode = tuple[str, ...]


# ── Enter alone ──────────────────────────────────────────────────────────────────────────────────────────────────────


@WINDOWS
@pytest.mark.parametrize("option_set", SETS)
def test_enter_alone_walks_to_a_summary_in_which_nothing_was_discussed_and_no_word_is_broken(
    option_set: str, columns: int, rows: int, home: Path
) -> None:
    with Screen("walk", option_set, rows=rows, columns=columns) as screen:
        assert enter_to_the_end(screen) <= 40
        assert screen.wait_for_end() == 0

    text = " ".join(" ".join(screen.lines()).split())
    assert "Rehearsal of a shared decision: " in text
    assert "The decision was not discussed." in text
    assert "Neither a first nor an informed preference was discussed." in text
    assert "It is not medical advice" in text
    assert broken_words(screen.lines(), option_set) - set(sessions(home)) == set()


# ── With keys ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_set_is_picked_from_the_list_with_arrows() -> None:
    with Screen("walk") as screen:
        screen.wait_for("» (leave)")
        screen.press(DOWN * (1 + SETS.index(KNEE)))
        screen.wait_for("» Painful arthritis of the knee")
        screen.press(ENTER)
        screen.wait_for("P1 Prepare")


@KEYS_AND_LINES
def test_enter_on_the_list_of_sets_picks_none_and_leaves(mode: Mode, home: Path) -> None:
    with Screen("walk", *mode) as screen:
        screen.wait_for_question()
        screen.press(ENTER)

        assert screen.wait_for_end() == 0
    assert sessions(home) == []


def test_ctrl_b_goes_back_and_finds_the_earlier_answer_ready_in_the_line(home: Path) -> None:
    with Screen("walk", KNEE) as screen:
        screen.wait_for_question()
        screen.answer("case 7")
        screen.answer("15")
        go(screen, CTRL_B, "How many minutes do you have?")
        assert screen.line_with_cursor() == "> 15"
        go(screen, CTRL_B, "A code for this case")
        assert screen.line_with_cursor() == "> case 7"

        screen.answer(f"{RIGHT} of May")
        screen.answer("")

        screen.wait_for("Where will it be")
    assert dict(kept(home)) == {"prepare.before.case": "case 7 of May", "prepare.before.minutes": 15}


@KEYS_AND_LINES
def test_less_than_goes_back_from_every_question_one_after_the_other(mode: Mode, home: Path) -> None:
    with Screen("walk", KNEE, *mode) as screen:
        screen.wait_for_question()
        screen.answer("case 7")
        screen.answer("15")
        go(screen, f"<{ENTER}", "How many minutes do you have?")
        go(screen, f"<{ENTER}", "A code for this case")
    assert dict(kept(home)) == {"prepare.before.case": "case 7", "prepare.before.minutes": 15}


@pytest.mark.parametrize(
    ("typed", "then"),
    [
        ("8", "8"),
        ("+", True),
        ("-", None),
        ("\x7f", None),
        ("\x1b[200~8\x1b[201~", "8"),
        ("\x158", "8"),
        (f"{RIGHT}8", "case 78"),
        ("\x1b[D8", "case 87"),
        ("\x058", "case 78"),
        ("\x018", "8case 7"),
    ],
    ids=[
        "a letter",
        "said aloud",
        "taken away",
        "backspace",
        "pasted",
        "emptied",
        "behind it",
        "before its last",
        "at its end",
        "at its beginning",
    ],
)
def test_what_is_typed_replaces_an_earlier_answer_unless_an_arrow_key_comes_first(typed: str, then: object, home: Path) -> None:
    with Screen("walk", KNEE, "--from", "C1") as screen:
        screen.wait_for_question()
        screen.answer("case 7")
        go(screen, CTRL_B, "What you said before stands in the line.")
        assert "Before:" not in screen.shown()
        screen.answer(typed)
    assert [value for _, value in kept(home)] == ["case 7", then]


def test_emptying_the_line_takes_an_earlier_answer_away(home: Path) -> None:
    with Screen("walk", KNEE) as screen:
        screen.wait_for_question()
        screen.answer("case 7")
        go(screen, CTRL_B, "A code for this case")
        screen.answer(CTRL_U)
    assert kept(home) == [("prepare.before.case", "case 7"), ("prepare.before.case", None)]


def test_a_step_is_jumped_to_by_the_list_and_by_its_name() -> None:
    with Screen("walk", KNEE) as screen:
        screen.wait_for_question()
        screen.answer("case 7")
        go(screen, f">{ENTER}", "» (stay here)")
        screen.wait_for("P1 Prepare (done)")
        screen.wait_for("D4 Offer review (open)")
        screen.press(UP * 3)
        screen.wait_for("» D4 Offer review (open)")
        go(screen, ENTER, "step 15 of 15")
        go(screen, f"> O6{ENTER}", "step 11 of 15")


@KEYS_AND_LINES
def test_after_a_jump_back_the_walk_returns_to_where_it_was(mode: Mode, home: Path) -> None:
    with Screen("walk", KNEE, "--from", "C5", *mode) as screen:
        screen.wait_for("C5 Defer closure")
        go(screen, f"> C1{ENTER}", "C1 Step back")
        go(screen, f"said again{ENTER}", "C5 Defer closure")
    assert kept(home) == [("choice.step_back.note", "said again")]


@KEYS_AND_LINES
def test_a_jump_to_a_step_that_is_not_there_says_which_there_are_and_stays(mode: Mode) -> None:
    with Screen("walk", KNEE, *mode) as screen:
        screen.wait_for_question()
        go(screen, f"> X9{ENTER}", "no step X9; it has P1, C1,")
        screen.wait_for("A code for this case")


@KEYS_AND_LINES
def test_help_shows_where_a_step_comes_from_and_asks_again(mode: Mode) -> None:
    with Screen("walk", KNEE, *mode) as screen:
        screen.wait_for_question()
        assert "Mead & Bower 2000" not in screen.shown()
        go(screen, f"?{ENTER}", "Mead & Bower 2000")
        screen.wait_for("A code for this case")


def test_a_step_longer_than_the_window_shows_its_beginning_names_the_rest_and_shows_it_before_help() -> None:
    with Screen("walk", KNEE, "--from", "O4") as screen:
        screen.wait_for("More below: Carrying on as now; Benefits, Harms and burdens; Outcome and so on. ? shows it.")
        screen.wait_for_question()
        assert any("O4 Benefits and drawbacks" in line for line in screen.lines()[-24:])
        go(screen, f"?{ENTER}", "There is no new treatment")
        assert len(screen.lines_since_press()) <= 25
        for _ in range(2):
            go(screen, f"?{ENTER}", "Carrying on as now: what did they say to this?")
        screen.wait_for("Sources: [1] Fransen")
        go(screen, f"?{ENTER}", "Relative figures persuade more")
        assert "Carrying on as now: what did they say to this?" in screen.shown()


def test_a_list_whose_own_entry_for_nothing_does_not_fit_is_asked_in_full_words() -> None:
    with Screen("walk", "statin-primary-prevention", "--from", "O4", columns=36) as screen:
        screen.wait_for_question()
        assert "»" not in screen.shown()
        assert "Enter: take 'A 10-year risk of 10 percent'" in screen.shown()


def test_enter_before_a_list_is_drawn_and_an_interrupt_from_outside_are_heard_in_it() -> None:
    with Screen("walk", KNEE) as screen:
        screen.wait_for_question()
        screen.answer("> C4")
        screen.press("\n")
        screen.wait_for("C5 Defer closure")
        screen.wait_for_question()
        screen.answer("> C4")
        screen.signal(signal.SIGINT)
        assert screen.wait_for_end() == 130
        assert command_to_go_on(screen)


def test_what_was_answered_to_one_question_is_not_offered_at_another(home: Path) -> None:
    with Screen("walk", KNEE) as screen:
        screen.wait_for_question()
        screen.answer("case 7")
        screen.press(f"\x1b[A{ENTER}")
        screen.wait_for("Where will it be")
    assert kept(home)[:2] == [("prepare.before.case", "case 7"), ("prepare.before.minutes", None)]


def test_every_gesture_has_its_key_in_a_list_too(home: Path) -> None:
    with Screen("walk", KNEE, "--from", "C4") as screen:
        screen.wait_for("How does the offer of a choice land?")
        go(screen, "?", "How does the offer of a choice land?")  # what the window had no room for
        go(screen, "?", "teaching judgement")
        go(screen, ">", "Go to which step?")
        go(screen, "<", "How does the offer of a choice land?")
        go(screen, "<", "A code for this case")
        go(screen, "\x0f", "Mead & Bower 2000")
        go(screen, "\x07", "Go to which step?")
        screen.press("\x18")
        assert screen.wait_for_end() == 0
        assert command_to_go_on(screen)
    assert kept(home) == []


def test_a_walk_with_keys_is_paused_resumed_at_the_same_question_and_finished(home: Path) -> None:
    with Screen("walk", KNEE) as screen:
        screen.wait_for_question()
        screen.answer("case 7")
        go(screen, f"> C4{ENTER}", "» (not discussed)")
        screen.press(DOWN * 2)
        screen.wait_for("» Surprised to be asked")
        go(screen, ENTER, "What do you say or do then?")
        screen.press(f".{ENTER}")
        assert screen.wait_for_end() == 0
        go_on = command_to_go_on(screen)

    with Screen(*go_on) as screen:
        screen.wait_for("C4 Monitor the reaction")
        screen.wait_for("What do you say or do then?")
        screen.answer("That is good to hear")
        go(screen, f"> R1{ENTER}", "Did you both want the same")
        enter_to_the_end(screen)
        assert screen.wait_for_end() == 0
        assert "That is good to hear" in " ".join(screen.lines())
        assert "case 7" in screen.shown()
    assert sessions(home) == [go_on[-1]]


# ── Line by line ─────────────────────────────────────────────────────────────────────────────────────────────────────


@WITHOUT_KEYS
def test_without_keys_a_walk_is_picked_paused_resumed_and_finished_without_one_escape_sequence(mode: Mode, term: str, home: Path) -> None:
    with Screen("walk", *mode, TERM=term) as screen:
        screen.wait_for_question()
        go(screen, f"2{ENTER}", "A code for this case")
        screen.answer("case 7")
        screen.answer("15")
        go(screen, f"<{ENTER}", "How many minutes do you have? Before: 15")
        go(screen, f"<{ENTER}", "A code for this case (no names) Before: case 7")
        screen.answer("")
        go(screen, f">{ENTER}", "5. T1 Promise support (open, optional)")
        go(screen, f"6{ENTER}", "How does the offer of a choice land? 1. Curious and ready")
        go(screen, f"1{ENTER}", "What do you say or do then?")
        go(screen, f"?{ENTER}", "What do you say or do then?")
        screen.press(f".{ENTER}")
        assert screen.wait_for_end() == 0
        go_on = command_to_go_on(screen)
        assert "\x1b" not in screen.raw

    with Screen(*go_on, *mode, TERM=term) as screen:
        screen.wait_for("What do you say or do then?")
        go(screen, f"<{ENTER}", "Before: 1")
        screen.answer("")
        screen.answer("That is good to hear")
        go(screen, f"> R1{ENTER}", "Did you both want the same")
        enter_to_the_end(screen)
        assert screen.wait_for_end() == 0
        assert "That is good to hear" in screen.shown()
        assert "\x1b" not in screen.raw
    assert dict(kept(home))["choice.monitor.reaction"] == "ready"


# ── Leaving ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("key", [CTRL_C, CTRL_D], ids=["Ctrl-C", "Ctrl-D"])
@pytest.mark.parametrize(
    # Line by line every question is one line to type; that each kind is left so is promised in tests/ask.
    ("step", "mode"),
    [("C1", ()), ("C4", ()), ("O5", ()), ("O5", ("--plain",))],
    ids=["words", "list", "numbers", "plain"],
)
def test_ctrl_c_and_ctrl_d_pause_at_every_kind_of_question_and_lose_nothing(key: str, step: str, mode: Mode, home: Path) -> None:
    with Screen("walk", KNEE, *mode) as screen:
        screen.wait_for_question()
        screen.answer("case 7")
        screen.answer(f"> {step}")
        screen.press(key)

        assert screen.wait_for_end() == 130
        assert command_to_go_on(screen)[-1] in sessions(home)
    assert kept(home) == [("prepare.before.case", "case 7")]


def test_a_line_that_was_not_finished_is_no_answer(home: Path) -> None:
    with Screen("walk", KNEE) as screen:
        screen.wait_for_question()
        screen.answer("case 7")
        screen.press("1")
        screen.wait_for("1")
        screen.press(CTRL_C)
        assert screen.wait_for_end() == 130
    assert kept(home) == [("prepare.before.case", "case 7")]


def test_ctrl_c_while_a_screen_is_drawn_still_says_how_to_go_on(home: Path) -> None:
    with Screen("walk", KNEE, "--plain") as screen:
        screen.wait_for_question()
        # The terminal stops all output, so that the next screen is under way until the key comes.
        screen.press(f"{CTRL_S}case 7{ENTER}")
        screen.wait_until(lambda: bool(sessions(home)) and kept(home) == [("prepare.before.case", "case 7")])
        screen.press(CTRL_C)

        assert screen.wait_for_end() == 130
        assert command_to_go_on(screen) == ["sessions", "resume", *sessions(home)]


@KEYS_AND_LINES
@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)], ids=["SIGTERM", "SIGHUP"])
def test_a_signal_ends_with_its_code_keeps_everything_and_says_how_to_go_on(
    number: signal.Signals, code: int, mode: Mode, home: Path
) -> None:
    with Screen("walk", KNEE, *mode) as screen:
        screen.wait_for_question()
        screen.answer("case 7")
        screen.signal(number)
        assert screen.wait_for_end() == code
        go_on = command_to_go_on(screen)
    assert kept(home) == [("prepare.before.case", "case 7")]

    with Screen(*go_on, *mode) as screen:
        screen.wait_for("How many minutes do you have?")


def test_a_signal_in_the_middle_of_typing_ends_it_too(home: Path) -> None:
    with Screen("walk", KNEE) as screen:
        screen.wait_for_question()
        screen.answer("case 7")
        screen.press("1" * 3000)
        screen.wait_for("111")
        screen.signal(signal.SIGTERM)

        assert screen.wait_for_end() == 143
        assert command_to_go_on(screen)
    assert kept(home) == [("prepare.before.case", "case 7")]


@KEYS_AND_LINES
def test_a_closed_window_keeps_everything_and_ends_with_129(mode: Mode, home: Path) -> None:
    with Screen("walk", KNEE, *mode) as screen:
        screen.wait_for_question()
        screen.answer("case 7")
        assert screen.close_window() == 129
    assert kept(home) == [("prepare.before.case", "case 7")]
    assert list(home.glob("bug-*")) == []

    with Screen("sessions", "resume", *mode) as screen:
        screen.wait_for("How many minutes do you have?")


@PLACES
@pytest.mark.parametrize(("keys", "code"), [(f".{ENTER}", 0), (CTRL_C, 130)], ids=["pause", "Ctrl-C"])
def test_looking_in_and_leaving_keeps_no_session_and_says_so(keys: str, code: int, columns: int, mode: Mode, home: Path) -> None:
    with Screen("walk", KNEE, *mode, columns=columns) as screen:
        screen.wait_for_question()
        screen.press(keys)
        assert screen.wait_for_end() == code
        assert "nothing was kept" in screen.shown()
    assert sessions(home) == []


@KEYS_AND_LINES
@pytest.mark.parametrize("key", [CTRL_C, CTRL_D], ids=["Ctrl-C", "Ctrl-D"])
def test_ctrl_c_and_ctrl_d_leave_the_list_of_sets(key: str, mode: Mode, home: Path) -> None:
    with Screen("walk", *mode) as screen:
        screen.wait_for_question()
        screen.press(key)
        assert screen.wait_for_end() == 130
        assert "mistake in sdm" not in screen.shown()
    assert sessions(home) == []


# ── Never a preference that nobody expressed ─────────────────────────────────────────────────────────────────────────

REACTION, LEANING, READINESS = "choice.monitor.reaction", "decision.elicit.leaning", "decision.close.readiness"
PREFERENCES = pytest.mark.parametrize(
    # Line by line Enter is the same at every question; that it takes nothing at any of a walk is promised in tests/commands.
    ("step", "question", "columns", "mode"),
    [
        ("C4", REACTION, 80, ()),
        ("D2", LEANING, 80, ()),
        ("D3", READINESS, 80, ()),
        ("C4", REACTION, 40, ()),
        ("D3", READINESS, 80, ("--plain",)),
    ],
    ids=["C4", "D2", "D3", "narrow", "plain"],
)


@PREFERENCES
def test_enter_on_a_list_takes_no_choice(step: str, question: str, columns: int, mode: Mode, home: Path) -> None:
    with Screen("walk", KNEE, "--from", step, *mode, columns=columns) as screen:
        screen.wait_for_question()
        screen.answer("")
    assert kept(home) == [(question, None)]


@PREFERENCES
def test_enter_on_a_list_lets_an_earlier_choice_stand(step: str, question: str, columns: int, mode: Mode, home: Path) -> None:
    with Screen("walk", KNEE, "--from", step, *mode, columns=columns) as screen:
        screen.wait_for_question()
        is_numbered = "Enter: not discussed." in screen.shown()
        screen.answer("2" if is_numbered else DOWN * 2)
        screen.press(f"<{ENTER}" if mode else CTRL_B)
        screen.wait_for_question()
        screen.answer("")
    (_, first), (again, second) = kept(home)
    assert again == question
    assert second == first
    assert first is not None


def test_numbers_have_no_answer_that_stands_without_being_typed(home: Path) -> None:
    with Screen("walk", KNEE, "--from", "D1") as screen:
        screen.wait_for_question()
        screen.answer("to climb the stairs")
        go(screen, DOWN + ENTER, "0 (does not matter) to 10 (matters most)")
        screen.answer("")
        screen.press(f"11{ENTER}")
        screen.wait_for("A whole number from 0 to 10, please.")
    assert [value for _, value in kept(home)] == ["to climb the stairs", "rate", None]


# ── Colour, width, paste ─────────────────────────────────────────────────────────────────────────────────────────────


def test_no_color_takes_every_colour_away_from_questions_screens_and_summary() -> None:
    with Screen("walk", KNEE, "--from", "D3", NO_COLOR="1") as screen:
        enter_to_the_end(screen)
        assert screen.wait_for_end() == 0
    assert set(colours(screen.raw)) == set()

    with Screen("walk", KNEE, "--from", "D3") as screen:
        enter_to_the_end(screen)
        assert set(colours(screen.raw)) != set()


@KEYS_AND_LINES
def test_a_window_made_narrower_in_the_middle_loses_nothing_and_breaks_no_word_of_the_next_screen(mode: Mode, home: Path) -> None:
    with Screen("walk", KNEE, "--from", "C2", *mode) as screen:
        screen.wait_for_question()
        screen.press("half a sen")
        screen.wait_for("half a sen")
        screen.resize(40)
        screen.answer("tence")

        assert broken_words(screen.lines_since_press(), KNEE) == set()
    assert kept(home) == [("choice.offer.note", "half a sentence")]


@KEYS_AND_LINES
def test_two_lines_typed_ahead_answer_two_questions(mode: Mode, home: Path) -> None:
    with Screen("walk", KNEE, *mode) as screen:
        screen.wait_for_question()
        screen.press(f"case 7{ENTER}15{ENTER}")
        screen.wait_for("Where will it be")
    assert kept(home) == [("prepare.before.case", "case 7"), ("prepare.before.minutes", 15)]


def test_two_lines_pasted_with_keys_stand_in_the_line_until_enter_is_pressed(home: Path) -> None:
    with Screen("walk", KNEE) as screen:
        screen.wait_for_question()
        screen.press("\x1b[200~case 7\r15\x1b[201~")
        screen.wait_for("case 7 15")
        assert sessions(home) == []
        screen.answer("")
        screen.wait_for("How many minutes do you have?")
    assert [(question, str(value).split()) for question, value in kept(home)] == [("prepare.before.case", ["case", "7", "15"])]


# ── No terminal ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("elsewhere", ["stdin", "stdout", "stderr"])
@pytest.mark.parametrize("arguments", [["walk"], ["walk", KNEE], ["walk", KNEE, "--plain"]], ids=" ".join)
def test_without_a_terminal_nothing_is_asked_and_one_sentence_says_so(arguments: list[str], elsewhere: str, home: Path) -> None:
    code, said = run_partly_in_a_terminal(arguments, elsewhere)

    assert code == 2
    # In a terminal the sentence is folded between words; nothing else is said.
    assert " ".join(said.split()) == (
        "There is no terminal to ask on, so nothing was asked. "
        "Run it in a terminal, or give the answers in a file: sdm walk OPTION_SET --answers FILE"
    )
    assert not home.exists()


def test_without_a_terminal_a_session_is_not_resumed_and_stays_as_it_was(home: Path) -> None:
    with Screen("walk", KNEE) as screen:
        screen.wait_for_question()
        screen.answer("case 7")
        screen.press(CTRL_C)
        screen.wait_for_end()
    (journal,) = (home / "sessions").glob("*.jsonl")
    before = journal.read_bytes()

    code, said = run_partly_in_a_terminal(["sessions", "resume"], "stdin")

    assert code == 2
    assert said.startswith("There is no terminal to ask on")
    assert journal.read_bytes() == before


# ── Helpers ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def enter_to_the_end(screen: Screen) -> int:
    """Press Enter at every question; how many there were."""
    questions = 0
    while screen.question_or_end():
        questions += 1
        screen.press(ENTER)
    return questions


def go(screen: Screen, keys: str, somewhere: str) -> None:
    """Press keys, and wait until the next question shows what it should."""
    screen.press(keys)
    screen.wait_for_question()
    screen.wait_for(somewhere)


def colours(raw: str) -> Iterator[int]:
    """The numbers of all colours that were switched on."""
    for numbers in re.findall(r"\x1b\[([0-9;]*)m", raw):
        for number in map(int, filter(None, numbers.split(";"))):
            if number in {*range(30, 39), *range(40, 49), *range(90, 98), *range(100, 108)}:
                yield number


def broken_words(lines: list[str], option_set: str) -> set[str]:
    """What stands between blanks and is no word of this walk: the pieces of words that were broken at an edge."""
    return words(lines) - words_of_a_walk(option_set)


@cache
def words_of_a_walk(option_set: str) -> frozenset[str]:
    """The words of a walk by Enter alone, line by line, in which every line has room."""
    with TemporaryDirectory() as home:
        done = subprocess.run(
            [*COMMAND, "walk", option_set, "--answers", "-"],
            input="",
            capture_output=True,
            encoding="utf-8",
            env={**os.environ, "SDM_HOME": home},
            check=True,
        )
    walk = walked(bundled(option_set))
    asked = [text for prompt in walk.walk.script({}) for _, text in question_lines(prompt.question, None)]
    shown = [text for page in screens(walk) for text in to_plain(page).splitlines()]
    # A column in which nothing stands has its heading only where columns are drawn; a replay tells no minutes.
    spoken = [*asked, *shown, *done.stdout.splitlines(), *done.stderr.splitlines(), HOW_TO_PICK]
    return frozenset(words(spoken)) | {
        "Certainty",
        "Time",
        "min",
        "half",
        "a",
        "sentence",
        "More",
        "below",
        "and",
        "so",
        "on",
        "shows",
        "it",
    }


def words(lines: list[str]) -> set[str]:
    """The words in some lines, without marks around them, clock times, and the list of sources with its long addresses."""
    text = "\n".join(lines)
    text = re.sub(r"\nSources used\n.*?\nThis helps ", "\nThis helps ", text, flags=re.DOTALL)
    text = re.sub(r"\b\d+:\d\d\b", "", text)
    return {word for token in text.split() if (word := token.strip("\"'.,:;()[]?!»>|<+-─"))}


def run_partly_in_a_terminal(arguments: list[str], elsewhere: str) -> tuple[int, str]:
    """Run sdm in a terminal but for one stream, which is an open pipe; its exit code, and all that it said."""
    ours, theirs = os.openpty()
    termios.tcsetwinsize(ours, (24, 500))
    pipes = {elsewhere: subprocess.PIPE}
    with subprocess.Popen(
        [*COMMAND, *arguments],
        stdin=pipes.get("stdin", theirs),
        stdout=pipes.get("stdout", theirs),
        stderr=pipes.get("stderr", theirs),
        encoding="utf-8",
    ) as process:
        os.close(theirs)
        try:
            code = process.wait(timeout=20)
        finally:
            process.kill()
        said = "".join(pipe.read() for pipe in (process.stdout, process.stderr) if pipe)
    with os.fdopen(ours, "rb", buffering=0) as terminal, contextlib.suppress(OSError):
        # A terminal that nobody holds any more ends with an error, not with nothing.
        while chunk := terminal.read(65536):
            said += chunk.decode().replace("\r", "")
    return code, said
