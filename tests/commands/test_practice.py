"""`sdm practice` as a person or a script uses it."""

import json
import re
from datetime import UTC, datetime
from errno import EIO
from io import StringIO
from pathlib import Path

import pytest
import yaml

from sdm_cli.ask.replies import Gesture, Given, Left, LineByLine, Reply
from sdm_cli.commands.boundary import Killed
from sdm_cli.commands.keeping import Nowhere
from sdm_cli.commands.practice_staging import PracticeStaging, staged
from sdm_cli.commands.rehearsal import Rehearsal, rehearse
from sdm_cli.commands.surroundings import Surroundings
from sdm_cli.content.case_loading import load_case
from sdm_cli.content.catalogue import Catalogue
from sdm_cli.conversation.questions import MORE, Choose, Question
from sdm_cli.model.event import Answer, Answered, Paused
from sdm_cli.model.session import Header
from tests.commands.running import sdm, sdm_on_terminal
from tests.content.small_case import SMALL_CASE
from tests.conversation.practices import practice_of
from tests.conversation.walks import guide

TALK = """\
practice.1.opening.words: May I say where we are?
practice.1.opening.say: plan
practice.2.wish.say: something-else
practice.2.wish.else: take-back
practice.3.opening.say: recap
practice.4.wish.say: something-else
practice.4.wish.else: topic
practice.4.wish.topic: numbers
practice.5.numbers.say: something-else
practice.5.numbers.else: aside
practice.5.numbers.aside: home
practice.6.numbers.say: wait
"""
"""A talk in which something is taken back, the deciding comes too early, and something is brought up."""


@pytest.fixture
def case(tmp_path: Path) -> str:
    file = tmp_path / "stairs.yaml"
    file.write_text(SMALL_CASE, encoding="utf-8")
    return str(file)


def practised(case: str, folder: Path, answers: str = TALK, *more: str) -> str:
    """Practise from an answers file and return the id of the session."""
    file = folder / "answers.yaml"
    file.write_text(answers, encoding="utf-8")
    done = sdm("practice", case, "--answers", str(file), "--seed", "7", *more)
    assert done.returncode == 0, done.stderr
    found = re.search(r"Kept as session (\w+)", done.stderr)
    assert found is not None, done.stderr
    return found[1]


def test_a_talk_from_a_file_ends_in_a_debrief_of_evidence(case: str, tmp_path: Path) -> None:
    file = tmp_path / "answers.yaml"
    file.write_text(TALK, encoding="utf-8")

    done = sdm("practice", case, "--answers", str(file), "--seed", "7")

    assert done.returncode == 0, done.stderr
    for evidence in (
        "Debrief: The stairs",
        "May I say where we are?",  # own words
        "That went fast.",  # what the patient was thinking, also of what was taken back
        "Taken back and said again:",
        "You have not even asked me.",  # too early
        "I can no longer lift my grandchildren.",  # what stayed unsaid
        "It sounds like a small thing next to pain.",  # and why
        "To put the decision off for now. What this patient would base it on had not come to light.",
        "Her neighbour had one.",
    ):
        assert evidence in done.stdout, evidence
    assert not re.search(r"\d+ ?%|score|points|total|correct|wrong\b", done.stdout, re.IGNORECASE)


def test_nothing_of_what_the_patient_thinks_is_shown_before_the_end(case: str) -> None:
    with sdm_on_terminal("practice", case, "--plain", "--seed", "7") as screen:
        screen.until("what would you say?")
        screen.type(b"\n")
        screen.until("Which comes nearest?")
        screen.type(b"1\n")
        screen.until("what would you say?")
        screen.type(b".\n")
        _, shown = screen.rest()

    for hidden in (
        "He is not in a hurry.",
        "That went fast.",
        "Everybody asks that.",
        "It parts what is known",
        "small thing next to pain",
    ):
        assert hidden not in shown


