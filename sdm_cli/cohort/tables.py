"""One session as rows of tidy tables: one fact a row, one meaning a column.

The columns and their words are declared here and nowhere else; the files that are written, and the manual, follow them.
A row holds nothing that a person typed. Words are a table of their own, made only if somebody asks for it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256
from typing import Annotated, Literal, TypeVar

import msgspec
from msgspec import Meta, Struct

from sdm_cli.conversation.activities import UNSURE
from sdm_cli.conversation.observation import NOT_SEEN, NOTE, OPEN_LINES, Observation
from sdm_cli.conversation.observation import State as ObservationState
from sdm_cli.conversation.outcome import NOT_MET, came_to_light, steps_reached
from sdm_cli.conversation.pace import elapsed, moments, time_between
from sdm_cli.conversation.practice import Practice
from sdm_cli.conversation.questions import Text
from sdm_cli.conversation.record import Record
from sdm_cli.conversation.reflection import Reflection
from sdm_cli.conversation.replaying import replayed
from sdm_cli.conversation.talk import State as PracticeState
from sdm_cli.conversation.walk import State as WalkState
from sdm_cli.conversation.walk import Walk
from sdm_cli.model.case import Case
from sdm_cli.model.event import Answered, AnyEvent
from sdm_cli.model.guide import Guide, Step, Talk
from sdm_cli.model.session import Header, Session

S = TypeVar("S")
SCHEMA = 1
"""The version of the tables. A column may be added; one that changes its meaning makes a new version."""

CameTo = Literal["reached", "touched", "missed", "skipped", "not met"]
"""What a step came to. It describes, and is never added up to anything about a person."""

Reached = Literal["reached", "touched", "missed", ""]
"""What a turn came to at its step; empty where the case does not say."""

_Key = Annotated[str, Meta(description="The session: 16 hexadecimal digits, made from its header. Joins the tables.")]
Seen = Literal["not-seen", "touched", "clear", "checked"]
"""What an observer saw of a step. It stands beside what a step came to, and is never counted with it."""

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


class Known(Struct, frozen=True):
    """A session among many: what it is known by, and whose folder it came from, as a number without meaning."""

    key: str
    person: str
    session: Session


def key_of(header: Header) -> str:
    """What a session is known by among all others, in whatever format it was written.

    Its own id has four letters: enough in one person's folder, and too few for a school's.
    """
    told = (header.id, header.started.isoformat(), header.kind, header.option_set, header.case or "", str(header.seed))
    return sha256("\n".join(told).encode()).hexdigest()[:16]


def columns(table: str) -> dict[str, str]:
    """The columns of a table, each with its meaning."""
    schema = msgspec.json.schema_components((TABLES[table],))[1][TABLES[table].__name__]
    return {name: column.get("description", "") for name, column in schema["properties"].items()}


# ── A walk ───────────────────────────────────────────────────────────────────────────────────────────────────────────

_OF_A_WALK: Mapping[str, CameTo] = {
    "done": "reached",
    "came up early": "reached",
    "touched": "touched",
    "skipped on purpose": "skipped",
    "open": "not met",
}
"""What a walk's word for a step means beside a practice's. Nobody answers in a walk, so nothing in it is missed."""


def walk_tables(known: Known, walk: Walk, *, with_words: bool = False) -> Tables:
    """A walk as rows."""
    key = known.key
    keys = {step.key: step.id for step in walk.guide.steps.values()}
    state, spent = _followed(walk.start(), partial(_onward, walk), known.session, lambda at: keys.get(_step_key(at.at), ""))
    marks = {step.id: walk.mark(state, step.id) for step in walk.guide.path()}
    came_to = {step: _OF_A_WALK[mark] for step, mark in marks.items()}
    by_hand = {step: str(mark) for step, mark in (state.marks or {}).items()}
    row = _session_row(known, spent, finished=state.at is None, decision=_decided(walk, state))
    words = tuple(_words_of_walk(key, walk, state)) if with_words else ()
    return Tables(row, tuple(_step_rows(key, walk.guide, came_to, by_hand, spent)), words=words)


def _onward(walk: Walk, state: WalkState, event: AnyEvent, following: AnyEvent | None) -> WalkState:
    """The walk after one more event of a session of which it is known what came next.

    Nearly every answer is the first to its question, and is followed by another, which says where the first one led. It
    takes nothing away, since questions only come forward with an answer, and go with its change. So the walk need not be
    asked; a property test holds that it would say the same.
    """
    if not (isinstance(event, Answered) and isinstance(following, Answered) and _is_plain(state, event, following)):
        return walk.advance(state, event)
    answers = {**state.answers, event.question: event.value}
    return WalkState(answers, following.question, (*state.trail, (event.question, None)), state.marks)


def _is_plain(state: WalkState, event: Answered, following: Answered) -> bool:
    first = event.question == state.at and event.question not in state.answers and following.question not in state.answers
    said = event.value is None or bool(event.value.strip() if isinstance(event.value, str) else event.value)
    return first and said and state.return_to is None and following.question != event.question


def _step_key(question: str | None) -> str:
    return ".".join((question or "").split(".")[:2])


def _decided(walk: Walk, state: WalkState) -> str:
    record = Record(walk.option_set, walk.guide, state.answers)
    readiness = record.answer("decide", "readiness")
    return "+".join(record.picked("decide", "choice")) if readiness == "ready" else str(readiness or "").replace(UNSURE, "")


def _words_of_walk(key: str, walk: Walk, state: WalkState) -> Iterator[WordsRow]:
    """Only what was typed in the talks: the preparation and the look back are the clinician's own."""
    for prompt in walk.script(state.answers):
        answer = state.answers.get(prompt.question.id)
        if isinstance(prompt.question, Text) and isinstance(answer, str) and walk.guide.talk_of(prompt.step.id) is not None:
            yield WordsRow(session=key, step=prompt.step.id, question=prompt.question.id, words=answer)


