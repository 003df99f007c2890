"""A session followed to its end, and what it comes to in each of the tables."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256
from typing import TypeVar

from msgspec import Struct

from sdm_cli.cohort.tables import CameTo, LightRow, Reached, ReflectionRow, Seen, SeenRow, SessionRow, StepRow, Tables, TurnRow, WordsRow
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
from sdm_cli.model.event import Answered, AnyEvent
from sdm_cli.model.guide import Guide, Step, Talk
from sdm_cli.model.session import Header, Session

S = TypeVar("S")


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
    steps = tuple(_step_rows(key, practice.guide, steps_reached(practice, state), {}, spent))
    told, kept = came_to_light(practice, state)
    light = tuple(LightRow(session=key, case=practice.case.id, fact=fact.id, what=fact.what, told=fact in told) for fact in (*told, *kept))
    words = tuple(_words_of_practice(key, state)) if with_words else ()
    return Tables(row, steps, tuple(_turn_rows(key, state)), light, words=words)


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
    proposals, anchors = observation.proposals(state), observation.anchors(state)
    when = moments(known.session.header.started, known.session.entries)
    for place, step, talk in _in_talks(observation.guide):
        was = anchors[step.id]
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
            proposed=_SEEN[proposals[step.id]],
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
