"""kill -9 at every kind of prompt and after every kind of answer: what was answered is there, and the walk goes on where it stopped.

That a file which ends at any prompt whatever goes on there is promised, without processes, at the end.
"""

import re
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from signal import SIGKILL

import pytest

from sdm_cli.ask.replies import understood
from sdm_cli.content.loading import read_option_set
from sdm_cli.conversation.questions import fitting
from sdm_cli.conversation.replaying import replayed
from sdm_cli.conversation.walk import Walk
from sdm_cli.model.event import Answered
from sdm_cli.model.session import Header
from sdm_cli.sessions.store import Store
from tests.commands.ready import COMMAND
from tests.conversation.walks import guide
from tests.terminal.screen import ENTER, Screen, kept, sessions

SORE_THUMB = """\
id: sore-thumb
title: A sore thumb
decision: What shall we do about this thumb?
status: fictional
updated: 2026-11-01
review_due: 2027-11-01
update_policy: Once a year.
funding: None.
interests: None.
authors: [{name: A. Author, role: teacher}]
evidence: {method: Made up for a test.}
condition: {name: a sore thumb, summary: The thumb is sore., natural_course: It may pass.}
suits: [People with a thumb]
not_for: [People without one]
options:
  - id: rest
    name: Rest
    no_action: true
    summary: Leave the thumb alone.
    involves: {what: Nothing., time: Weeks., visits: None needed., cost: None at all., undo: At any time.}
    benefits: [{text: Nothing to buy.}]
  - id: splint
    name: Splint
    summary: A splint holds the thumb still.
    involves: {what: Wearing it., time: Two weeks., visits: One., cost: Small., undo: At any time.}
    benefits: [{text: Holds it still.}]
order_reason: From the least to the most that is done.
values:
  - id: typing
    name: Typing
    ask: How much does typing matter to you?
    options:
      rest: {bears: supports, because: Both hands stay free.}
      splint: {bears: against, because: It is in the way.}
misconceptions: [{id: never, belief: It will never heal., answer: It may well.}]
sources: [{id: atlas, title: An atlas of thumbs, authors: Author A, year: 2020, read: page}]
"""

WALK: list[tuple[str, str, object]] = [
    ("P1", "case 7", "case 7"),
    ("P1", "15", 15),
    ("P1", "room 3", "room 3"),
    ("P1", "her son", "her son"),
    ("P1", "2", ["splint"]),
    ("C1", "+", True),
    ("C2", "Größe, 太, e\u0301", "Größe, 太, e\u0301"),
    ("C3", "", None),
    ("C4", "2", "surprised"),
    ("C4", "Take your time", "Take your time"),
    ("C5", "+", True),
    ("O1", 'a "neighbour\\\'s" thumb', 'a "neighbour\\\'s" thumb'),
    ("O1", "1", ["never"]),
    ("O1", "3", ["no_leaning"]),
    ("O2", "+", True),
    ("O3", "sounds dull", "sounds dull"),
    ("O3", "> than rest", "> than rest"),
    ("O4", "nothing to buy", "nothing to buy"),
    ("O4", "holds it still", "holds it still"),
    ("O5", "2 1", ["comparison-table", "picture-of-chances"]),
    ("O6", "1 2", ["rest", "splint"]),
    ("O6", "leave it", "leave it"),
    ("O6", "wear it", "wear it"),
    ("D1", "to play the piano", "to play the piano"),
    ("D1", "1", "rate"),
    ("D1", "0", 0),
    ("D1", "the piano", "the piano"),
    ("D1", "1", ["rest"]),
    ("D1", "2", ["splint"]),
    ("D2", "1 2", ["rest", "splint"]),
    ("D2", "both in turn", "both in turn"),
    ("D2", "1", ["typing"]),
    ("D2", "2", ["splint"]),
    ("D2", "", None),
    ("D2", "1", ["rest"]),
    ("D3", "2", "wait"),
    ("D3", "until spring", "until spring"),
    ("D3", "", None),
    ("D3", "a note in the diary", "a note in the diary"),
    ("D3", "it stands there", "it stands there"),
    ("D3", "she did", "she did"),
    ("D3", "quite", "quite"),
    ("D3", "2026-12-01", "2026-12-01"),
    ("D4", "08", "08"),
    ("D4", "no", "no"),
    ("D4", "who?", "who?"),
    ("R1", "+", "+"),
    ("R1", "yes", "yes"),
    ("R1", "-1", "-1"),
    ("R1", "a pianist", "a pianist"),
]
"""The whole walk: at which step, what is typed, and what is kept of it."""

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
KILLED_AT = {
    "words, after words": [1, 2],
    "a list": [4, 5, 6],
    "nothing said": [7, 8, 9],
    "words that are hard to keep": [12],
    "a gesture's mark, as words": [17],
    "a question that came up with an answer": [21, 22],
    "a rating": [25, 26],
    "the end": [49],
}
"""How many answers were given when a process is killed: at each kind of prompt, and after each kind of answer."""