# ── A practice ───────────────────────────────────────────────────────────────────────────────────────────────────────


_REACHED: Mapping[str | None, Reached] = {"clear": "reached", "touched": "touched", "missed": "missed", None: ""}


def practice_tables(known: Known, practice: Practice, *, with_words: bool = False) -> Tables:
    """A practice as rows."""
    key = known.key
    step_of = {exchange.id: exchange.step for exchange in practice.case.exchanges}
    after = practice.guide.file.after
    state, spent = _followed(
        practice.start(),
        lambda at, event, _: practice.advance(at, event),
        known.session,
        lambda at: "" if at.part is None else step_of.get(at.here or "", after),
    )
    ending = state.ending
    decision = ending.decision if ending is not None else state.decision
    row = _session_row(known, spent, finished=ending is not None, decision=decision or "")
    places = _places_of(practice.case)
    came_to = {step: word for step, word in steps_reached(practice, state).items() if word != NOT_MET or step in places}
    steps = tuple(_step_rows(key, practice.guide, came_to, {}, spent))
    told, kept = came_to_light(practice, state)
    light = tuple(LightRow(session=key, case=practice.case.id, fact=fact.id, what=fact.what, told=fact in told) for fact in (*told, *kept))
    words = tuple(_words_of_practice(key, state)) if with_words else ()
    return Tables(row, steps, tuple(_turn_rows(key, state)), light, words=words)


def _places_of(case: Case) -> frozenset[str]:
    """The steps that a case has a place for. Of the others nobody can say that they were left out."""
    said = {say.step or exchange.step for exchange in case.exchanges for say in exchange.say}
    return frozenset(said | {exchange.step for exchange in case.exchanges} | {aside.step for aside in case.asides})


def _turn_rows(key: str, state: PracticeState) -> Iterator[TurnRow]:
    talk = len(state.turns) if state.ending is None else state.ending.turns
    for turn in state.turns:
        yield TurnRow(
            session=key,
            turn=turn.number,
            exchange=turn.exchange,
            step=turn.step,
            kind=turn.kind,
            picked=turn.picked or "",
            own_words="none" if turn.own is None else "written" if isinstance(turn.own, str) else "aloud",
            reached=_REACHED[turn.reached],
            about=turn.about or "",
            decides=turn.decides or "",
            taken_back=turn.taken_back,
            again_of=turn.again_of,
            afterwards=turn.number > talk,
        )


def _words_of_practice(key: str, state: PracticeState) -> Iterator[WordsRow]:
    for turn in state.turns:
        if isinstance(turn.own, str):
            yield WordsRow(session=key, step=turn.step, question=f"practice.{turn.moment}.{turn.exchange}.words", words=turn.own)


# ── An observation, and a reflection ─────────────────────────────────────────────────────────────────────────────────


def observation_tables(known: Known, observation: Observation, *, with_words: bool = False) -> Tables:
    """An observation as rows."""
    state = replayed(observation, (entry.event for entry in known.session.entries))
    row = _session_row(known, {"": _lasted(known.session)}, finished=state.at is None, decision="")
    words = tuple(_words_of_observation(known.key, observation, state)) if with_words else ()
    return Tables(row, seen=tuple(_seen_rows(known, observation, state)), words=words)


