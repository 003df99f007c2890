"""A figure: what was counted or measured under one option, and how far to trust it."""

from typing import Annotated, Literal

from msgspec import Meta

from sdm_cli.model.text import Id, Value, Words

Count = Annotated[int, Meta(ge=0)]
Number = int | float
Amount = Annotated[int, Meta(ge=0)] | Annotated[float, Meta(ge=0)]
"""A difference: of people a whole number, of averages any."""
_GROUPED = 10_000
"""From where on digits stand in groups: shorter numbers are read at one glance."""
Certainty = Literal["high", "moderate", "low", "very low", "not stated"]
"""How sure we may be, in the four words of GRADE; or that the source does not say."""

Absent = Literal["not studied", "not known", "does not apply"]
"""Why an option has no figure. An empty cell is never allowed: the reader must see which of the three it is."""


def grouped(number: Number) -> str:
    """A number as it is read: in groups of three digits from 10 000 on, as authors write it too. No writer breaks a line in it."""
    return str(number) if abs(number) < _GROUPED else f"{number:,}".replace(",", " ")


class Effect(Value, frozen=True, kw_only=True):
    """A published relative effect, to be applied to one of the outcome's baselines."""

    measure: Annotated[
        Literal["RR", "OR", "HR", "RD"],
        Meta(description="Risk ratio, odds ratio, hazard ratio, or risk difference in people of the outcome's out_of."),
    ]
    value: Number
    range: Annotated[tuple[Number, Number] | None, Meta(description="Its 95 % interval, lower first.")] = None


class Baseline(Value, frozen=True, kw_only=True):
    """How many have the outcome without the options' effect, in one published group (stratum) of people."""

    id: Id
    name: Annotated[Words, Meta(description="The group, such as: Usual care in primary care.")]
    events: Annotated[Number, Meta(description="How many people, of the outcome's out_of.")]
    sources: Annotated[tuple[Id, ...], Meta(min_length=1)]
    place: Words | None = None
    note: Words | None = None


class Figure(Value, frozen=True, kw_only=True):
    """One figure of one option. Exactly one of the first seven keys is given.

    `events` and `between` are counts out of the outcome's `out_of`; `more` and `fewer` are differences from the
    outcome's reference, for sources that give a difference and no level; `mean` is an average on the outcome's scale,
    or in its unit, and in a unit `more` and `fewer` are differences between averages;
    `at_baseline` is the level of the baseline itself, and `effect` is applied to it.
    """

    events: Annotated[Count | None, Meta(description="How many people, of the outcome's out_of.")] = None
    between: Annotated[
        tuple[Count, Count] | None,
        Meta(description="Two counts, lower first, where the source gives no single one."),
    ] = None
    more: Annotated[Amount | None, Meta(description="How many more than in the reference group; people are whole.")] = None
    fewer: Annotated[Amount | None, Meta(description="How many fewer than in the reference group; people are whole.")] = None
    mean: Annotated[Number | None, Meta(description="The average on the outcome's scale or in its unit.")] = None
    at_baseline: Annotated[bool, Meta(description="True where the option's level is the baseline's.")] = False
    effect: Annotated[Effect | None, Meta(description="A relative effect, worked out from the baseline by sdm.")] = None
    range: Annotated[
        tuple[Number, Number] | None,
        Meta(description="The source's 95 % interval, in the same unit, lower first."),
    ] = None
    certainty: Annotated[
        Certainty | None,
        Meta(description="The source's own judgement, in the words of GRADE; 'not stated' where it gives none, and no range."),
    ] = None
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

    def is_count(self) -> bool:
        """Whether it is a level in people, or becomes one."""
        return self.events is not None or self.between is not None or self.at_baseline or self.effect is not None


DRAWN = (100, 1000)
"""Denominators that are drawn: a picture of every other number of people would need a layout of its own."""


class Reference(Value, frozen=True, kw_only=True):
    """A comparison group that is not one of the options, such as a placebo."""

    name: Words
    figure: Annotated[Figure | Absent, Meta(description="Its figure, or 'not known' where a source gives only the difference.")]


class Scale(Value, frozen=True, kw_only=True):
    """What a mean score is measured on."""

    lowest: Number
    highest: Number
    lowest_means: Annotated[Words, Meta(description="Completes '0 is …', such as 'no pain'.")]
    highest_means: Annotated[Words, Meta(description="Completes '100 is …', such as 'the worst pain'.")]


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
    unit: Annotated[
        Words | None,
        Meta(description="What is averaged where no people are counted and no scale is used, such as: minutes of sleep."),
    ] = None
    event: Annotated[
        Words | None,
        Meta(description="Completes '18 of 100 people …', such as 'had their knee replacement redone'."),
    ] = None
    no_event: Annotated[Words | None, Meta(description="Completes '82 …' of the same sentence, such as 'had not'.")] = None
    baselines: Annotated[
        tuple[Baseline, ...], Meta(description="Published levels for effects to start from; the first stands unless another is chosen.")
    ] = ()
    by_option: dict[Id, Figure | Absent]
    reference: Reference | None = None
    note: Annotated[Words | None, Meta(description="What a reader must know before comparing.")] = None

    def is_average(self) -> bool:
        """Whether something was measured and averaged, so that no people stand behind the numbers one by one."""
        return self.scale is not None or self.unit is not None

    def has_counts(self) -> bool:
        """Whether some option's people were counted, so that they can be drawn: a difference or a mean cannot."""
        return (
            not self.is_average()
            and self.out_of in DRAWN
            and any(isinstance(figure, Figure) and figure.is_count() for figure in self.by_option.values())
        )
