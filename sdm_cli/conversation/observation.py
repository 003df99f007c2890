"""The observation: somebody watches a talk and notes what is seen, then looks at the notes once more.

The watching is one question put again and again, `observe.note.1`, `observe.note.2` and so on, until the answer is
"done". What each step comes to is proposed from the notes by a written rule, and stands until it is changed by hand.
"""

from collections import Counter
from collections.abc import Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from sdm_cli.conversation.questions import (
    DONE,
    Choice,
    Choose,
    ChooseMany,
    Question,
    Text,
    Unfit,
    Watch,
    WatchedTalk,
    as_kept,
    fitting,
    parted,
)
from sdm_cli.conversation.walk import Prompt
from sdm_cli.model.event import Answer, Answered, AnyEvent, Jumped, WentBack
from sdm_cli.model.guide import Guide, Step, Talk

NOTE = "observe.note."
REVIEW = "observe.review"
STEP = "observe.step."
NOT_SEEN, TOUCHED, CLEAR, CHECKED = "not-seen", "touched", "clear", "checked"
ANCHORS: Mapping[str, str] = {
    NOT_SEEN: "not seen",
    TOUCHED: "touched",
    CLEAR: "clear",
    CHECKED: "clear, and checked with the patient",
}
"""What a step came to, in our own words. They describe; they are no numbers and are never added up."""
RULE = "Nothing noted: not seen. Noted: touched. Noted with words: clear. Whether it was checked with the patient, only you can say."
"""How an anchor is proposed; as `Observation.proposals` does."""
OPEN_LINES: Mapping[str, str] = {
    "observe.agenda": "The learner's own agenda: what did they want to try, or want help with?",
    "observe.aim": "What were they aiming at, for this patient?",
    "observe.felt": "What did the patient seem to feel, and when?",
    "observe.retry": "One thing to try again now?",
    "observe.keep": "One thing to keep?",
}
_PLACES: Mapping[str, str] = {"watch": "The watching", "review": "What each step came to", "words": "The words at the end"}


class Note(Struct, frozen=True):
    """One thing noted. `about` is the step that words alone belong to: the last one noted before them."""

    number: int
    step: str | None
    words: str | None
    about: str | None


class State(Struct, frozen=True):
    """Where an observation is.

    `noted` are the notes as they were given, `before` is where going back leads, and `undone` is the note that going
    back has just taken away.
    """

    at: str | None = f"{NOTE}1"
    noted: tuple[str, ...] = ()
    answers: Mapping[str, Answer] = {}
    before: "State | None" = None
    undone: str | None = None
    dropped: tuple[Prompt, ...] = ()

    @property
    def can_go_back(self) -> bool:
        """Whether anything was noted or answered before."""
        return self.before is not None

    @property
    def is_watching(self) -> bool:
        """Whether the talk is still being watched."""
        return self.at is not None and self.at.startswith(NOTE)