def _seen_rows(known: Known, observation: Observation, state: ObservationState) -> Iterator[SeenRow]:
    optional, notes = observation.guide.optional(), observation.notes(state)
    when = moments(known.session.header.started, known.session.entries)
    for place, step, talk in _in_talks(observation.guide):
        was = observation.anchor(state, step.id)
        if was == NOT_SEEN and step.id in optional:
            continue
        about = [note for note in notes if note.about == step.id]
        yield SeenRow(
            session=known.key,
            step=step.id,
            title=step.title,
            talk=talk.title,
            place=place,
            was=_SEEN[was],
            proposed=_SEEN[observation.proposed(state, step.id)],
            notes=len(about),
            second=_whole(when[f"{NOTE}{about[0].number}"]) if about else None,
        )


_SEEN: Mapping[str, Seen] = {"not-seen": "not-seen", "touched": "touched", "clear": "clear", "checked": "checked"}


def _words_of_observation(key: str, observation: Observation, state: ObservationState) -> Iterator[WordsRow]:
    for note in observation.notes(state):
        if note.words:
            yield WordsRow(session=key, step=note.about or "", question=f"{NOTE}{note.number}", words=note.words)
    for question in OPEN_LINES:
        if isinstance(said := state.answers.get(question), str):
            yield WordsRow(session=key, step="", question=question, words=said)


def reflection_tables(known: Known, reflection: Reflection, *, with_words: bool = False) -> Tables:
    """A reflection as rows."""
    state = replayed(reflection, (entry.event for entry in known.session.entries))
    row = _session_row(known, {"": _lasted(known.session)}, finished=state.at is None, decision="")
    picked = {theme: reflection.picked(state, theme) for theme in reflection.themes()}
    rows = tuple(
        ReflectionRow(
            session=known.key,
            role=reflection.role,
            theme=theme,
            picked=choice.id if choice is not None else "",
            label=choice.label if choice is not None else "",
        )
        for theme, choice in picked.items()
    )
    texts = (question for question in reflection.script() if isinstance(question, Text))
    said = ((question.id, state.answers.get(question.id)) for question in texts) if with_words else ()
    words = tuple(WordsRow(session=known.key, step="", question=name, words=each) for name, each in said if isinstance(each, str))
    return Tables(row, reflections=rows, words=words)


def _lasted(session: Session) -> timedelta:
    last = session.entries[-1].at if session.entries else session.header.started
    return elapsed(session.header.started, session.entries, last)


# ── All ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _followed(
    state: S, advance: Callable[[S, AnyEvent, AnyEvent | None], S], session: Session, step_at: Callable[[S], str]
) -> tuple[S, dict[str, timedelta]]:
    """Where a session ended, and the time spent at each step, in one pass."""
    spent: dict[str, timedelta] = {}
    before, last = session.header.started, None
    following = [*(entry.event for entry in session.entries[1:]), None]
    for entry, after in zip(session.entries, following, strict=False):
        step = step_at(state)
        if step:
            spent[step] = spent.get(step, timedelta()) + time_between(before, entry.at, last, entry.event)
        state, before, last = advance(state, entry.event, after), entry.at, entry.event
    return state, spent


def _session_row(known: Known, spent: Mapping[str, timedelta], *, finished: bool, decision: str) -> SessionRow:
    header = known.session.header
    return SessionRow(
        session=known.key,
        person=known.person,
        kind=header.kind,
        started=_in_utc(header.started),
        option_set=header.option_set,
        case=header.case or "",
        guide=header.guide,
        program=header.program,
        finished=finished,
        seconds=_whole(sum(spent.values(), start=timedelta())),
        entries=len(known.session.entries),
        decision=decision,
        code=header.code or "",
        role=header.role or "",
        cut=bool(known.session.cut),
    )


def _step_rows(
    key: str, guide: Guide, came_to: Mapping[str, str], by_hand: Mapping[str, str], spent: Mapping[str, timedelta]
) -> Iterator[StepRow]:
    optional = guide.optional()
    for place, step, talk in _in_talks(guide):
        word = came_to.get(step.id)
        if word is None or (step.id in optional and word == NOT_MET):
            continue
        yield StepRow(
            session=key,
            step=step.id,
            title=step.title,
            talk=talk.title,
            place=place,
            came_to=_CAME_TO[word],
            marked=by_hand.get(step.id, ""),
            seconds=_whole(spent.get(step.id, timedelta())),
        )


def _in_talks(guide: Guide) -> Iterator[tuple[int, Step, Talk]]:
    """The steps of the talks, each with its place, from 1."""
    in_talks = ((step, talk) for step in guide.path() if (talk := guide.talk_of(step.id)) is not None)
    return ((place, step, talk) for place, (step, talk) in enumerate(in_talks, start=1))


_CAME_TO: Mapping[str, CameTo] = {
    "reached": "reached",
    "touched": "touched",
    "missed": "missed",
    "skipped": "skipped",
    "not met": "not met",
}


def _in_utc(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")


def _whole(time: timedelta) -> int:
    return round(time.total_seconds())
