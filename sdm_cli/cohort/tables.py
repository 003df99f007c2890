"""Tidy tables of sessions: one fact a row, one meaning a column.

The columns and their words are declared here and nowhere else; the files that are written, and the manual, follow them.
A row holds nothing that a person typed. Words are a table of their own, made only if somebody asks for it.
"""

from collections.abc import Mapping, Sequence
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

SCHEMA = 1
"""The version of the tables. A column may be added; one that changes its meaning makes a new version."""

CameTo = Literal["reached", "touched", "missed", "skipped", "not met"]
"""What a step came to. It describes, and is never added up to anything about a person."""

Reached = Literal["reached", "touched", "missed", ""]
"""What a turn came to at its step; empty where the case does not say."""

Seen = Literal["not-seen", "touched", "clear", "checked"]
"""What an observer saw of a step. It stands beside what a step came to, and is never counted with it."""

_Key = Annotated[str, Meta(description="The session: 16 hexadecimal digits, made from its header. Joins the tables.")]
_Step = Annotated[str, Meta(description="The step of the guide, such as C1.")]
_Whole = Annotated[int, Meta(ge=0, le=2**31 - 1)]
"""A count, or seconds. The limits are for what is read from files of others: every engine can add up as many as there are."""


class SessionRow(Struct, frozen=True, kw_only=True):
    """One row for each session."""

    session: _Key
    person: Annotated[str, Meta(description="Whose folder it came from, as a number without meaning; empty if not known.")]
    kind: Annotated[str, Meta(description="walk, practice, observation or reflection.")]
    started: Annotated[str, Meta(description="When it began, in UTC.")]
    option_set: Annotated[str, Meta(description="The decision that was talked about.")]
    case: Annotated[str, Meta(description="The case that was practised, watched or played; empty for a walk, or if it is not known.")]
    guide: Annotated[str, Meta(description="The guide that it went by; empty for a reflection.")]
    program: Annotated[str, Meta(description="The version of sdm that began it.")]
    finished: Annotated[bool, Meta(description="Whether it came to its end.")]
    seconds: Annotated[_Whole, Meta(description="How long it took, pauses left out.")]
    entries: Annotated[_Whole, Meta(description="How many things happened in it.")]
    decision: Annotated[str, Meta(description="An option, wait, more, delegate, clinician or pause; several with +; empty if none.")]
    code: Annotated[str, Meta(description="The code that joins the three of a role play; empty if there is none.")]
    role: Annotated[str, Meta(description="Of a reflection: patient or clinician; empty for all else.")]
    cut: Annotated[bool, Meta(description="Whether a crash cut its last line short, which is left out.")]


class StepRow(Struct, frozen=True, kw_only=True):
    """One row for each session and each step of its talks.

    An optional step has a row only where it was met, and a step that a case has no place for has none.
    """

    session: _Key
    step: _Step
    title: Annotated[str, Meta(description="The step's name.")]
    talk: Annotated[str, Meta(description="The talk it belongs to.")]
    place: Annotated[_Whole, Meta(description="Where it stands in the guide, from 1.")]
    came_to: Annotated[CameTo, Meta(description="reached, touched, missed, skipped or not met.")]
    marked: Annotated[str, Meta(description="What the person said of it by hand; empty if nothing.")]
    seconds: Annotated[_Whole, Meta(description="Time spent at it, pauses left out.")]


class TurnRow(Struct, frozen=True, kw_only=True):
    """One row for each turn of a practice, those that were taken back too."""

    session: _Key
    turn: Annotated[_Whole, Meta(description="Its number, from 1.")]
    exchange: Annotated[str, Meta(description="Where in the case.")]
    step: _Step
    kind: Annotated[str, Meta(description="said, silent, passed, brought up, shown, answered, checked or went.")]
    picked: Annotated[str, Meta(description="What was picked from the case; empty if nothing.")]
    own_words: Annotated[str, Meta(description="none, aloud or written. The words themselves stand in the table words.")]
    reached: Annotated[Reached, Meta(description="reached, touched or missed; empty where the case does not say.")]
    about: Annotated[str, Meta(description="What of the option set was on the table; empty if nothing.")]
    decides: Annotated[str, Meta(description="The decision that it reached; empty if none.")]
    taken_back: Annotated[bool, Meta(description="Whether it was taken back.")]
    again_of: Annotated[_Whole | None, Meta(description="The turn that it tries otherwise; empty if none.")]
    afterwards: Annotated[bool, Meta(description="Whether it was tried after the end of the talk.")]


