"""A figure: what was counted or measured under one option, and how far to trust it."""

from typing import Annotated, Literal

from msgspec import Meta

from sdm_cli.model.text import Id, Value, Words

Count = Annotated[int, Meta(ge=0)]
Number = int | float
Certainty = Literal["high", "moderate", "low", "very low"]
"""How sure we may be, in the four words of GRADE."""

Absent = Literal["not studied", "not known", "does not apply"]
"""Why an option has no figure. An empty cell is never allowed: the reader must see which of the three it is."""


class Figure(Value, frozen=True, kw_only=True):
    """One figure of one option. Exactly one of `events`, `between`, `more`, `fewer` and `mean` is given.

    `events` and `between` are counts out of the outcome's `out_of`; `more` and `fewer` are differences from the
    outcome's reference, for sources that give a difference and no level; `mean` is an average on the outcome's scale.
    """

    events: Annotated[Count | None, Meta(description="How many people, of the outcome's out_of.")] = None
    between: Annotated[
        tuple[Count, Count] | None,
        Meta(description="Two counts, lower first, where the source gives no single one."),
    ] = None
    more: Annotated[Count | None, Meta(description="How many more than in the reference group.")] = None
    fewer: Annotated[Count | None, Meta(description="How many fewer than in the reference group.")] = None
    mean: Annotated[Number | None, Meta(description="The average score on the outcome's scale.")] = None
    range: Annotated[
        tuple[Number, Number] | None,
        Meta(description="The source's 95 % interval, in the same unit, lower first."),
    ] = None
    certainty: Certainty | None = None
    certainty_reason: Words | None = None
    basis: Annotated[
        Literal["published", "derived", "estimate"],
        Meta(
            description="published: as the source prints it, rounded at most. derived: worked out from one source's "
            "own numbers. estimate: put together from more than one source, or back-calculated."
        ),
    ] = "published"
    arithmetic: Annotated[Words | None, Meta(description="How it was worked out; needed unless published.")] = None
    sources: Annotated[tuple[Id, ...], Meta(min_length=1)]
    place: Annotated[Words | None, Meta(description="Where in the source the number stands.")] = None
    note: Words | None = None


class Reference(Value, frozen=True, kw_only=True):
    """A comparison group that is not one of the options, such as a placebo."""

    name: Words
    figure: Annotated[Figure | Absent, Meta(description="Its figure, or 'not known' where a source gives only the difference.")]


class Scale(Value, frozen=True, kw_only=True):
    """What a mean score is measured on."""

    lowest: Number
    highest: Number
    lowest_means: Words
    highest_means: Words


class Outcome(Value, frozen=True, kw_only=True):
    """Something that may happen, with one denominator, one time and one group of people for all options.

    What the options share stands here once, so that they cannot differ.
    """

    id: Id
    name: Words
    kind: Literal["benefit", "harm", "burden"]
    time: Annotated[Words, Meta(description="The time frame, such as 12 months.")]
    people: Annotated[Words, Meta(description="Whom the figures come from.")]
    out_of: Annotated[int, Meta(ge=1, description="The denominator of every count of this outcome.")] = 100
    scale: Scale | None = None
    event: Annotated[
        Words | None,
        Meta(description="Completes '18 of 100 people …', such as 'had their knee replacement redone'."),
    ] = None
    no_event: Annotated[Words | None, Meta(description="Completes '82 …' of the same sentence, such as 'had not'.")] = None
    by_option: dict[Id, Figure | Absent]
    reference: Reference | None = None
    note: Annotated[Words | None, Meta(description="What a reader must know before comparing.")] = None