def test_a_session_of_a_practice_is_listed_shown_exported_and_deleted(case: str, tmp_path: Path) -> None:
    name = practised(case, tmp_path)

    assert "stairs" in sdm("sessions", "list").stdout
    (listed,) = json.loads(sdm("sessions", "list", "--json").stdout)["sessions"]
    assert (listed["kind"], listed["case"], listed["finished"]) == ("practice", "stairs", True)
    assert "Debrief: The stairs" in sdm("sessions", "show", name).stdout
    assert sdm("sessions", "export", name, "--to", "markdown").stdout.startswith("# Debrief: The stairs")
    assert "<h1" in sdm("sessions", "export", name, "--to", "html").stdout
    assert sdm("sessions", "export", name, "--to", "handout").returncode == 2
    assert "stairs" in sdm("sessions", "delete", name, "--yes").stderr
    assert json.loads(sdm("sessions", "list", "--json").stdout)["sessions"] == []


def test_the_json_of_a_practice_has_the_turns_and_no_mark(case: str, tmp_path: Path) -> None:
    data = json.loads(sdm("sessions", "export", practised(case, tmp_path), "--to", "json").stdout)

    assert (data["kind"], data["case"]["id"], data["seed"], data["decision"]) == ("practice", "stairs", 7, "wait")
    assert [turn["kind"] for turn in data["turns"]] == ["said", "said", "went", "brought up", "said"]
    assert data["stayed_unsaid"] == ["grandchildren"]
    assert {step["was"] for step in data["steps"]} <= {"reached", "touched", "missed", "not met"}


def test_a_practice_is_replayed_from_its_own_answers(case: str, tmp_path: Path) -> None:
    name = practised(case, tmp_path)
    answers = sdm("sessions", "export", name, "--to", "answers").stdout
    assert yaml.safe_load(answers) == yaml.safe_load(TALK)

    again = practised(case, tmp_path, answers)

    first, second = (json.loads(sdm("sessions", "export", each, "--to", "json").stdout)["turns"] for each in (name, again))
    assert first == second


@pytest.mark.parametrize(
    ("answers", "rule", "line"),
    [
        ("practice.1.opening.say: nobody\n", "unfit-answer", 1),
        ("practice.1.opening.say: recap\npractice.1.opening.sya: plan\n", "unknown-question", 2),
        ("practice.1.opening.say: something-else\n", "unanswered", 1),
        ("practice.9.opening.say: recap\n", "unknown-question", 1),
    ],
)
def test_a_mistake_in_an_answers_file_is_told_with_its_line(case: str, tmp_path: Path, answers: str, rule: str, line: int) -> None:
    file = tmp_path / "answers.yaml"
    file.write_text(answers, encoding="utf-8")

    done = sdm("practice", case, "--answers", str(file), "--no-save")

    assert done.returncode == 1
    assert f"{file}:{line}:" in done.stderr
    assert rule in done.stderr


def test_a_pause_is_kept_and_resumed_at_the_same_question(case: str, home: Path) -> None:
    with sdm_on_terminal("practice", case, "--plain", "--seed", "7") as screen:
        screen.until("what would you say?")
        screen.type(b"My own words\n")
        screen.until("Which comes nearest?")
        screen.type(b".\n")
        code, shown = screen.rest_in_one_line()
    assert code == 0
    found = re.search(r"sdm sessions resume (\w+)", shown)
    assert found is not None

    with sdm_on_terminal("sessions", "resume", found[1], "--plain") as screen:
        screen.until("My own words")
        screen.until("Which comes nearest?")
        screen.type(b"<\n")
        screen.until("Before: My own words")
        screen.type(b".\n")
        screen.rest()
    assert list((home / "sessions").glob("*.jsonl"))


def test_without_a_terminal_nothing_is_asked(case: str) -> None:
    done = sdm("practice", case)

    assert done.returncode == 2
    assert "sdm practice CASE --answers FILE" in done.stderr


