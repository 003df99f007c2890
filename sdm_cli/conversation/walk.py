"""The walk: a pure function from what happened so far to the next question.

`advance` folds one event into the state, `next_prompt` says what to ask. Nothing else decides where a walk goes,
so going back is an event, resuming is a replay, and a test can walk a million conversations in memory.
"""

from collections.abc import Mapping
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from sdm_cli.conversation.activities import Here, questions
from sdm_cli.conversation.questions import Choice, Question, Unfit, fitting
from sdm_cli.model.event import Answer, Answered, AnyEvent, Jumped, Mark, Marked, WentBack
from sdm_cli.model.guide import Guide, Step
from sdm_cli.model.option_set import OptionSet

END = "end"
"""Where a jump from the end returns to. No question has this id."""
_SET_ASIDE = {"done", "came up early", "skipped on purpose"}


class Prompt(Struct, frozen=True):
    """One question, and the step at which it stands."""

    step: Step
    question: Question


class State(Struct, frozen=True):
    """Where a walk is.

    `answers` holds the questions that were put: None means gone past with nothing said. `at` is the question to
    put now, None at the end. `return_to` is where a jump back came from. `trail` is the way here, for going back: each
    question that was left, with the `return_to` of that time.
    `dropped` are the answered questions that the last event took away, since what they rested on changed.
    `unsettled` is the step of a leaning that was noted before what matters was changed, until it is answered again.
    """

    answers: Mapping[str, Answer]
    at: str | None
    trail: tuple[tuple[str, str | None], ...] = ()
    marks: Mapping[str, Mark] | None = None
    return_to: str | None = None
    dropped: tuple[Prompt, ...] = ()
    unsettled: str | None = None

    @property
    def can_go_back(self) -> bool:
        """Whether a question was left before."""
        return bool(self.trail)


