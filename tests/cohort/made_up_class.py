"""A made-up class: people with habits, who practise and rehearse as people do, and hand in what came of it.

No number is invented: every session is played through the very conversations that a trainee has, by somebody who says
the friendly thing, or the long one, or asks first, who hurries towards the end of an afternoon and learns a little from
the first talk to the second. The same seed makes the same class.

`python -m tests.cohort.made_up_class FOLDER` writes one to look at.
"""

import random
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from hashlib import sha256
from pathlib import Path

import msgspec
from msgspec import Struct

from sdm_cli.cohort.left import what_it_came_to
from sdm_cli.content.case_loading import LoadedCase, load_case
from sdm_cli.content.catalogue import Catalogue
from sdm_cli.content.loading import LoadedGuide, load_guide, load_option_set
from sdm_cli.conversation.offers import ELSE
from sdm_cli.conversation.practice import Practice
from sdm_cli.conversation.questions import Choose, ChooseMany, Question, Rank, Rate, Text, Watch
from sdm_cli.conversation.talk import State as PracticeState
from sdm_cli.conversation.walk import Walk
from sdm_cli.model.case import Say
from sdm_cli.model.derivation import resolved
from sdm_cli.model.event import Answer, Answered, AnyEvent, Marked, Paused, Resumed, WentBack
from sdm_cli.model.session import PRACTICE, CameTo, Entry, Header, Session
from sdm_cli.sessions import journal

LIBRARY = Catalogue(())
CASES = ("stairs-and-grandchildren", "not-another-pill", "tell-me-what-to-do", "sleep-before-the-exam")
SELDOM = "news-of-this-morning"
"""A case that only a few took, so that it must not be broken down."""
SETS = ("knee-osteoarthritis", "statin-primary-prevention")
MONDAY = datetime(2026, 10, 5, 12, 0, tzinfo=UTC)
MOST = 400
"""Answers after which somebody gives up."""
PHRASES = (
    "I would like us to decide this together.",
    "What have you heard about it so far?",
    "=What matters most to you in this?",  # as somebody types who lives in spreadsheets
    "There are three ways to go from here.",
    "So, what are we going to do?",
    "Let me see if I made that clear.",
    "@home: who helps you there?",
    "That must be hard.",
)


class Habit(Struct, frozen=True):
    """How somebody talks: how often they find the line that does most, talk by talk, and what they fall back on."""

    name: str
    choice: float
    option: float
    decision: float
    else_says: str
    asides: float = 0.1
    again: float = 0.3
    pace: float = 14.0


HABITS = (
    Habit("explains", 0.45, 0.6, 0.3, "longest", asides=0.2, pace=18),
    Habit("reassures", 0.5, 0.3, 0.35, "shortest", pace=10),
    Habit("asks first", 0.75, 0.55, 0.5, "asks", asides=0.15),
    Habit("hurries", 0.35, 0.4, 0.25, "last", again=0.1, pace=7),
    Habit("takes care", 0.8, 0.7, 0.65, "asks", asides=0.3, again=0.6, pace=20),
)


@cache
def loaded_guide() -> LoadedGuide:
    return load_guide(LIBRARY, "elwyn-2012")


@cache
def loaded_case(name: str) -> LoadedCase:
    return load_case(LIBRARY, name, list(loaded_guide().guide.steps))


