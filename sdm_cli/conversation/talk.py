"""How far a talk with a patient has come: its turns, the question under way, and the ways back from there.

A turn is one thing said, shown or held back, and what the patient made of it. The id of a question carries the number
of its turn, such as `practice.3.opening.say`, so that an exchange can come twice.
"""

from collections.abc import Mapping
from itertools import takewhile
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from sdm_cli.conversation.patient import Mind
from sdm_cli.conversation.walk import Prompt
from sdm_cli.model.case import Line, Reach, Response
from sdm_cli.model.event import Answer

Kind = Literal["said", "silent", "passed", "brought up", "shown", "answered", "checked", "went"]
"""What a turn was: a thing said, silence, the moment let pass, an aside, an outcome shown, a question answered, the
understanding checked, or a jump to another topic."""


class Turn(Struct, frozen=True):
    """One turn of the talk. `own` are the trainee's own words, True for said aloud without writing it down.

    `about` names what of the option set was on the table. `again_of` is the number of the turn that this one tries
    otherwise; a turn that was taken back did not happen to the patient.
    """

    number: int
    exchange: str
    kind: Kind
    step: str
    own: str | bool | None = None
    picked: str | None = None
    text: str | None = None
    reached: Reach | None = None
    reply: Line | None = None
    response: Response | None = None
    new: tuple[str, ...] = ()
    about: str | None = None
    picture: bool = False
    decides: str | None = None
    taken_back: bool = False
    moment: int = 0
    again_of: int | None = None


class Ending(Struct, frozen=True):
    """How the talk ended, after how many turns. What is tried again afterwards changes nothing in it."""

    turns: int
    mind: Mind
    decision: str | None
    closing: Line


class State(Struct, frozen=True):
    """Where a practice is.

    `here` is the exchange, None after the talk. `part` is the question at it, None when all is over. `path` are the
    questions answered on the way here, and `answers` everything that was ever answered, so that it is ready when one
    comes forward again. `before` is where going back leads. `return_to` is where a jump back came from. `retrying` is
    the number of the turn that is tried again. `takes` is how often a turn was taken back.
    """

    mind: Mind
    here: str | None
    part: str | None = "words"
    turns: tuple[Turn, ...] = ()
    decision: str | None = None
    answers: Mapping[str, Answer] = {}
    path: tuple[str, ...] = ()
    before: "State | None" = None
    return_to: str | None = None
    quiet: bool = False
    retrying: int | None = None
    ending: Ending | None = None
    takes: int = 0
    dropped: tuple[Prompt, ...] = ()

    @property
    def moment(self) -> int:
        """The number in the ids of questions: one more with every turn, and with every turn that is taken back."""
        return len(self.turns) + self.takes + 1

    @property
    def at(self) -> str | None:
        """The id of the question to put now."""
        return None if self.part is None else self.asks(self.part)

    @property
    def own_words_at(self) -> str:
        """The id of the question for one's own words in the turn under way."""
        return self.asks("words")

    def asks(self, part: str) -> str:
        """The id of a question in the turn under way."""
        return f"practice.{self.moment}.{self.here or 'end'}.{part}"

    @property
    def can_go_back(self) -> bool:
        """Whether anything was answered before."""
        return self.before is not None

    def kept(self) -> tuple[Turn, ...]:
        """The turns of the talk as it went in the end, without those that were taken back or tried after it."""
        talk = self.turns if self.ending is None else self.turns[: self.ending.turns]
        return tuple(turn for turn in talk if not turn.taken_back)

    def since_arrival(self) -> tuple[Turn, ...]:
        """The turns since the patient opened this exchange: silence, and what was brought up, none of which leads on."""
        stays = takewhile(lambda turn: turn.exchange == self.here and turn.kind not in {"went", "said"}, reversed(self.turns))
        return tuple(stays)[::-1]

    def afterwards(self) -> tuple[Turn, ...]:
        """The turns that were tried again after the talk."""
        return () if self.ending is None else self.turns[self.ending.turns :]


def noted(state: State, part: str, answer: Answer) -> State:
    """The state with an answer to a question of the turn under way, and a way back to before it."""
    question = state.asks(part)
    return replace(state, answers={**state.answers, question: answer}, path=(*state.path, question), before=state)


def gone_back(state: State) -> State:
    """Where one was before the last answer. What was answered stays ready, and what led here is as it was."""
    before = state.before
    if before is None:
        return state
    # After a jump out of a list, the questions that led to the list have the answers that led away from it.
    led_here = {question: before.answers[question] for question in before.path}
    return replace(before, answers={**state.answers, **led_here})


def back_to(state: State, part: str) -> State:
    """Back to a question of the same turn."""
    while state.part != part and state.before is not None:
        state = gone_back(state)
    return state


def with_turn(state: State, turn: Turn, response: Response | None) -> State:
    """After a turn, with what it did to the patient."""
    mind = state.mind.after(response) if response is not None else state.mind
    return replace(state, mind=mind, turns=(*state.turns, turn), part="words", retrying=None)


def at_the_end(state: State, ending: Ending) -> State:
    """After the talk, where it may be asked what to say again."""
    return replace(state, here=None, part="again", ending=ending, mind=ending.mind)


def last_turn(state: State) -> Turn | None:
    """The last turn that can be taken back."""
    return state.turns[-1] if state.turns and not state.turns[-1].taken_back else None


def beginning(state: State, turn: int) -> State:
    """The state in which a turn was taken. Whom it found there, and how, is the same from its first question on."""
    while len(state.turns) >= turn and state.before is not None:
        state = state.before
    return state


def retried(state: State, turn: int) -> State:
    """Once more at the exchange of a turn, as the patient was then."""
    origin = beginning(state, turn)
    return replace(state, here=origin.here, part="words", mind=origin.mind, quiet=False, retrying=turn)
