"""A case: a patient to practise with, and a conversation that branches and rejoins.

A case holds no code. What changes in it are a few small numbers that the writer names (`state`), facts that have come
to light or not (`unsaid`), and exchanges that have been had or not; conditions compare those and nothing else.
"""

from typing import Annotated, Literal

from msgspec import Meta, field

from sdm_cli.model.guide import StepId
from sdm_cli.model.option_set import Author
from sdm_cli.model.text import END, Date, Id, Value, Words

LOWEST = 0
HIGHEST = 5
"""The bounds of every state that a case names. A change beyond them stops there."""

FEWEST_MINUTES, MOST_MINUTES = 5, 40
"""The least and the most that a case may say it takes."""

Level = Literal["first steps", "practised", "demanding"]
Reach = Literal["clear", "touched", "missed"]
"""What a thing said does for its step. It describes, and is never added up."""

Condition = Annotated[
    str,
    Meta(
        pattern=rf"^(at least [0-5]|at most [0-5]|told|untold|had|not had){END}",
        description="Of a state: at least 2, at most 3. Of something unsaid: told, untold. Of an exchange or an aside: had, not had.",
    ),
]
Conditions = dict[Id, Condition]
"""What must hold, all of it. Empty always holds."""

OPEN_ENDINGS = ("wait", "clinician", "pause")
"""Endings that choose no option: agreed to wait; the patient hands the choice over; the talk stops for the patient's sake."""


class Voice(Value, frozen=True, kw_only=True):
    """What somebody says in the same breath as somebody else."""

    by: Annotated[Words | None, Meta(description="Who says it, such as: Sofia. Without it, the patient.")] = None
    words: Words


class Beside(Value, frozen=True, kw_only=True):
    """What stands beside words: who says them, what another person says to them, and what can be seen or heard."""

    by: Annotated[Words | None, Meta(description="Who says it, if it is not the patient: somebody who came along.")] = None
    also: Annotated[Voice | None, Meta(description="What another person says after it.")] = None
    cue: Annotated[Words | None, Meta(description="What can be seen or heard besides: face, hands, a pause.")] = None


class Line(Beside, frozen=True, kw_only=True):
    """Something that is said if conditions hold. What it has beside it goes before what stands beside the whole list."""

    when: Conditions = field(default_factory=dict)
    words: Words


Spoken = Words | Annotated[tuple[Line, ...], Meta(min_length=2)]
"""What the patient says: always the same, or the first of several lines whose conditions hold; the last has none."""


class Response(Beside, frozen=True, kw_only=True):
    """What something does to the patient. `feels` and `why` are for the debrief, never for the talk itself."""

    reply: Spoken
    feels: Annotated[Words, Meta(description="What the patient thinks and feels then, in the first person.")]
    why: Annotated[Words, Meta(description="What this did, and why; read in the debrief.")]
    change: Annotated[dict[Id, Annotated[int, Meta(ge=-3, le=3)]], Meta(description="States that rise or fall.")] = field(
        default_factory=dict
    )
    reveals: Annotated[tuple[Id, ...], Meta(description="What comes to light.")] = ()


class Say(Response, frozen=True, kw_only=True):
    """One thing that the trainee may say in an exchange."""

    id: Id
    text: Annotated[Words, Meta(description="As it would be said aloud.")]
    step: Annotated[StepId | None, Meta(description="The step it belongs to, where that is not the exchange's.")] = None
    reached: Reach
    instead: Annotated[Words | None, Meta(description="Another way to say it. Needed unless the step is clear.")] = None
    when: Conditions = field(default_factory=dict)
    then: Annotated[Id | None, Meta(description="The exchange that follows, or end. Without it, the next in the file that is no side.")] = (
        None
    )
    decides: Annotated[Id | None, Meta(description="The decision reached: an option, wait, clinician or pause.")] = None


class Early(Response, frozen=True, kw_only=True):
    """How the patient takes it if the trainee jumps to an exchange before its time."""

    when: Annotated[Conditions, Meta(min_length=1, description="When it is too early.")]


class Exchange(Beside, frozen=True, kw_only=True):
    """What the patient says, or somebody who came along, and three to five things to say to it."""

    id: Id
    step: StepId
    topic: Annotated[Words, Meta(max_length=48, description="A short name for lists, without a hint, such as: The first numbers.")]
    when: Annotated[Conditions, Meta(description="Passed over unless these hold.")] = field(default_factory=dict)
    side: Annotated[bool, Meta(description="True where only a 'then' leads here: else it is passed over, and is no topic to go to.")] = (
        False
    )
    patient: Spoken
    say: Annotated[tuple[Say, ...], Meta(min_length=3, max_length=5)]
    silence: Annotated[Response | None, Meta(description="What saying nothing does here; else the case's own.")] = None
    early: Early | None = None