def test_a_case_that_is_not_there_is_told_with_what_there_is() -> None:
    done = sdm("practice", "nobody", "--answers", "-")

    assert done.returncode == 3
    assert "No case is called 'nobody'" in done.stderr


def test_own_words_cannot_be_gone_past_where_they_come_first(case: str) -> None:
    with sdm_on_terminal("practice", case, "--plain", "--own-words") as screen:
        screen.until("they come first here")
        screen.type(b"\n")
        screen.until("Your own words first, please.")
        screen.type(b"Where are we?\n")
        screen.until("Which comes nearest?")
        screen.type(b".\n")
        screen.rest()


def test_the_debrief_is_written_where_it_was_asked_for(case: str, tmp_path: Path) -> None:
    target = tmp_path / "debrief.md"

    practised(case, tmp_path, TALK, "--export", str(target))

    assert target.read_text(encoding="utf-8").startswith("# Debrief: The stairs")


def test_one_exchange_can_be_said_again_at_the_end(case: str, tmp_path: Path) -> None:
    said_again = f"{TALK}practice.7.end.again: turn-2\npractice.7.opening.say: pain\n"

    shown = sdm("sessions", "show", practised(case, tmp_path, said_again)).stdout

    assert "Said again afterwards" in shown
    assert "Bad enough." in shown


class ClosedWindow(LineByLine):
    """A window that is closed before its first question, and whose signal is late."""

    def ask(self, question: Question, earlier: Answer) -> Reply:  # noqa: ARG002 - nobody gets to read it
        raise OSError(EIO, "Input/output error")


class Jumper(LineByLine):
    """Wishes to jump, turns every page of the list, takes what stands last on it, and leaves."""

    def __init__(self) -> None:
        self.pages: list[list[str]] = []

    def ask(self, question: Question, earlier: Answer) -> Reply:  # noqa: ARG002 - nothing was answered earlier
        if question.id == "jump" and isinstance(question, Choose):
            self.pages.append([choice.id for choice in question.choices])
            return Given(self.pages[-1][-1])
        if self.pages:
            raise Left
        return Gesture("jump")


def test_the_list_of_topics_to_jump_to_comes_by_the_page() -> None:
    found = load_case(Catalogue(()), "stairs-and-grandchildren", list(guide("elwyn-2012").steps))
    practice = staged(found.case, found.option_set.option_set, guide("elwyn-2012"), 1, own_words=False).conversation
    header = Header(id="k7m2", started=datetime.now(UTC), program="0", option_set="x", guide="y", contents={})
    rehearsal = Rehearsal(PracticeStaging(practice), header, [], practice.start(), Nowhere(), lambda: datetime.now(UTC))
    jumper = Jumper()

    with pytest.raises(Left):
        rehearse(rehearsal, jumper, Surroundings(StringIO(), StringIO(), StringIO(), {}), quiet=True)

    assert max(len(page) for page in jumper.pages) <= 8, "with the entry that stays there are nine lines"
    listed = [name for page in jumper.pages for name in page if name != MORE]
    assert listed == [choice.id for choice in practice.places(practice.start())]
    assert rehearsal.state.here == listed[-1]


def test_a_window_that_closes_before_its_signal_comes_is_no_mistake_of_ours() -> None:
    practice = practice_of()
    header = Header(id="k7m2", started=datetime.now(UTC), program="0", option_set="x", guide="y", contents={})
    rehearsal = Rehearsal(PracticeStaging(practice), header, [], practice.start(), Nowhere(), lambda: datetime.now(UTC))
    rehearsal.happened(Answered("practice.1.opening.words", "Where are we?"))

    with pytest.raises(Killed):
        rehearse(rehearsal, ClosedWindow(), Surroundings(StringIO(), StringIO(), StringIO(), {}), quiet=True)

    assert rehearsal.entries[-1].event == Paused()
