"""Walks to try things on: the bundled option sets and guides, a tiny set, and random rehearsals of them."""

from collections.abc import Mapping
from functools import cache

from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import replace

from sdm_cli.content.catalogue import Catalogue
from sdm_cli.content.loading import load_guide, load_option_set, read_option_set
from sdm_cli.conversation.questions import DONE, Choose, ChooseMany, Question, Rank, Rate, Text, Watch
from sdm_cli.conversation.replaying import replayed
from sdm_cli.conversation.walk import Prompt, State, Walk
from sdm_cli.model.event import Answer, Answered, AnyEvent, Jumped, Mark, Marked, Paused, Resumed, WentBack
from sdm_cli.model.figure import Baseline, Effect, Figure, Outcome
from sdm_cli.model.guide import Guide
from sdm_cli.model.option_set import OptionSet

BUNDLED = Catalogue(())
SETS = tuple(BUNDLED.ids("option-sets"))
GUIDES = tuple(BUNDLED.ids("guides"))
SMALL = ("tiny", "bare", "two-groups")
"""Made up here: one with a little of everything, one with nothing that may be missing, one with a choice of baselines."""

TINY = """
id: tiny
title: A sore thumb
decision: What shall I do about my thumb?
status: fictional
updated: 2026-01-01
review_due: 2027-01-01
update_policy: Never.
funding: None.
interests: None.
authors: [{name: Nobody, role: made it up}]
evidence: {method: None.}
condition: {name: a sore thumb, summary: It is sore., natural_course: It goes away.}
suits: [Thumbs]
not_for: [Toes]
options:
  - id: wait
    name: Wait
    summary: Do nothing yet.
    no_action: true
    involves: {what: Waiting., time: None., visits: None., cost: None., undo: At any time.}
    benefits: [{text: No cost.}]
  - id: plaster
    name: A plaster
    summary: Put on a plaster.
    involves: {what: A plaster., time: A minute., visits: None., cost: A coin., undo: At any time.}
    benefits: [{text: It is clean.}]
order_reason: From the least to the most.
outcomes:
  - id: better
    name: Better
    kind: benefit
    time: a day
    people: thumbs
    event: were better
    no_event: were not
    by_option:
      wait: {events: 50, sources: [thumb-2020]}
      plaster: not studied
values:
  - id: comfort
    name: Comfort
    ask: How much does comfort matter?
    options: {wait: {bears: against, because: It hurts.}, plaster: {bears: supports, because: It is soft.}}
    outcomes: [better]
  - id: looks
    name: Looks
    ask: How much do looks matter?
    options: {wait: {bears: supports, because: Nothing shows.}, plaster: {bears: not known, because: Nobody asked.}}
misconceptions: [{id: falls-off, belief: My thumb will fall off., answer: It stays on.}]
sources: [{id: thumb-2020, title: Thumbs, authors: Thumb T, year: 2020, read: abstract, url: "https://example.org/thumb"}]
"""


@cache
def option_set(name: str) -> OptionSet:
    if name == "tiny":
        return read_option_set(TINY.encode(), "tiny.yaml")
    if name == "bare":
        return replace(option_set("tiny"), outcomes=(), values=(), misconceptions=())
    if name == "two-groups":
        return replace(option_set("tiny"), outcomes=(_better_in_two_groups(option_set("tiny").outcomes[0]),))
    return load_option_set(BUNDLED, name).option_set


def _better_in_two_groups(better: Outcome) -> Outcome:
    """Twenty of 100 thumbs get better at home, 40 in a clinic, and half as many with a plaster."""
    source = ("thumb-2020",)
    return replace(
        better,
        baselines=(
            Baseline(id="home", name="Thumbs at home", events=20, sources=source),
            Baseline(id="clinic", name="Thumbs in a clinic", events=40, sources=source),
        ),
        by_option={
            "wait": Figure(at_baseline=True, sources=source),
            "plaster": Figure(effect=Effect(measure="RR", value=0.5), sources=source),
        },
    )


@cache
def guide(name: str) -> Guide:
    return load_guide(BUNDLED, name).guide


def walk_of(name: str = "tiny", by: str = "elwyn-2012") -> Walk:
    return Walk(option_set(name), guide(by))


def at(walk: Walk, step: str, *parts: AnyEvent) -> State:
    """Where a walk is after going to a step from the very beginning, and what happened then."""
    return replayed(walk, (Jumped(step), *parts))


