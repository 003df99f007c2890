import re
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from io import StringIO
from itertools import product
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from sdm_cli.ask.answers_file import Answers, read_answers, written_answers
from sdm_cli.ask.plain import PlainAsker, question_lines
from sdm_cli.commands.keeping import Nowhere
from sdm_cli.commands.rehearsal import Rehearsal, rehearse
from sdm_cli.commands.surroundings import Surroundings
from sdm_cli.commands.walk import _replay
from sdm_cli.commands.walk_staging import WalkStaging
from sdm_cli.content.catalogue import Catalogue
from sdm_cli.content.loading import load_guide, load_option_set
from sdm_cli.conversation.questions import Choose, ChooseMany, Question, Rank, Rate, Text, Unfit, fitting
from sdm_cli.conversation.walk import State, Walk
from sdm_cli.document.inert import TURNING
from sdm_cli.document.plain import folded, to_plain
from sdm_cli.model.event import Answer, Answered, AnyEvent, Jumped, Mark, Marked, WentBack
from sdm_cli.model.session import Header
from tests.commands.running import ANSWERS, rehearsed, sdm

SETS = ("knee-osteoarthritis", "depression-first-treatment", "localised-prostate-cancer")
EVERY_SET = Catalogue(()).ids("option-sets")
GUIDES = ("elwyn-2012", "elwyn-2017")
MARKS: tuple[Mark, ...] = ("done", "came up early", "skipped on purpose", "open")
NINE = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


@cache
def walk_of(option_set: str, guide: str) -> Walk:
    library = Catalogue(())
    return Walk(load_option_set(library, option_set).option_set, load_guide(library, guide).guide)


class Rehearsed(Rehearsal[State]):
    """A rehearsal of a walk."""

    @property
    def walk(self) -> Walk:
        """The walk that it is of."""
        walk = self.staging.conversation
        assert isinstance(walk, Walk)
        return walk


def new_rehearsal(walk: Walk) -> Rehearsed:
    header = Header(id="k7m2", started=NINE, program="0", option_set=walk.option_set.id, guide=walk.guide.file.id, contents={})
    return Rehearsed(WalkStaging(walk), header, [], walk.start(), Nowhere(), lambda: NINE)


def given_answers(rehearsal: Rehearsed) -> dict[str, Answer]:
    return {question: answer for question, answer in rehearsal.state.answers.items() if answer is not None}


def summary_of(rehearsal: Rehearsed, *, private: bool = False) -> str:
    return to_plain(rehearsal.staging.outcome(rehearsal.session(), rehearsal.state, private=private))


def replayed(rehearsal: Rehearsed, *, private: bool = False) -> Rehearsed:
    """A rehearsal from the answers file of another."""
    written = written_answers(rehearsal.walk, rehearsal.state, private=private)
    answers, mistakes = read_answers(written.encode(), "answers.yaml", rehearsal.walk)
    assert mistakes == (), written
    again = new_rehearsal(rehearsal.walk)
    _replay(again, again.walk, answers, Surroundings(StringIO(), StringIO(), StringIO(), {}))
    return again


def answers_to(question: Question) -> st.SearchStrategy[Answer]:
    """Nothing, or anything that fits the question."""
    match question:
        case Rate(lowest=lowest, highest=highest):
            return st.none() | st.integers(lowest, highest)
        case Choose(choices=choices):
            return st.none() | st.sampled_from([choice.id for choice in choices])
        case ChooseMany(choices=choices) | Rank(choices=choices):
            return st.none() | st.lists(st.sampled_from([choice.id for choice in choices]), unique=True).map(tuple)
        case _:
            words = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
            return st.none() | words | (st.just(value=True) if isinstance(question, Text) and question.aloud else st.nothing())


def drawn(draw: Callable[[st.SearchStrategy[Answer]], Answer], question: Question) -> AnyEvent:
    try:
        return Answered(question.id, fitting(question, draw(answers_to(question))))
    except Unfit:
        return Answered(question.id, None)


sets, guides, yes_or_no = st.sampled_from(SETS), st.sampled_from(GUIDES), st.booleans()


