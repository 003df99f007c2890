"""Practices to try things on: the smallest case, variations of it, and random talks."""

from functools import cache

from hypothesis import strategies as st
from msgspec import Struct

from sdm_cli.content.case_loading import read_case
from sdm_cli.conversation.practice import Practice
from sdm_cli.conversation.questions import Choose, Text
from sdm_cli.conversation.talk import State
from sdm_cli.model.derivation import resolved
from sdm_cli.model.event import Answer, Answered, AnyEvent, Jumped, Paused, Resumed, WentBack
from tests.content.small_case import SMALL_CASE
from tests.conversation.walks import guide, option_set

KNEE = "knee-osteoarthritis"


@cache
def practice_of(*changes: tuple[str, str], seed: int = 1, own_words: bool = False) -> Practice:
    """A practice of the smallest case, with some of its text changed."""
    text = SMALL_CASE
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    by = guide("elwyn-2012")
    return Practice(
        read_case(text.encode(), "stairs.yaml", option_set(KNEE), list(by.steps)), resolved(option_set(KNEE), {}), by, seed, own_words
    )


def talked(practice: Practice, *answers: Answer, state: State | None = None) -> State:
    """Answer the questions that come, one after the other."""
    state = state or practice.start()
    for answer in answers:
        assert state.at is not None, "the talk ended before all was said"
        moved = practice.advance(state, Answered(state.at, answer))
        assert moved is not state, f"{answer!r} does not answer {state.at}"
        state = moved
    return state


def said(practice: Practice, *says: Answer, state: State | None = None) -> State:
    """Pick one thing to say after the other, without words of one's own."""
    return talked(practice, *(each for say in says for each in (None, say)), state=state)


class Talked(Struct, frozen=True):
    """A talk, with what happened and the state after each event."""

    practice: Practice
    events: tuple[AnyEvent, ...]
    states: tuple[State, ...]

    @property
    def state(self) -> State:
        """Where it ended."""
        return self.states[-1]

    def __repr__(self) -> str:
        happened = "\n  ".join(map(repr, self.events))
        return f"now at {self.state.at}:\n  {happened}"


def answers_to(practice: Practice, state: State) -> tuple[Answer, ...]:
    """Everything that a person could answer now; nothing said comes first."""
    prompt = practice.next_prompt(state)
    match prompt.question if prompt is not None else None:
        case Text(needed=needed):
            return ("my words", True) if needed else (None, "my words", True)
        case Choose(choices=choices):
            return (None, *(choice.id for choice in choices))
        case _:
            return ()


WISHES = ("answer",) * 10 + ("back", "back", "jump", "leave", "stray")


@st.composite
def talks(draw: st.DrawFn, longest: int = 60) -> Talked:
    """Random talks: answers and Enter, back, jumps, leaving and coming back, and events that fit nothing."""
    practice = practice_of(seed=draw(st.integers(0, 3)), own_words=draw(st.booleans()))
    events: list[AnyEvent] = []
    states = [practice.start()]
    for wish, which in draw(st.lists(st.tuples(st.sampled_from(WISHES), st.integers(0, 99)), max_size=longest)):
        for event in _events(practice, states[-1], wish, which):
            events.append(event)
            states.append(practice.advance(states[-1], event))
    return Talked(practice, tuple(events), tuple(states))


def _events(practice: Practice, state: State, wish: str, which: int) -> list[AnyEvent]:
    answers = answers_to(practice, state)
    places = [exchange.id for exchange in practice.case.exchanges] + ["O4", "D1"]
    match wish:
        case "answer" if answers and state.at is not None:
            return [Answered(state.at, answers[which % len(answers)])]
        case "back":
            return [WentBack()]
        case "jump":
            return [Jumped(places[which % len(places)])]
        case "leave":
            return [Paused(), Resumed()]
        case _:
            return [Answered("practice.99.nowhere.say", "x")]
