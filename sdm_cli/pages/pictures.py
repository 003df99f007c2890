"""Pictures of the chances: which figures can be drawn, and as what."""

from collections.abc import Sequence

from sdm_cli.document.blocks import IconArray, Part, Pictures
from sdm_cli.model.figure import Absent, Figure, Outcome
from sdm_cli.model.option_set import OptionSet
from sdm_cli.pages.figures import difference, missing, named, sentence, sureness


def drawable(option_set: OptionSet) -> list[Outcome]:
    """The outcomes that have a picture: a count for at least one option."""
    return [outcome for outcome in option_set.outcomes if outcome.has_counts()]


def picture(option_set: OptionSet, outcome: Outcome) -> Pictures | None:
    """One array for each option with a count, in the set's order, after that of the comparison group; None without any.

    A difference without a level, and a mean score, are never drawn: a picture of one would show what nobody counted.
    """
    if not outcome.has_counts():
        return None
    figures = [(option, outcome.by_option[option.id]) for option in option_set.options]
    before = _comparison(outcome)
    arrays = [
        _array(outcome, option.name, figure, before, difference(outcome, option, option_set))
        for option, figure in figures
        if isinstance(figure, Figure) and figure.is_count()
    ]
    if outcome.reference is not None and not isinstance(outcome.reference.figure, str):
        arrays.insert(0, _array(outcome, outcome.reference.name, outcome.reference.figure, None, ""))
    return Pictures(named(outcome), tuple(arrays), missing(outcome, option_set))


def pictures(option_set: OptionSet, outcomes: Sequence[Outcome]) -> list[Pictures]:
    """The pictures of some outcomes."""
    return [drawn for outcome in outcomes if (drawn := picture(option_set, outcome)) is not None]


def _comparison(outcome: Outcome) -> int | None:
    """How many have the outcome in the comparison group, if that was counted."""
    figure: Figure | Absent | None = outcome.reference.figure if outcome.reference is not None else None
    return figure.events if isinstance(figure, Figure) else None


def _array(outcome: Outcome, name: str, figure: Figure, before: int | None, differs: str) -> IconArray:
    said = (sentence(outcome, figure), f"That is {differs}" if differs else "", sureness(figure))
    return IconArray(name, outcome.out_of, _parts(outcome, figure, before), " ".join(filter(None, said)))


def _parts(outcome: Outcome, figure: Figure, before: int | None) -> tuple[Part, ...]:
    total, event, no_event = outcome.out_of, str(outcome.event), str(outcome.no_event)
    parts: tuple[Part, ...]
    low, high = figure.between or (figure.events or 0, figure.events or 0)
    if figure.between is not None:
        parts = (Part(low, event, "event"), Part(high - low, "between the two counts", "between"), Part(total - high, no_event, "none"))
    elif before is not None and high > before:
        extra = f"{event}, in addition to the comparison group"
        parts = (Part(before, event, "event"), Part(high - before, extra, "extra"), Part(total - high, no_event, "none"))
    elif before is not None and high < before:
        avoided = f"{no_event}, but would have in the comparison group"
        parts = (Part(high, event, "event"), Part(before - high, avoided, "avoided"), Part(total - before, no_event, "none"))
    else:
        parts = (Part(high, event, "event"), Part(total - high, no_event, "none"))
    return tuple(part for part in parts if part.count)