class LightRow(Struct, frozen=True, kw_only=True):
    """One row for each practice and each thing that its patient will not say unless asked."""

    session: _Key
    case: Annotated[str, Meta(description="The case.")]
    fact: Annotated[str, Meta(description="What was kept back: its id in the case.")]
    what: Annotated[str, Meta(description="The same, in the patient's words.")]
    told: Annotated[bool, Meta(description="Whether it came to light.")]


class SeenRow(Struct, frozen=True, kw_only=True):
    """One row for each observation and each step that was watched. An optional step has a row only where it was seen."""

    session: _Key
    step: _Step
    title: Annotated[str, Meta(description="The step's name.")]
    talk: Annotated[str, Meta(description="The talk it belongs to.")]
    place: Annotated[_Whole, Meta(description="Where it stands in the guide, from 1.")]
    was: Annotated[Seen, Meta(description="not-seen, touched, clear or checked: as the observer said, or else as proposed.")]
    proposed: Annotated[Seen, Meta(description="What the notes alone spoke for.")]
    notes: Annotated[_Whole, Meta(description="How often it was noted, words to it included.")]
    second: Annotated[_Whole | None, Meta(description="When it was noted first, in seconds, pauses left out; empty if it was not.")]


class ReflectionRow(Struct, frozen=True, kw_only=True):
    """One row for each reflection and each theme that its role is asked about."""

    session: _Key
    role: Annotated[str, Meta(description="patient or clinician.")]
    theme: Annotated[str, Meta(description="understood, mattered or decided.")]
    picked: Annotated[str, Meta(description="The answer by its id; empty if nothing was picked. A word, and no number.")]
    label: Annotated[str, Meta(description="The same as it was read.")]


class WordsRow(Struct, frozen=True, kw_only=True):
    """One row for each thing that a person typed in a talk, an observation or a reflection. Made only if it is asked for."""

    session: _Key
    step: Annotated[str, Meta(description="The step of the guide, such as C1; empty if it belongs to none.")]
    question: Annotated[str, Meta(description="The question it answers.")]
    words: Annotated[str, Meta(description="As typed.")]


Row = SessionRow | StepRow | TurnRow | LightRow | SeenRow | ReflectionRow | WordsRow
TABLES: Mapping[str, type[Row]] = {
    "sessions": SessionRow,
    "steps": StepRow,
    "turns": TurnRow,
    "light": LightRow,
    "seen": SeenRow,
    "reflections": ReflectionRow,
    "words": WordsRow,
}
"""Every table by its name, with the shape of its rows."""


class Tables(Struct, frozen=True):
    """What one session comes to in each table."""

    session: SessionRow
    steps: tuple[StepRow, ...] = ()
    turns: tuple[TurnRow, ...] = ()
    light: tuple[LightRow, ...] = ()
    seen: tuple[SeenRow, ...] = ()
    reflections: tuple[ReflectionRow, ...] = ()
    words: tuple[WordsRow, ...] = ()

    def of(self, table: str) -> Sequence[Row]:
        """Its rows in a table."""
        rows: Mapping[str, Sequence[Row]] = {
            "sessions": (self.session,),
            "steps": self.steps,
            "turns": self.turns,
            "light": self.light,
            "seen": self.seen,
            "reflections": self.reflections,
            "words": self.words,
        }
        return rows[table]


def columns(table: str) -> dict[str, str]:
    """The columns of a table, each with its meaning."""
    schema = msgspec.json.schema_components((TABLES[table],))[1][TABLES[table].__name__]
    return {name: column.get("description", "") for name, column in schema["properties"].items()}