def say(walk: Walk, state: State, *answers: Answer) -> State:
    """Answer the questions that come, one after the other."""
    for answer in answers:
        assert state.at is not None, "the walk ended before all was said"
        state = walk.advance(state, Answered(state.at, answer))
    return state


def to_the_end(walk: Walk, state: State, answers: Mapping[str, Answer], *, within: int) -> tuple[list[Prompt], State]:
    """Walk on, with these answers where their questions come up and Enter everywhere else."""
    asked: list[Prompt] = []
    while (prompt := walk.next_prompt(state)) is not None:
        asked.append(prompt)
        assert len(asked) <= within, f"still asking {prompt.question.id} after {within} questions"
        state = walk.advance(state, Answered(prompt.question.id, answers.get(prompt.question.id)))
    return asked, state


def entering(walk: Walk, state: State, times: int) -> list[str | None]:
    """The questions that come with Enter, this many times or to the end."""
    came = [state.at]
    while state.at is not None and len(came) <= times:
        state = walk.advance(state, Answered(state.at, None))
        came.append(state.at)
    return came


def walked(walk: Walk, answers: Mapping[str, Answer]) -> State:
    """The end of a walk with these answers, every one of them asked for."""
    asked, state = to_the_end(walk, walk.start(), answers, within=100)
    assert set(answers) <= {prompt.question.id for prompt in asked}, "an answer to a question that was never asked"
    return state


class Rehearsed(Struct, frozen=True):
    """What happened in a walk, and every state on the way."""

    walk: Walk
    events: tuple[AnyEvent, ...]
    states: tuple[State, ...]

    @property
    def state(self) -> State:
        return self.states[-1]

    def __repr__(self) -> str:
        happened = "\n  ".join(map(repr, self.events))
        return f"{self.walk.option_set.id} by {self.walk.guide.file.id}, now at {self.state.at}:\n  {happened}"


def answers_to(question: Question) -> tuple[Answer, ...]:
    """Answers that a person could give, in their one form; nothing said comes first."""
    match question:
        case Text():
            words = ("her words", "08", 'a "quote" \\ \n\u2028\x00 🙂')
            return (None, *words, True) if question.aloud else (None, *words)
        case Rate():
            return (None, question.lowest, question.highest)
        case Choose():
            return (None, *(choice.id for choice in question.choices))
        case ChooseMany():
            together = tuple(choice.id for choice in question.choices if choice.id not in question.alone)
            return (None, *((choice.id,) for choice in question.choices), together)
        case Rank():
            every = tuple(choice.id for choice in question.choices)
            return (None, *((choice,) for choice in every), every, every[::-1])
        case Watch():
            steps = question.ids()
            return (*steps, f'{steps[0]} her "words"', '"her words"', DONE)


WISHES = ("answer",) * 8 + ("back", "back", "jump", "jump", "mark", "leave", "killed")
MARKS: tuple[Mark, ...] = ("done", "came up early", "skipped on purpose", "open")


def _events(walk: Walk, state: State, wish: str, which: int) -> list[AnyEvent]:
    """What happens at a wish; `which` picks the answer, the step or the mark."""
    steps = walk.guide.order()
    prompt = walk.next_prompt(state)
    match wish:
        case "answer" if prompt is not None:
            answers = answers_to(prompt.question)
            return [Answered(prompt.question.id, answers[which % len(answers)])]
        case "back":
            return [WentBack()]
        case "jump":
            return [Jumped(steps[which % len(steps)])]
        case "mark":
            return [Marked(steps[which % len(steps)], MARKS[which % len(MARKS)])]
        case "leave":
            return [Paused(), Resumed()]
        case _:
            return [Resumed()]


@st.composite
def rehearsals(draw: st.DrawFn, longest: int = 30) -> Rehearsed:
    """Random rehearsals: answers and Enter, back, jumps, marks, leaving and coming back, being killed."""
    walk = walk_of(draw(st.sampled_from((*SMALL, *SETS[:3]))), draw(st.sampled_from(GUIDES)))
    events: list[AnyEvent] = []
    states = [walk.start()]
    for wish, which in draw(st.lists(st.tuples(st.sampled_from(WISHES), st.integers(0, 99)), max_size=longest)):
        for event in _events(walk, states[-1], wish, which):
            events.append(event)
            states.append(walk.advance(states[-1], event))
    return Rehearsed(walk, tuple(events), tuple(states))