@settings(deadline=None, max_examples=20)
@given(option_set=sets, guide=guides, data=st.data(), private=yes_or_no)
def test_a_session_replayed_from_its_answers_has_the_same_answers_and_the_same_summary(
    option_set: str,
    guide: str,
    data: st.DataObject,
    private: bool,  # noqa: FBT001
) -> None:
    rehearsal = new_rehearsal(walk_of(option_set, guide))
    while (prompt := rehearsal.walk.next_prompt(rehearsal.state)) is not None:
        rehearsal.happened(drawn(data.draw, prompt.question))

    again = replayed(rehearsal, private=private)

    hidden = set() if private else {"prepare.before.leaning"}
    assert given_answers(again) == {question: answer for question, answer in given_answers(rehearsal).items() if question not in hidden}
    assert summary_of(again, private=private) == summary_of(rehearsal, private=private)


@pytest.mark.parametrize(
    "said", ["\u202etfel\u202c", 'a \\\u2066b\u2069 \u202a"c" ' + "word " * 30 + "\u202b", "\u200e\u200fboth may stay"]
)
def test_words_that_would_turn_a_line_round_are_written_as_escapes_and_read_back_as_they_were(said: str) -> None:
    rehearsal = new_rehearsal(walk_of("knee-osteoarthritis", "elwyn-2012"))
    rehearsal.happened(Answered("prepare.before.case", said))

    written = written_answers(rehearsal.walk, rehearsal.state, private=False)

    assert TURNING.isdisjoint(written)
    assert given_answers(replayed(rehearsal)) == {"prepare.before.case": said.strip()}


def marks_of(rehearsal: Rehearsed) -> dict[str, str]:
    return {step: rehearsal.walk.mark(rehearsal.state, step) for step in rehearsal.walk.guide.order()}


@settings(deadline=None, max_examples=20)
@given(option_set=sets, guide=guides, data=st.data())
def test_a_session_with_detours_or_cut_short_replayed_from_its_answers_has_the_same_answers_and_the_same_summary(
    option_set: str, guide: str, data: st.DataObject
) -> None:
    rehearsal = new_rehearsal(walk_of(option_set, guide))
    steps = st.sampled_from(rehearsal.walk.guide.order())
    detours = st.just(WentBack()) | st.builds(Jumped, steps) | st.builds(Marked, steps, st.sampled_from(MARKS))
    for _ in range(data.draw(st.integers(0, 40))):
        prompt = rehearsal.walk.next_prompt(rehearsal.state)
        onward = prompt is not None and data.draw(st.sampled_from([True, True, True, False]))
        rehearsal.happened(drawn(data.draw, prompt.question) if prompt is not None and onward else data.draw(detours))

    again = replayed(rehearsal, private=True)

    assert given_answers(again) == given_answers(rehearsal)
    assert marks_of(again) == marks_of(rehearsal)
    assert summary_of(again, private=True) == summary_of(rehearsal, private=True)


def test_a_step_that_was_never_reached_is_not_told_as_shown_after_a_replay() -> None:
    rehearsal = new_rehearsal(walk_of("knee-osteoarthritis", "elwyn-2012"))
    rehearsal.happened(Jumped("D4"))
    while (prompt := rehearsal.walk.next_prompt(rehearsal.state)) is not None:
        rehearsal.happened(Answered(prompt.question.id, "in spring"))

    assert "Not reached: C1 Step back" in summary_of(rehearsal)
    assert summary_of(replayed(rehearsal)) == summary_of(rehearsal)


@settings(deadline=None, max_examples=20)
@given(text=st.text(max_size=80) | st.binary(max_size=80) | st.dictionaries(st.text(max_size=5), st.text(max_size=5)).map(str))
def test_no_file_of_answers_whatever_stands_in_it_breaks_the_reading(text: str | bytes) -> None:
    walk = walk_of("knee-osteoarthritis", "elwyn-2012")
    raw = text if isinstance(text, bytes) else text.encode(errors="surrogatepass")

    answers, mistakes = read_answers(raw, "a.yaml", walk)

    assert mistakes or answers == Answers({}, {})


def without_what_must_differ(shown: str) -> str:
    """A summary without the id of its session and without times."""
    return re.sub(r"\d+:\d\d", "0:00", re.sub(r"Session: \w+", "Session:", shown))


def test_a_session_that_was_kept_can_be_written_out_and_walked_again(tmp_path: Path) -> None:
    first = rehearsed(tmp_path)
    written = sdm("sessions", "export", first, "--to", "answers", "--private").stdout

    second = rehearsed(tmp_path, written)

    assert yaml.safe_load(written) == yaml.safe_load(ANSWERS)
    assert sdm("sessions", "export", second, "--to", "answers", "--private").stdout == written
    shown = [sdm("sessions", "show", each, "--private").stdout for each in (first, second)]
    assert without_what_must_differ(shown[0]) == without_what_must_differ(shown[1])
    assert "Stairs, and my garden" in shown[0]