@pytest.mark.parametrize("stops", KILLED_AT.values(), ids=KILLED_AT)
def test_a_process_killed_at_a_prompt_has_kept_every_answer_and_goes_on_there(stops: list[int], home: Path) -> None:
    own = home / "library" / "option_sets"
    own.mkdir(parents=True)
    own.joinpath("sore-thumb.yaml").write_text(SORE_THUMB, encoding="utf-8")
    killed = killed_after(WALK[: stops[0]], "walk", "sore-thumb")
    (session,) = sessions(home)

    for answered in stops:
        assert [value for _, value in kept(home)] == [value for _, _, value in WALK[:answered]]
        if answered == stops[0]:
            listed = subprocess.run([*COMMAND, "sessions", "list"], capture_output=True, encoding="utf-8", check=True).stdout
            assert re.search(rf"stopped at {WALK[answered][0]} .*sdm sessions resume {session}$", listed.strip())
        resumed = killed_after(WALK[answered : answered + 1], "sessions", "resume", session)
        assert question(resumed, 0) == question(killed, -1)
        killed = resumed


def test_a_session_that_ends_at_any_prompt_has_every_answer_and_goes_on_there(tmp_path: Path) -> None:
    walk = Walk(read_option_set(SORE_THUMB.encode(), "sore-thumb.yaml"), guide("elwyn-2012"))
    store = Store(tmp_path / "sessions")
    with store.beginning(Header(id="k7m2", started=NOON, program="0", option_set="sore-thumb", guide="elwyn-2012", contents={})):
        pass

    for answered, (step, typed, _) in enumerate(WALK):
        with store.resuming("k7m2") as journal:
            prompt = walk.next_prompt(replayed(walk, (entry.event for entry in journal.session.entries)))
            assert [value for _, value in kept(tmp_path)] == [value for _, _, value in WALK[:answered]]
            assert prompt is not None
            assert prompt.step.id == step
            journal.append(Answered(prompt.question.id, fitting(prompt.question, understood(prompt.question, typed, None))), NOON)
    with store.resuming("k7m2") as journal:
        assert walk.next_prompt(replayed(walk, (entry.event for entry in journal.session.entries))) is None


def killed_after(answers: list[tuple[str, str, object]], *command: str) -> Screen:
    """A walk that was killed at the prompt, or the end, which came after these answers."""
    with Screen(*command, "--plain", columns=1000) as screen:
        screen.wait_for_question()
        screen.press("".join(f"{typed}\n" for _, typed, _ in answers))
        screen.wait_until(lambda: screen.questions() == len(answers) + 1 or "Kept as session" in screen.raw)
        screen.signal(SIGKILL)
        screen.wait_for_end()
    return screen


def test_a_process_killed_before_the_first_answer_leaves_no_session(home: Path) -> None:
    with Screen("walk", "knee-osteoarthritis", "--plain") as killed:
        killed.wait_for_question()
        killed.signal(SIGKILL)
        assert killed.wait_for_end() == -SIGKILL
    assert sessions(home) == []


def test_a_bundled_walk_killed_again_and_again_comes_to_its_end_with_every_answer(home: Path) -> None:
    command = ["walk", "knee-osteoarthritis"]
    typed: list[str | None] = []
    over = False
    while not over:
        with Screen(*command, "--plain", columns=1000) as screen:
            for _ in range(8):
                if over := not screen.question_or_end():
                    break
                typed.append(f"note {len(typed)}" if "Words" in screen.shown() else None)
                screen.press(f"{typed[-1] or ''}{ENTER}")
            else:
                over = not screen.question_or_end()
            if not over:
                screen.signal(SIGKILL)
            assert screen.wait_for_end() == (0 if over else -SIGKILL)
        command = ["sessions", "resume", *sessions(home)]

    assert [value for _, value in kept(home)] == typed
    summary = screen.shown()
    assert [words for words in typed if words and words not in summary] == []


def question(screen: Screen, number: int) -> str:
    """One of the screens that were drawn, without the time that it shows."""
    drawn = re.split(r"^> .*\n", screen.raw.replace("\r", ""), flags=re.MULTILINE)[number].strip("\n >")
    return re.sub(r"\| \d+:\d\d", "|", drawn)