class Walk(Struct, frozen=True, eq=False):
    """One option set, walked by one guide."""

    option_set: OptionSet
    guide: Guide

    def start(self) -> State:
        """The state before anything happened."""
        first = self.script({})[0]
        return State(answers={}, at=first.question.id, marks={})

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
        given: dict[str, tuple[tuple[str, Answer], ...]] = {}
        for pair in answers.items():
            key = _key_of(pair[0])
            given[key] = (*given.get(key, ()), pair)
        prompts: list[Prompt] = []
        for step, keys in _keys_along(self):
            rests_on = given.get(keys[0], ()) if len(keys) == 1 else tuple(pair for key in keys for pair in given.get(key, ()))
            prompts += _asked_at(self, step, rests_on)
        return tuple(prompts)

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

    def places(self, state: State) -> tuple[Choice, ...]:
        """The steps that one may go to, each with how far it has come."""
        optional = self.guide.optional()
        return tuple(
            Choice(step.id, f"{step.id} {step.title} ({self.mark(state, step.id)}{', optional' if step.id in optional else ''})")
            for step in self.guide.path()
        )

    def place(self, _state: State, named: str) -> str | None:
        """The step that was named; None if the guide has none of that name."""
        return named if named in self.guide.order() else None

    def mark(self, state: State, step: str) -> str:
        """How far a step has come: what a person said of it, or else done, touched or open."""
        marked = (state.marks or {}).get(step)
        if marked is not None and marked in _SET_ASIDE:
            return marked
        prefix = f"{self.guide.steps[step].key}."
        given = [answer for question, answer in state.answers.items() if question.startswith(prefix)]
        if any(answer is not None for answer in given):
            return "done"
        return "touched" if given and marked != "open" else "open"

    def _answered(self, state: State, event: Answered) -> State:
        before = self.script(state.answers)
        asked = next((prompt.question for prompt in before if prompt.question.id == event.question), None)
        if asked is None:
            return state
        try:
            answers = {**state.answers, event.question: fitting(asked, event.value)}
        except Unfit:
            return state
        script, dropped = before, []
        asked_before = {prompt.question.id: prompt.question for prompt in before}
        # Dropping an answer may take away a question that rested on it in turn, or one of its choices; hence the loop.
        while True:
            script = self.script(answers)
            asked_now = {prompt.question.id: prompt.question for prompt in script}
            # A question that is the very same as before fits its answer still.
            doubtful = [each for each in answers.items() if each[0] not in asked_now or asked_now[each[0]] is not asked_before.get(each[0])]
            gone = {question for question, answer in doubtful if not _still_fits(asked_now.get(question), answer)}
            if not gone:
                break
            dropped += [prompt for prompt in before if prompt.question.id in gone and answers[prompt.question.id] is not None]
            answers = {question: answer for question, answer in answers.items() if question not in gone}
        trail = (*state.trail, (event.question, state.return_to))
        unsettled = self._unsettled(state, event.question, answers)
        moved = replace(state, answers=answers, trail=trail, dropped=tuple(dropped), unsettled=unsettled)
        return self._onward(moved, event.question, script)

    def _unsettled(self, state: State, question: str, answers: Mapping[str, Answer]) -> str | None:
        """The step of a leaning that rests on something else than before, after a question was answered."""
        priorities, lean = self._keys("priorities"), self._keys("lean")
        if question.startswith(tuple(lean.values())):
            return None
        if question.startswith(tuple(priorities.values())) and answers != state.answers:
            leaned = (step for step, key in lean.items() if any(state.answers.get(f"{key}{part}") for part in ("leaning", "after")))
            return next(leaned, state.unsettled)
        return state.unsettled

    def _keys(self, activity: str) -> dict[str, str]:
        """What the ids of questions begin with, for each step of an activity."""
        return {step.id: f"{step.key}." for step in self.guide.path() if step.activity == activity}

    def _onward(self, state: State, after: str, script: tuple[Prompt, ...]) -> State:
        """Go to the question that follows: the rest of the step, then back from a jump, then along the path."""
        ids = [prompt.question.id for prompt in script]
        here = ids.index(after)
        following = script[here + 1 :]
        step = script[here].step.id
        if following and following[0].step.id == step and not self._is_aside(state, step):
            return replace(state, at=following[0].question.id)
        if (again := self._to_settle(state, step, script)) is not None:
            # A jump from inside that step needs no return to it.
            inside = any(prompt.step.id == again.step.id and prompt.question.id == state.return_to for prompt in script)
            return replace(state, at=again.question.id, return_to=None if inside else state.return_to)
        if state.return_to == END:
            return replace(state, at=None, return_to=None)
        if state.return_to in ids and state.return_to != after:
            # What was left for the jump comes first again, unless its step was set aside meanwhile, or it was just answered.
            following = script[ids.index(state.return_to) :]
            step = ""
        on = (prompt.question.id for prompt in following if prompt.step.id != step and self._may_come(state, prompt))
        return replace(state, at=next(on, None), return_to=None)

    def _to_settle(self, state: State, left: str, script: tuple[Prompt, ...]) -> Prompt | None:
        """Where a leaning is asked for again, once what matters was changed and its step is left."""
        if state.unsettled is None or left not in self._keys("priorities") or self._is_aside(state, state.unsettled):
            return None
        return next((prompt for prompt in script if prompt.step.id == state.unsettled), None)

    def _may_come(self, state: State, prompt: Prompt) -> bool:
        """Whether the path goes through a question: an optional step only if a jump from inside it returns there."""
        aside = self._is_aside(state, prompt.step.id)
        return not aside and (prompt.step.id not in self.guide.optional() or prompt.question.id == state.return_to)

    def _is_aside(self, state: State, step: str) -> bool:
        return (state.marks or {}).get(step) in _SET_ASIDE

    def _back(self, state: State) -> State:
        ids = {prompt.question.id for prompt in self.script(state.answers)}
        trail = list(state.trail)
        while trail and trail[-1][0] not in ids:
            trail.pop()
        if not trail:
            return replace(state, trail=())
        at, return_to = trail.pop()
        return replace(state, at=at, return_to=return_to, trail=tuple(trail))

    def _jumped(self, state: State, step: str) -> State:
        script = self.script(state.answers)
        target = next((prompt.question.id for prompt in script if prompt.step.id == step), None)
        if target is None or target == state.at:
            return state
        trail = state.trail if state.at is None else (*state.trail, (state.at, state.return_to))
        marks = {name: mark for name, mark in (state.marks or {}).items() if name != step}
        return replace(state, at=target, trail=trail, marks=marks, return_to=self._origin(state, target, script))

    def _origin(self, state: State, target: str, script: tuple[Prompt, ...]) -> str | None:
        """Where to return to after a jump: the furthest point that was left, unless the jump went beyond it."""
        ids = [prompt.question.id for prompt in script]
        steps = {prompt.question.id: prompt.step.id for prompt in script}
        if state.at is not None and steps.get(state.at) == steps[target]:
            return state.return_to
        if state.at is None or state.return_to == END:
            return END
        furthest = max(ids.index(origin) for origin in (state.at, state.return_to) if origin in ids)
        comes_back = steps[target] in self.guide.optional() or ids.index(target) < furthest
        return ids[furthest] if comes_back else None

    def _marked(self, state: State, event: Marked) -> State:
        if event.step not in self.guide.steps or event.step not in self.guide.order():
            return state
        marks = {name: mark for name, mark in (state.marks or {}).items() if name != event.step}
        marks[event.step] = event.mark
        state = replace(state, marks=marks)
        prompt = self.next_prompt(state)
        if prompt is None or prompt.step.id != event.step or event.mark == "open":
            return state
        moved = replace(state, trail=(*state.trail, (prompt.question.id, state.return_to)))
        return self._onward(moved, prompt.question.id, self.script(state.answers))


@lru_cache(maxsize=4096)
def _key_of(question: str) -> str:
    """The key of the step that a question belongs to."""
    return ".".join(question.split(".", 2)[:2])


@lru_cache(maxsize=64)
def _keys_along(walk: Walk) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The steps of a walk, each with the keys of the steps on whose answers its questions rest; its own comes first."""
    path = walk.guide.path()
    priorities = tuple(step.key for step in path if step.activity == "priorities")
    return tuple((step.id, (step.key, *priorities) if step.activity == "lean" else (step.key,)) for step in path)


@lru_cache(maxsize=8192)
def _asked_at(walk: Walk, step: str, given: tuple[tuple[str, Answer], ...]) -> tuple[Prompt, ...]:
    """The questions of a step. They rest on its own answers, and at `lean` on those of `priorities` as well.

    Kept, since the same is asked of every step at every answer.
    """
    here = Here(walk.guide.steps[step], walk.option_set, walk.guide, dict(given))
    return tuple(Prompt(here.step, question) for question in questions(here))


def _still_fits(question: Question | None, answer: Answer) -> bool:
    """Whether the question is still put, and the answer still one of its answers."""
    if question is None:
        return False
    try:
        return fitting(question, answer) == answer
    except Unfit:
        return False