def test_answers_can_be_piped_in() -> None:
    done = sdm("walk", "knee-osteoarthritis", "--answers", "-", given=ANSWERS)

    assert done.returncode == 0
    assert "Stairs, and my garden" in done.stdout
    assert "Came up early: C4" in done.stdout
    assert "I stay at your side" in done.stdout
    (name,) = re.findall(r"Kept as session (\w+)\.", done.stderr)
    assert f"sdm sessions export {name} -o summary.md\nsdm sessions export {name} --to handout -o for-them.html\n" in done.stderr


def test_an_empty_file_walks_to_the_end_and_says_honestly_that_nothing_was_discussed() -> None:
    done = sdm("walk", "knee-osteoarthritis", "--answers", "-", "--no-save")

    assert done.returncode == 0
    assert "The decision was not discussed." in done.stdout
    assert "Neither a first nor an informed preference was discussed." in done.stdout
    assert "What matters to the patient was not discussed." in done.stdout


@pytest.mark.parametrize(("option_set", "guide"), [*product(EVERY_SET, GUIDES[:1]), *product(SETS[:1], GUIDES[1:])])
def test_enter_alone_walks_every_set_to_a_summary_in_which_nothing_was_discussed(option_set: str, guide: str) -> None:
    rehearsal, shown = new_rehearsal(walk_of(option_set, guide)), StringIO()
    typed = StringIO("\n" * 60)

    assert rehearse(rehearsal, PlainAsker(typed, shown), Surroundings(typed, shown, shown, {}), quiet=False)

    assert given_answers(rehearsal) == {}
    assert len(rehearsal.entries) <= 40
    told = summary_of(rehearsal)
    assert "Rehearsal of a shared decision: " in told
    assert "The decision was not discussed." in told
    assert "Neither a first nor an informed preference was discussed." in told
    assert "It is not medical advice" in told


@pytest.mark.parametrize("width", [40, 80])
@pytest.mark.parametrize("option_set", EVERY_SET)
def test_no_word_of_a_question_of_any_set_is_broken_in_a_narrow_window(option_set: str, width: int) -> None:
    lines = [text for prompt in walk_of(option_set, "elwyn-2012").script({}) for _, text in question_lines(prompt.question, None)]
    for text in lines:
        assert folded(text, width).split() == text.split()
        assert [line for line in folded(text, width).splitlines() if len(line) >= width] == []


def test_mistakes_in_a_file_of_answers_are_findings_and_nothing_is_walked(tmp_path: Path, home: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("choice.stepback.note: hello\nprepare.before.minutes: soon\n")

    done = sdm("walk", "knee-osteoarthritis", "--answers", str(file), "--export", str(tmp_path / "out.md"))

    assert done.returncode == 1
    assert done.stdout == ""
    assert f"{file}:1:1: unknown-question: " in done.stderr
    assert "Did you mean 'choice.step_back.note'?" in done.stderr
    assert f"{file}:2:25: unfit-answer: " in done.stderr
    assert "  | prepare.before.minutes: soon\n  |                         ^^^^\n" in done.stderr
    assert not home.exists()
    assert not (tmp_path / "out.md").exists()


def test_mistakes_in_piped_answers_are_named_by_stdin() -> None:
    done = sdm("walk", "knee-osteoarthritis", "--answers", "-", given="nonsense: 1\n")

    assert done.returncode == 1
    assert "<stdin>:1:1: unknown-question: " in done.stderr


def test_answers_without_an_option_set_are_wrong_usage_and_nothing_is_guessed(home: Path) -> None:
    done = sdm("walk", "--answers", "-", given=ANSWERS)

    assert done.returncode == 2
    assert done.stdout == ""
    assert "name the option set too" in done.stderr
    assert not home.exists()


def test_a_file_of_answers_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    done = sdm("walk", "knee-osteoarthritis", "--answers", str(tmp_path / "none.yaml"))

    assert done.returncode == 2
    assert done.stderr == f"The answers in {tmp_path / 'none.yaml'} cannot be read: No such file or directory.\n"
