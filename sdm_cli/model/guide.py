"""A guide: the steps of a conversation, what each is for and how it may sound."""

from typing import Annotated, Literal

from msgspec import Meta

from sdm_cli.model.text import END, Id, Value, Words

StepId = Annotated[str, Meta(pattern=rf"^[A-Z][A-Z0-9]*{END}", description="Capital letters and digits, such as C1.")]
StepKey = Annotated[
    str,
    Meta(
        pattern=rf"^[a-z_]+\.[a-z_]+{END}",
        description="Begins the ids of the step's questions, such as choice.step_back. Never changes.",
    ),
]
Activity = Literal[
    "prepare",
    "say",
    "react",
    "know",
    "list",
    "describe",
    "weigh",
    "support",
    "teach_back",
    "goals",
    "priorities",
    "lean",
    "decide",
    "review",
    "reflect",
]
"""What the walk does at a step. A small closed set: a new guide is a new file, not new code."""


class Choosable(Value, frozen=True, kw_only=True):
    """Something to pick at a step, and what to do about it: a reaction, or a kind of support."""

    id: Id
    name: Words
    then: Words


class Step(Value, frozen=True, kw_only=True):
    """One step of a talk: a stable atom that several guides may share."""

    id: StepId
    key: StepKey
    title: Words
    activity: Activity
    do: Annotated[Words, Meta(description="What the clinician does.")]
    why: Words
    first_words: Annotated[
        tuple[Words, ...],
        Meta(description="Ways to begin, for saying aloud. {condition}, {decision}, {options}, {how_many} are filled in."),
    ] = ()
    listen_for: tuple[Words, ...] = ()
    pitfall: Words
    choices: tuple[Choosable, ...] = ()
    tags: tuple[Words, ...] = ()
    source: Words


class Talk(Value, frozen=True, kw_only=True):
    """A talk: steps in order. Optional steps are off the path, and can be jumped to."""

    id: Id
    title: Words
    purpose: Words
    steps: Annotated[tuple[StepId, ...], Meta(min_length=1)]
    optional: tuple[StepId, ...] = ()


class Steps(Value, frozen=True, kw_only=True):
    """The steps that guides choose from."""

    steps: Annotated[tuple[Step, ...], Meta(min_length=1)]


class GuideFile(Value, frozen=True, kw_only=True):
    """A guide as written: talks that name their steps."""

    id: Id
    title: Words
    version: Words
    summary: Words
    source: Words
    before: StepId
    talks: Annotated[tuple[Talk, ...], Meta(min_length=1)]
    after: StepId


class Guide(Value, frozen=True, kw_only=True):
    """A guide with its steps at hand."""

    file: GuideFile
    steps: dict[StepId, Step]

    def path(self) -> tuple[Step, ...]:
        """Every step in order, optional ones included, from the preparation to the reflection."""
        return tuple(self.steps[name] for name in self.order())

    def order(self) -> tuple[StepId, ...]:
        """The ids of `path`."""
        talked = tuple(step for talk in self.file.talks for step in talk.steps)
        return (self.file.before, *talked, self.file.after)

    def optional(self) -> frozenset[StepId]:
        """Steps that are off the path, and can be jumped to."""
        return frozenset(step for talk in self.file.talks for step in talk.optional)

    def counted(self) -> tuple[StepId, ...]:
        """The steps that 'step n of 15' counts: those of the talks that are not optional."""
        optional = self.optional()
        return tuple(step for talk in self.file.talks for step in talk.steps if step not in optional)

    def talk_of(self, step: StepId) -> Talk | None:
        """The talk in which a step stands; None for the preparation and the reflection."""
        return next((talk for talk in self.file.talks if step in talk.steps), None)
