"""The walk: a pure function from what happened so far to the next question.

`advance` folds one event into the state, `next_prompt` says what to ask. Nothing else decides where a walk goes,
so going back is an event, resuming is a replay, and a test can walk a million conversations in memory.
"""

from collections.abc import Iterable, Mapping

from msgspec import Struct
from msgspec.structs import replace

from sdm_cli.conversation.activities import Here, questions
from sdm_cli.conversation.questions import Question
from sdm_cli.model.event import Answer, Answered, AnyEvent, Jumped, Mark, Marked, WentBack
from sdm_cli.model.guide import Guide, Step
from sdm_cli.model.option_set import OptionSet

_SET_ASIDE = {"done", "came up early", "skipped on purpose"}


class Prompt(Struct, frozen=True):
    """One question, and the step at which it stands."""

    step: Step
    question: Question


class State(Struct, frozen=True):
    """Where a walk is.

    `answers` holds the questions that were put: None means gone past with nothing said. `at` is the question to
    put now, None at the end. `trail` is the way here, for going back. `return_to` is where a jump back came from.
    `dropped` are the answered questions that the last event took away, since what they rested on changed.
    """

    answers: Mapping[str, Answer]
    at: str | None
    trail: tuple[str, ...] = ()
    marks: Mapping[str, Mark] | None = None
    return_to: str | None = None
    dropped: tuple[Prompt, ...] = ()


class Walk(Struct, frozen=True, eq=False):
    """One option set, walked by one guide."""

    option_set: OptionSet
    guide: Guide

    def start(self) -> State:
        """The state before anything happened."""
        first = self.script({})[0]
        return State(answers={}, at=first.question.id, marks={})

    def replay(self, events: Iterable[AnyEvent]) -> State:
        """The state after these events."""
        state = self.start()
        for event in events:
            state = self.advance(state, event)
        return state

    def adopted(self, state: State) -> State:
        """The state of a walk by another guide, as far as its steps are this guide's too."""
        answers: dict[str, Answer] = {}
        while True:
            asked = {prompt.question.id for prompt in self.script(answers)}
            wider = {question: answer for question, answer in state.answers.items() if question in asked}
            if wider == answers:
                break
            answers = wider
        marks = {step: mark for step, mark in (state.marks or {}).items() if step in self.guide.order()}
        at = state.at if state.at in asked else None
        return State(answers, at, marks=marks)

    def script(self, answers: Mapping[str, Answer]) -> tuple[Prompt, ...]:
        """Every question of the walk in order, given the answers so far; optional steps included."""
        return tuple(
            Prompt(step, question) for step in self.guide.path() for question in questions(Here(step, self.option_set, self.guide, answers))
        )

    def next_prompt(self, state: State) -> Prompt | None:
        """What to ask now; None at the end."""
        return next((prompt for prompt in self.script(state.answers) if prompt.question.id == state.at), None)

    def advance(self, state: State, event: AnyEvent) -> State:
        """The state after one more event. An event that does not fit the state changes nothing."""
        state = replace(state, dropped=())
        match event:
            case Answered():
                return self._answered(state, event)
            case WentBack():
                return self._back(state)
            case Jumped():
                return self._jumped(state, event.step)
            case Marked():
                return self._marked(state, event)
            case _:
                return state

    def mark(self, state: State, step: str) -> str:
        """How far a step has come: what a person said of it, or else done, touched or open."""
        if (marked := (state.marks or {}).get(step)) is not None:
            return marked
        prefix = f"{self.guide.steps[step].key}."
        given = [answer for question, answer in state.answers.items() if question.startswith(prefix)]
        if any(answer is not None for answer in given):
            return "done"
        return "touched" if given else "open"

    def _answered(self, state: State, event: Answered) -> State:
        before = self.script(state.answers)
        if event.question not in {prompt.question.id for prompt in before}:
            return state
        answers = {**state.answers, event.question: event.value}
        script, dropped = before, []
        # Dropping an answer may take away a question that rested on it in turn, hence the loop.
        while True:
            script = self.script(answers)
            asked = {prompt.question.id for prompt in script}
            gone = [question for question in answers if question not in asked]
            if not gone:
                break
            dropped += [prompt for prompt in before if prompt.question.id in gone and answers[prompt.question.id] is not None]
            answers = {question: answer for question, answer in answers.items() if question in asked}
        moved = replace(state, answers=answers, trail=(*state.trail, event.question), dropped=tuple(dropped))
        return self._onward(moved, event.question, script)

    def _onward(self, state: State, after: str, script: tuple[Prompt, ...]) -> State:
        """Go to the question that follows: the rest of the step, then back from a jump, then along the path."""
        ids = [prompt.question.id for prompt in script]
        here = ids.index(after)
        following = script[here + 1 :]
        step = script[here].step.id
        if following and following[0].step.id == step and not self._is_aside(state, step):
            return replace(state, at=following[0].question.id)
        if state.return_to in ids:
            return replace(state, at=state.return_to, return_to=None)
        on = (prompt.question.id for prompt in following if prompt.step.id != step and self._is_on_path(state, prompt.step.id))
        return replace(state, at=next(on, None), return_to=None)

    def _is_aside(self, state: State, step: str) -> bool:
        return (state.marks or {}).get(step) in _SET_ASIDE

    def _is_on_path(self, state: State, step: str) -> bool:
        return step not in self.guide.optional() and not self._is_aside(state, step)

    def _back(self, state: State) -> State:
        ids = {prompt.question.id for prompt in self.script(state.answers)}
        trail = list(state.trail)
        while trail and trail[-1] not in ids:
            trail.pop()
        if not trail:
            return replace(state, trail=())
        return replace(state, at=trail[-1], trail=tuple(trail[:-1]))

    def _jumped(self, state: State, step: str) -> State:
        script = self.script(state.answers)
        ids = [prompt.question.id for prompt in script]
        target = next((prompt.question.id for prompt in script if prompt.step.id == step), None)
        if target is None or target == state.at:
            return state
        trail = state.trail if state.at is None else (*state.trail, state.at)
        marks = {name: mark for name, mark in (state.marks or {}).items() if name != step}
        origins = [ids.index(origin) for origin in (state.at, state.return_to) if origin in ids]
        furthest = max(origins, default=len(ids))
        comes_back = step in self.guide.optional() or ids.index(target) < furthest
        return_to = ids[furthest] if comes_back and furthest < len(ids) else None
        return replace(state, at=target, trail=trail, marks=marks, return_to=return_to)

    def _marked(self, state: State, event: Marked) -> State:
        if event.step not in self.guide.steps or event.step not in self.guide.order():
            return state
        marks = {name: mark for name, mark in (state.marks or {}).items() if name != event.step}
        if event.mark != "open":
            marks[event.step] = event.mark
        state = replace(state, marks=marks)
        prompt = self.next_prompt(state)
        if prompt is None or prompt.step.id != event.step or event.mark == "open":
            return state
        script = self.script(state.answers)
        last = [each.question.id for each in script if each.step.id == event.step][-1]
        moved = replace(state, trail=(*state.trail, prompt.question.id))
        return self._onward(moved, last, script)