class Person:
    """Somebody in the class."""

    def __init__(self, number: int, seed: int) -> None:
        self.chance = random.Random(f"{seed}:{number}")  # noqa: S311 - made up
        self.habit = HABITS[number % len(HABITS)]
        self.number = number
        self.experience = 0.0

    def skill(self, talk: str) -> float:
        return min(0.95, float(getattr(self.habit, talk, 0.5)) + self.experience)

    def sessions(self) -> Iterator[tuple[Header, list[Entry]]]:
        """What this person did over three weeks: two or three cases, often the first once more, perhaps a rehearsal."""
        first, second = CASES[self.number % len(CASES)], CASES[(self.number // 2 + 1) % len(CASES)]
        taken = [first, second] if first != second else [first]
        if self.number % 10 == 0:
            taken.append(SELDOM)
        if self.chance.random() < 0.6:
            taken.append(first)
        begun = MONDAY + timedelta(minutes=self.number)
        for number, case in enumerate(taken):
            yield self.practised(case, begun + timedelta(days=5 * number))
            self.experience += 0.1
        if self.number % 2:
            yield self.rehearsed(SETS[self.number % 3 == 0], begun + timedelta(days=17))

    # ── A practice ───────────────────────────────────────────────────────────────────────────────────────────────────

    def practised(self, case: str, begun: datetime) -> tuple[Header, list[Entry]]:
        taken, guide = loaded_case(case), loaded_guide()
        texts = {"option_set": taken.option_set.raw, "guide": guide.file, "steps": guide.steps, "case": taken.raw}
        header = self.header(PRACTICE, begun, taken.case.option_set, texts, case=case)
        practice = Practice(taken.case, resolved(taken.option_set.option_set, {}), guide.guide, header.seed or 0)
        return header, list(self.timed(begun, self.talk(practice)))

    def talk(self, practice: Practice) -> Iterator[AnyEvent]:
        state = practice.start()
        leaves_at = self.chance.randrange(8, 25) if self.chance.random() < 0.08 else MOST
        for _ in range(leaves_at):
            if state.at is None:
                return
            event = self.next_event(practice, state)
            yield event
            state = practice.advance(state, event)
            if self.chance.random() < 0.01:
                yield from (Paused(), Resumed())
        yield Paused()

    def next_event(self, practice: Practice, state: PracticeState) -> AnyEvent:
        if state.can_go_back and self.chance.random() < 0.02:
            return WentBack()
        return Answered(state.at or "", self.answer(practice, state))

    def answer(self, practice: Practice, state: PracticeState) -> Answer:
        prompt = practice.next_prompt(state)
        part = (state.part or "").partition(".")[0]
        if prompt is None or part == "words":
            return self.own_words()
        if part == "say":
            return self.says(practice, state)
        choices = [choice.id for choice in prompt.question.choices] if isinstance(prompt.question, Choose) else []
        if part == "again":
            tried = len(state.afterwards())
            return choices[0] if choices and tried < 2 and self.chance.random() < self.habit.again else None
        if part == "else" and "take-back" in choices and state.turns[-1].reached == "missed":
            return "take-back" if self.chance.random() < 0.7 else None
        return self.chance.choice([choice for choice in choices if choice not in {"topic", "take-back"}] or [None])

    def own_words(self) -> Answer:
        return self.chance.choice((None, None, True, self.chance.choice(PHRASES)))

    def says(self, practice: Practice, state: PracticeState) -> Answer:
        lines = practice.to_say(state)
        last = state.turns[-1] if state.turns else None
        if state.ending is None and last is not None and last.reached == "missed" and self.chance.random() < self.habit.again / 2:
            return ELSE
        if state.ending is None and self.chance.random() < self.habit.asides / 2:
            return ELSE
        if self.chance.random() < 0.03 or not lines:
            return None
        step = lines[0].step or practice.exchange(state.here or "").step
        talk = practice.guide.talk_of(step)
        clear = [say for say in lines if say.reached == "clear"]
        if clear and self.chance.random() < self.skill(talk.id if talk is not None else ""):
            return self.chance.choice(clear).id
        return self.falls_back_on(lines).id

    def falls_back_on(self, lines: Sequence[Say]) -> Say:
        match self.habit.else_says:
            case "longest":
                return max(lines, key=lambda say: len(say.text))
            case "shortest":
                return min(lines, key=lambda say: len(say.text))
            case "asks":
                return next((say for say in lines if say.text.endswith("?")), lines[0])
            case _:
                return lines[-1]

    # ── A rehearsal ──────────────────────────────────────────────────────────────────────────────────────────────────

    def rehearsed(self, name: str, begun: datetime) -> tuple[Header, list[Entry]]:
        option_set, guide = load_option_set(LIBRARY, name), loaded_guide()
        header = self.header("walk", begun, name, {"option_set": option_set.raw, "guide": guide.file, "steps": guide.steps})
        return header, list(self.timed(begun, self.walk(Walk(option_set.option_set, guide.guide))))

    def walk(self, walk: Walk) -> Iterator[AnyEvent]:
        state = walk.start()
        skipped = "C3" if self.habit.name == "hurries" else None
        for _ in range(MOST):
            prompt = walk.next_prompt(state)
            if prompt is None:
                return
            talk = walk.guide.talk_of(prompt.step.id)
            event: AnyEvent = Answered(prompt.question.id, self.noted(prompt.question, self.skill(talk.id if talk is not None else "")))
            if prompt.step.id == skipped:
                event = Marked(skipped, "skipped on purpose")
            yield event
            state = walk.advance(state, event)

    def noted(self, question: Question, skill: float) -> Answer:
        if self.chance.random() > skill:
            return None
        match question:
            case Text(aloud=aloud):
                return True if aloud and self.chance.random() < 0.6 else self.chance.choice(PHRASES)
            case Choose(choices=choices):
                return self.chance.choice(choices).id
            case ChooseMany(choices=choices) | Rank(choices=choices):
                return (self.chance.choice(choices).id,) if choices else None
            case Rate(lowest=lowest, highest=highest):
                return self.chance.randint(lowest, highest)
            case Watch():
                return None

    # ── Both ─────────────────────────────────────────────────────────────────────────────────────────────────────────

    def header(self, kind: str, begun: datetime, option_set: str, texts: dict[str, bytes], *, case: str | None = None) -> Header:
        return Header(
            id="".join(self.chance.choices("bcdfghjkmnpqrstvwxz23456789", k=4)),
            kind=kind,
            started=begun,
            program="0.1.0",
            option_set=option_set,
            guide="elwyn-2012",
            contents={name: sha256(raw).hexdigest() for name, raw in texts.items()},
            case=case,
            seed=self.chance.randrange(1, 1000) if case is not None else None,
        )

    def timed(self, begun: datetime, events: Iterator[AnyEvent]) -> Iterator[Entry]:
        at = begun
        for event in events:
            at += timedelta(seconds=self.chance.lognormvariate(0, 0.6) * self.habit.pace)
            yield Entry(at, event)


def as_kept(header: Header, entries: Sequence[Entry], came_to: CameTo | None = None) -> bytes:
    """A session as the journal keeps it, without waiting for the disk at every line."""
    lines, seal = [], b""
    for each in (header, *entries):
        line, seal = journal._sealed(msgspec.json.encode(each), seal)
        lines.append(line)
    raw = b"".join(lines)
    return raw if came_to is None else raw + journal._outcome_line(raw, came_to)[0]


def as_left(header: Header, entries: Sequence[Entry]) -> bytes:
    """The same, when the person has left it: with what it came to."""
    return as_kept(header, entries, what_it_came_to(Session(header, entries), conversation_of(header)))


def conversation_of(header: Header) -> Walk | Practice:
    """What a session of the class was about."""
    guide = loaded_guide().guide
    if header.case is None:
        return Walk(load_option_set(LIBRARY, header.option_set).option_set, guide)
    taken = loaded_case(header.case)
    return Practice(taken.case, resolved(taken.option_set.option_set, {}), guide, header.seed or 0)


def texts_needed() -> dict[str, bytes]:
    """Every text that a session of the class was run against, by its hash."""
    guide = loaded_guide()
    cases = [loaded_case(name) for name in (*CASES, SELDOM)]
    raws = [guide.file, guide.steps, *(load_option_set(LIBRARY, name).raw for name in SETS)]
    raws += [raw for case in cases for raw in (case.raw, case.option_set.raw)]
    return {sha256(raw).hexdigest(): raw for raw in raws}


def hand_in(folder: Path, people: int = 30, seed: int = 30, *, with_texts: bool = True) -> int:
    """Write the class: a folder a person, with or without the texts beside the sessions; how many sessions there are."""
    count = 0
    for number in range(people):
        own = folder / f"K{number:02d}"
        own.mkdir(parents=True, exist_ok=True)
        if with_texts:
            (own / "contents").mkdir(exist_ok=True)
            for digest, raw in texts_needed().items():
                (own / "contents" / f"{digest}.yaml").write_bytes(raw)
        for header, entries in Person(number, seed).sessions():
            (own / f"{header.id}.jsonl").write_bytes(as_left(header, entries))
            count += 1
    return count


if __name__ == "__main__":
    sys.stdout.write(f"{hand_in(Path(sys.argv[1]), with_texts=False)} sessions\n")
