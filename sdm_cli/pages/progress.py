"""Practices over time: which steps were reached, touched, missed or not met, attempt by attempt. Nothing is added up."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from shlex import quote
from typing import Any

from msgspec import Struct

from sdm_cli.document.blocks import Block, Bullets, Document, Facts, Faint, Heading, Line, Paragraph, line
from sdm_cli.model.guide import Guide
from sdm_cli.pages.data import FORMAT

WORDS = ("reached", "touched", "missed", "not met")
"""What a step can have come to."""
_NOTHING = "not in the case, or optional and not met"
"""Where a step came to nothing, and nobody left it out."""
GLYPHS: Mapping[str, str] = {"reached": "\u25aa", "touched": "\u25ab", "missed": "\u25bf", "not met": "\u25e6", _NOTHING: "-"}
LETTERS: Mapping[str, str] = {"reached": "R", "touched": "T", "missed": "M", "not met": "N", _NOTHING: "-"}
"""The marks of a cell: a shape of its own for each, and letters where shapes cannot be read."""
SOON, LATE = 28, 42
"""Days after which a case is due again, and after which it is overdue: skills fade within four to six weeks."""
_SHOWN = 9
"""Attempts in one grid, the newest: as many as have a number of one digit."""


class Attempt(Struct, frozen=True):
    """One practice: of which case, when, and what each step came to. `file` is where a case is that no library holds."""

    session: str
    case: str
    day: dt.date
    seed: int
    finished: bool
    steps: Mapping[str, str]
    file: str | None = None


class Due(Struct, frozen=True):
    """A case that was last practised some time ago."""

    case: str
    last: dt.date
    days: int
    file: str | None = None


def progress_page(attempts: Sequence[Attempt], guide: Guide, marks: Mapping[str, str], command: str) -> Document:
    """A grid: steps below each other, finished attempts beside each other in the order of time; and which are not finished.

    It is made of labels and marks, so that it reads line by line, and keeps its shape in any width.
    """
    if not attempts:
        return Document((Paragraph(line(f"Nothing was practised yet. '{command} practice' begins.")),))
    finished = [attempt for attempt in attempts if attempt.finished]
    return Document(
        (
            Heading(1, "What was practised"),
            *(_grid(finished, guide, marks) if finished else ()),
            *(_unfinished(attempt, command) for attempt in attempts if not attempt.finished),
        )
    )


def _unfinished(attempt: Attempt, command: str) -> Block:
    """What a talk did for its steps is told at its end."""
    named = f"{attempt.case}, session {attempt.session}"
    return Paragraph(line(f"Not at its end yet, and not in the grid: {named}. To go on: {command} sessions resume {attempt.session}"))


def _grid(attempts: Sequence[Attempt], guide: Guide, marks: Mapping[str, str]) -> Iterator[Block]:
    shown = attempts[-_SHOWN:]
    steps = [step for step in guide.order() if any(step in attempt.steps for attempt in shown)]
    rows: list[tuple[str, Line]] = [("Attempt", line(" ".join(str(number) for number, _ in enumerate(shown, start=1))))]
    came_to = {step: [attempt.steps.get(step, _NOTHING) for attempt in shown] for step in steps}
    rows += [(f"{step} {guide.steps[step].title}", line(" ".join(marks[word] for word in words))) for step, words in came_to.items()]
    told = (*WORDS, _NOTHING) if any(_NOTHING in words for words in came_to.values()) else WORDS
    yield Facts(tuple(rows))
    yield Paragraph(line(", ".join(f"{marks[word]} {word}" for word in told), "."))
    yield Bullets(tuple(line(f"{number}: {_attempt(attempt)}") for number, attempt in enumerate(shown, start=1)))
    if len(shown) < len(attempts):
        yield Paragraph(line(Faint("There are earlier ones; --json lists them all.")))
    yield Paragraph(line(Faint("Not every talk needs every step.")))


def _attempt(attempt: Attempt) -> str:
    return f"{attempt.day}, {attempt.case}, seed {attempt.seed}, session {attempt.session}"


def progress_data(attempts: Sequence[Attempt]) -> dict[str, Any]:
    """The same for other programs."""
    listed = [
        {
            "session": attempt.session,
            "case": attempt.case,
            "date": attempt.day.isoformat(),
            "seed": attempt.seed,
            "finished": attempt.finished,
            "steps": dict(attempt.steps) if attempt.finished else {},
        }
        for attempt in attempts
    ]
    return {"format": FORMAT, "attempts": listed}


def last_practised(attempts: Sequence[Attempt], today: dt.date) -> tuple[Due, ...]:
    """When each case was last practised to its end, the longest ago first."""
    last: dict[str, Attempt] = {}
    for attempt in attempts:
        if attempt.finished and (attempt.case not in last or attempt.day >= last[attempt.case].day):
            last[attempt.case] = attempt
    found = [Due(case, at.day, (today - at.day).days, at.file) for case, at in last.items()]
    return tuple(sorted(found, key=lambda due: (-due.days, due.case)))


def _named(due: Due) -> str:
    """A case as it is typed. A ~ in quotation marks would be no home folder."""
    if due.file is None:
        return due.case
    return f"~/{quote(due.file[2:])}" if due.file.startswith("~/") else quote(due.file)


def due_again_page(last: Sequence[Due], command: str) -> Document:
    """What to practise again, with the command for it; or which case comes up next, and when."""
    due = [each for each in last if each.days >= SOON]
    if not due:
        rule = "Nothing is due. A case comes up here four weeks after it was last practised to its end."
        following = f" The next is {last[0].case}, on {last[0].last + dt.timedelta(days=SOON)}." if last else ""
        return Document((Paragraph(line(f"{rule}{following}")),))
    facts: list[tuple[str, Line]] = [
        (
            each.case,
            line(
                f"last on {each.last}, {each.days} days ago{', over six weeks' if each.days > LATE else ''}: "
                f"{command} practice {_named(each)}"
            ),
        )
        for each in due
    ]
    before = Paragraph(line("To practise again, the longest ago first. Skills fade within four to six weeks."))
    after = Paragraph(line(Faint(f"What there is to say comes in another order. What it came to then: {command} progress CASE")))
    return Document((before, Facts(tuple(facts)), after))
