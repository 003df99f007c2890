"""The reflection: right after a role play, those who played a part say how the talk was for them.

Whoever played the patient is asked three things, whoever played the clinician one of them, each in words to pick from
and with an open line. The questions are our own. They are informed by what patient-reported measures look at, and are
none of them; the answers are no numbers and are never added up.
"""

from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from sdm_cli.conversation.questions import Choice, Choose, Question, Text, Unfit, fitting
from sdm_cli.conversation.walk import Prompt
from sdm_cli.model.event import Answer, Answered, AnyEvent, Jumped, WentBack
from sdm_cli.model.guide import Activity, Step

PATIENT, CLINICIAN = "patient", "clinician"
ROLES = (PATIENT, CLINICIAN)
_STEP = Step(
    id="R1",
    key="reflection.after",
    title="After the talk",
    activity="reflect",
    do="Those who played a part say how the talk was for them.",
    why="What a talk did, only those who were in it can tell.",
    pitfall="Being kind instead of telling what was there.",
    source="our own",
)
"""Where all its questions stand: it goes by no guide, so that it can be read anywhere without one."""


class Asked(Struct, frozen=True):
    """What one role is asked: a question with its answers in words, and an open line."""

    ask: str
    choices: tuple[Choice, ...]
    words: str


class Theme(Struct, frozen=True):
    """Something that a talk may have done. Steps of its activities are where an observer can see it."""

    title: str
    activities: frozenset[Activity]
    asked: Mapping[str, Asked]


THEMES: Mapping[str, Theme] = {
    "understood": Theme(
        "What was understood",
        frozenset({"know", "list", "describe", "weigh", "support", "teach_back"}),
        {
            PATIENT: Asked(
                "Tonight somebody at home asks which ways there are. What could you tell?",
                (
                    Choice("all", "Every way, and how they differ"),
                    Choice("ways", "Which ways there are, but not how they differ"),
                    Choice("some", "Some of it"),
                    Choice("nothing", "I would not know where to begin"),
                ),
                "What could you still not explain to them?",
            )
        },
    ),
    "mattered": Theme(
        "What mattered",
        frozenset({"react", "goals", "priorities"}),
        {
            PATIENT: Asked(
                "Your hopes and worries in this part: how did they come into the talk?",
                (
                    Choice("asked", "I was asked, and I said them"),
                    Choice("unasked", "I brought them in myself"),
                    Choice("partly", "Some came in; the rest I kept back"),
                    Choice("not", "They did not come in"),
                ),
                "Which moment made you say it, or keep it back?",
            )
        },
    ),
    "decided": Theme(
        "How it was decided",
        frozenset({"prepare", "say", "lean", "decide", "review", "reflect"}),
        {
            PATIENT: Asked(
                "How did it come to where you stood at the end?",
                (
                    Choice("together", "We worked it out together"),
                    Choice("patient", "I settled it, and the clinician went along"),
                    Choice("clinician", "The clinician settled it, and I went along"),
                    Choice("open", "It was left open, and we both knew that"),
                    Choice("unclear", "I am not sure where we stood"),
                ),
                "Where in it do you find something that you said?",
            ),
            CLINICIAN: Asked(
                "How did it come to where you stood at the end?",
                (
                    Choice("together", "We worked it out together"),
                    Choice("patient", "The patient settled it, and I went along"),
                    Choice("clinician", "I settled it, and the patient went along"),
                    Choice("open", "It was left open, and we both knew that"),
                    Choice("unclear", "I am not sure where we stood"),
                ),
                "What did you say there, and what did the patient answer?",
            ),
        },
    ),
}
"""What is reflected on, in the order in which it is asked. The same answer has the same id for both roles."""


class State(Struct, frozen=True):
    """Where a reflection is; `trail` is where going back leads."""

    at: str | None
    answers: Mapping[str, Answer] = {}
    trail: tuple[str, ...] = ()
    dropped: tuple[Prompt, ...] = ()

    @property
    def can_go_back(self) -> bool:
        """Whether anything was answered before."""
        return bool(self.trail)


class Reflection(Struct, frozen=True):
    """The questions of one role."""

    role: str

    def start(self) -> State:
        """The state before anything was answered."""
        return State(self.script()[0].id)

    def advance(self, state: State, event: AnyEvent) -> State:
        """The state after one more event. An event that does not fit the state changes nothing."""
        match event:
            case Answered():
                return self._answered(state, event)
            case WentBack() if state.trail:
                return replace(state, at=state.trail[-1], trail=state.trail[:-1])
            case Jumped(theme) if theme in self.themes():
                trail = state.trail if state.at is None else (*state.trail, state.at)
                return replace(state, at=self.question(theme), trail=trail)
            case _:
                return state

    def next_prompt(self, state: State) -> Prompt | None:
        """What to ask now; None at the end."""
        question = next((each for each in self.script() if each.id == state.at), None)
        return Prompt(_STEP, question) if question is not None else None

    def places(self, state: State) -> tuple[Choice, ...]:  # noqa: ARG002 - the same everywhere
        """The themes that one may go to."""
        return tuple(Choice(name, theme.title) for name, theme in self.themes().items())

    def place(self, state: State, named: str) -> str | None:  # noqa: ARG002 - the same everywhere
        """The theme that was named."""
        return named if named in self.themes() else None

    def themes(self) -> Mapping[str, Theme]:
        """What this role is asked about."""
        return {name: theme for name, theme in THEMES.items() if self.role in theme.asked}

    def theme_at(self, state: State) -> str | None:
        """The theme of the question that is asked now; None at the end."""
        return next((name for name in self.themes() if state.at in {self.question(name), self._open_line(name)}), None)

    def script(self) -> tuple[Question, ...]:
        """All questions, in order."""
        questions: list[Question] = []
        for name, theme in self.themes().items():
            asked = theme.asked[self.role]
            questions.append(Choose(self.question(name), asked.ask, asked.choices, nothing="nothing picked"))
            questions.append(Text(self._open_line(name), asked.words, nothing="nothing noted"))
        return tuple(questions)

    def question(self, theme: str) -> str:
        """The id of the question about a theme."""
        return f"reflect.{self.role}.{theme}"

    def _open_line(self, theme: str) -> str:
        return f"{self.question(theme)}.words"

    def picked(self, state: State, theme: str) -> Choice | None:
        """What was picked; None if nothing was."""
        answer = state.answers.get(self.question(theme))
        choices = THEMES[theme].asked[self.role].choices
        return next((choice for choice in choices if choice.id == answer), None)

    def words(self, state: State, theme: str) -> str | None:
        """What was written to the open line; None if nothing was."""
        answer = state.answers.get(self._open_line(theme))
        return answer if isinstance(answer, str) else None

    def _answered(self, state: State, event: Answered) -> State:
        prompt = self.next_prompt(state)
        if prompt is None or event.question != prompt.question.id:
            return state
        try:
            answer = fitting(prompt.question, event.value)
        except Unfit:
            return state
        ids = [question.id for question in self.script()]
        following = ids[ids.index(event.question) + 1 :]
        return replace(
            state,
            at=next(iter(following), None),
            answers={**state.answers, event.question: answer},
            trail=(*state.trail, event.question),
        )