class Observation(Struct, frozen=True, eq=False):
    """The steps of a guide, watched. `title` is what is watched, for the eye."""

    guide: Guide
    title: str = ""

    def start(self) -> State:
        """The state before anything was noted."""
        return State()

    def advance(self, state: State, event: AnyEvent) -> State:
        """The state after one more event. An event that does not fit the state changes nothing."""
        match event:
            case Answered():
                return self._answered(state, event)
            case WentBack() if state.before is not None:
                return self._gone_back(_back(state, state.before))
            case Jumped(step):
                return self._jumped(state, step)
            case _:
                return state

    def next_prompt(self, state: State) -> Prompt | None:
        """What to ask now; None at the end."""
        question = self._question(state)
        return Prompt(self.guide.steps[self.guide.file.after], question) if question is not None else None

    def places(self, state: State) -> tuple[Choice, ...]:
        """The parts that one may go to, once the watching is over."""
        return () if state.is_watching else tuple(Choice(name, label) for name, label in _PLACES.items())

    def place(self, state: State, named: str) -> str | None:
        """The part that was named."""
        return named if named in {choice.id for choice in self.places(state)} else None

    # ── What the notes come to ───────────────────────────────────────────────────────────────────────────────────────

    def steps(self) -> Iterator[Step]:
        """The steps that are watched, talk by talk, optional ones after the others."""
        for talk in self.guide.file.talks:
            yield from self._steps_of(talk)

    def _steps_of(self, talk: Talk) -> Iterator[Step]:
        return (self.guide.steps[name] for name in (*(each for each in talk.steps if each not in talk.optional), *talk.optional))

    def notes(self, state: State) -> tuple[Note, ...]:
        """What was noted, in order."""
        found: list[Note] = []
        about: str | None = None
        ids = frozenset(step.id for step in self.steps())
        for number, text in enumerate(state.noted, start=1):
            step, words = parted(text, ids)
            about = step or about
            found.append(Note(number, step, words, about))
        return tuple(found)

    def proposals(self, state: State) -> Mapping[str, str]:
        """The anchor that the notes speak for, for each step. Never that it was checked: no note can show that."""
        proposed = {step.id: NOT_SEEN for step in self.steps()}
        for note in self.notes(state):
            if note.about is not None:
                proposed[note.about] = CLEAR if note.words or proposed[note.about] == CLEAR else TOUCHED
        return proposed

    def anchors(self, state: State) -> Mapping[str, str]:
        """What each step came to: as the observer said, or else as proposed."""
        picked = state.answers.get(REVIEW)
        said = {name: state.answers.get(f"{STEP}{name}") for name in (picked if isinstance(picked, tuple) else ())}
        return {
            step: said_so if isinstance(said_so := said.get(step), str) else proposed for step, proposed in self.proposals(state).items()
        }

    # ── Questions ────────────────────────────────────────────────────────────────────────────────────────────────────

    def script(self, state: State) -> tuple[Question, ...]:
        """The questions after the watching, in order."""
        steps = {step.id: step for step in self.steps()}
        proposals, anchors = self.proposals(state), self.anchors(state)
        review = ChooseMany(
            REVIEW,
            "Is that what you saw? Which steps do you see otherwise?",
            tuple(Choice(step.id, f"{step.id} {step.title}: {ANCHORS[anchors[step.id]]}") for step in steps.values()),
            nothing="all as proposed",
            shown_above=True,
        )
        picked = state.answers.get(REVIEW)
        changed = tuple(
            Choose(
                f"{STEP}{name}",
                f"{name} {steps[name].title} was",
                tuple(Choice(anchor, label) for anchor, label in ANCHORS.items()),
                f"as proposed: {ANCHORS[proposals[name]]}",
            )
            for name in (picked if isinstance(picked, tuple) else ())
            if name in steps
        )
        return (review, *changed, *(Text(name, ask, nothing="nothing noted") for name, ask in OPEN_LINES.items()))

    def _question(self, state: State) -> Question | None:
        if state.at is None:
            return None
        if not state.is_watching:
            return next((question for question in self.script(state) if question.id == state.at), None)
        noted = Counter(note.step for note in self.notes(state))
        counts = {step.id: noted[step.id] for step in self.steps()}
        talks = tuple(
            WatchedTalk(talk.title, tuple(Choice(step.id, step.title) for step in self._steps_of(talk))) for talk in self.guide.file.talks
        )
        return Watch(state.at, "What do you see or hear?", talks, counts, state.noted, self.title)

    # ── Answers ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def _answered(self, state: State, event: Answered) -> State:
        question = self._question(state)
        if question is None or event.question != question.id:
            return state
        try:
            answer = as_kept(question, event.value) if isinstance(question, Watch) else fitting(question, event.value)
        except Unfit:
            return state
        moved = replace(state, answers={**state.answers, question.id: answer}, before=state, undone=None)
        if isinstance(question, Watch):
            if answer == DONE:
                return replace(moved, at=REVIEW)
            return replace(moved, noted=(*state.noted, str(answer)), at=f"{NOTE}{len(state.noted) + 2}")
        ids = [each.id for each in self.script(moved)]
        following = ids[ids.index(question.id) + 1 :]
        return replace(moved, at=next(iter(following), None))

    def _gone_back(self, state: State) -> State:
        """Past the end, and past steps that have since been taken out of those that were seen otherwise: nothing is asked there."""
        while state.before is not None and self._question(state) is None:
            state = _back(state, state.before)
        return state

    def _jumped(self, state: State, place: str) -> State:
        targets = {"watch": f"{NOTE}{len(state.noted) + 1}", "review": REVIEW, "words": next(iter(OPEN_LINES))}
        if state.is_watching or place not in targets:
            return state
        return replace(state, at=targets[place], before=state)


def _back(state: State, before: State) -> State:
    """As it was before, with later answers at hand; a note that was taken back is gone."""
    later = {question: answer for question, answer in state.answers.items() if not question.startswith(NOTE)}
    undone = state.noted[-1] if len(state.noted) > len(before.noted) else None
    return replace(before, answers={**before.answers, **later}, undone=undone)