class Aside(Response, frozen=True, kw_only=True):
    """Something that the trainee may bring up at any moment, once. The talk then goes on where it was."""

    id: Id
    text: Words
    step: StepId
    reached: Reach
    about: Annotated[
        Id | None, Meta(description="What of the option set it is about: an option, outcome, value, question or misconception.")
    ] = None
    picture: Annotated[bool, Meta(description="True where the outcome's picture is put on the table.")] = False
    when: Conditions = field(default_factory=dict)


class Unsaid(Value, frozen=True, kw_only=True):
    """Something that the patient will not say unless asked."""

    id: Id
    what: Annotated[Words, Meta(description="As the patient would say it.")]
    because: Annotated[Words, Meta(description="Why the patient keeps it back.")]


class Leaning(Value, frozen=True, kw_only=True):
    """Which way the patient leans, and why."""

    to: Annotated[Id, Meta(description="An option, wait, or clinician.")]
    because: Words


class Informed(Leaning, frozen=True, kw_only=True):
    """Which way the patient would lean once the options and what matters are both understood."""

    rests_on: Annotated[tuple[Id, ...], Meta(description="What must have come to light for it.")] = ()


class Preference(Value, frozen=True, kw_only=True):
    """The way from a first leaning to an informed one."""

    first: Leaning
    informed: Informed


class Patient(Value, frozen=True, kw_only=True):
    """Who sits opposite."""

    name: Words
    age: Annotated[int, Meta(ge=0, le=120)]
    life: Annotated[Words, Meta(description="Work, home, people.")]
    story: Annotated[Words, Meta(description="What has happened so far, in the patient's own words.")]
    knows: tuple[Words, ...] = ()
    believes: tuple[Words, ...] = ()
    worries: tuple[Words, ...] = ()
    hopes: Annotated[tuple[Words, ...], Meta(min_length=1)]
    decides: Annotated[Words, Meta(description="How this person likes to decide.")]
    literacy: Annotated[Words, Meta(description="How this person gets on with letters, numbers and the language.")]
    brings: Annotated[Words | None, Meta(description="Who came along, and what they want.")] = None
    unsaid: tuple[Unsaid, ...] = ()
    plays: Annotated[tuple[Words, ...], Meta(description="For somebody who plays the part: how to react, when to soften.")] = ()


class Setting(Value, frozen=True, kw_only=True):
    """What the clinician knows before the door opens."""

    place: Words
    known: Annotated[tuple[Words, ...], Meta(min_length=1)]
    task: Words


class Case(Value, frozen=True, kw_only=True):
    """One patient, one option set, one conversation."""

    id: Id
    title: Words
    option_set: Id
    level: Level
    minutes: Annotated[int, Meta(ge=FEWEST_MINUTES, le=MOST_MINUTES, description="How long it takes, the debrief included.")]
    practises: Annotated[Words, Meta(description="What it is good for, in a list, without giving anything away.")]
    updated: Date
    authors: Annotated[tuple[Author, ...], Meta(min_length=1)]
    language: Annotated[str, Meta(pattern=rf"^[a-z]{{2}}(-[A-Z]{{2}})?{END}")] = "en"
    setting: Setting
    patient: Patient
    preference: Preference
    state: Annotated[
        dict[Id, Annotated[int, Meta(ge=LOWEST, le=HIGHEST)]],
        Meta(min_length=1, description="Named states with what they start from, such as trust: 2. From 0 to 5."),
    ]
    exchanges: Annotated[tuple[Exchange, ...], Meta(min_length=3)]
    silence: Annotated[Response, Meta(description="What saying nothing does, where an exchange does not say.")]
    asides: tuple[Aside, ...] = ()
    shrug: Annotated[Spoken, Meta(description="What the patient says to anything of the grid that no aside is about.")]
    closing: Annotated[Spoken, Meta(description="The patient's last words.")]

    def steps(self) -> frozenset[str]:
        """The steps that it has a place for: something to say, or to bring up, is about them. No other can be reached, touched or missed."""
        said = {say.step or exchange.step for exchange in self.exchanges for say in exchange.say}
        return frozenset(said | {aside.step for aside in self.asides})
