"""How to say the numbers to a person: both sides, the time, whom they come from, and how sure anybody is."""

from collections.abc import Iterator

from sdm_cli.document.blocks import Block, Bullets, Document, Heading, Paragraph, line
from sdm_cli.model.figure import Figure, Outcome, grouped
from sdm_cli.model.option_set import OptionSet
from sdm_cli.pages.figures import ABSENT, Citations, difference, ends, inside, reference_of, with_and_without
from sdm_cli.pages.option_set import NO_ADVICE, used_sources

_SURE = {
    "high": "We can be quite sure of this.",
    "moderate": "This is likely so.",
    "low": "It may be so, and new studies could change it.",
    "very low": "Nobody knows this well. It is little more than a hint.",
    "not stated": "The source does not say how sure this is.",
}
"""GRADE's words as one would say them."""

_WORKED_OUT = {
    "published": "",
    "derived": "This was worked out from the numbers of the source.",
    "estimate": "This is an estimate, worked out from what several numbers say.",
}
_ABSENT = {"not studied": "This was not studied for:", "not known": "We do not know this for:", "does not apply": "This does not apply to:"}


def aloud_page(option_set: OptionSet) -> Document:
    """Sentences for speaking, outcome by outcome, in the set's order."""
    citations = Citations(option_set)
    blocks: list[Block] = [
        Heading(1, f"{option_set.title}: the numbers aloud"),
        Paragraph(line("One outcome at a time, a pause after each. Ask what it means to the person before the next.")),
    ]
    for outcome in option_set.outcomes:
        blocks += _said(outcome, option_set, citations)
    blocks += used_sources(citations)
    blocks.append(Paragraph(line(NO_ADVICE)))
    return Document(tuple(blocks))


def _said(outcome: Outcome, option_set: OptionSet, citations: Citations) -> Iterator[Block]:
    yield Heading(2, outcome.name)
    if not outcome.is_average():
        opening = f"Picture {grouped(outcome.out_of)} people like those who were studied: {inside(outcome.people)}. The time is this: {inside(outcome.time)}."
    else:
        opening = (
            f"These are averages of people like those who were studied: {inside(outcome.people)}. The time is this: {inside(outcome.time)}."
            f"{_ladder(outcome)}"
        )
    yield Paragraph(line(opening))
    figures = [(option, outcome.by_option[option.id]) for option in option_set.options]
    counted = [
        f"With {inside(option.name)}: {spoken(outcome, figure, difference(outcome, option, option_set))}{citations.cite(figure.sources)}"
        for option, figure in figures
        if not isinstance(figure, str)
    ]
    if outcome.reference is not None and not isinstance(figure := outcome.reference.figure, str):
        counted.append(f"With {inside(outcome.reference.name)}: {spoken(outcome, figure)}{citations.cite(figure.sources)}")
    without = {reason: [inside(option.name) for option, figure in figures if figure == reason] for reason in ABSENT}
    unknown = [f"{_ABSENT[reason]} {'; '.join(names)}." for reason, names in without.items() if names]
    yield Bullets(tuple(line(text) for text in (*counted, *unknown)))


def _ladder(outcome: Outcome) -> str:
    """What the scores run from and to. Each end is a sentence of its own, which any words can complete."""
    scale = outcome.scale
    if scale is None:
        return ""
    low, high = grouped(scale.lowest), grouped(scale.highest)
    return f" Scores run from {low} to {high}. {low} means: {scale.lowest_means}. {high} means: {scale.highest_means}."


def spoken(outcome: Outcome, figure: Figure, differs: str = "") -> str:
    """A figure as one would say it after the option's name: both sides, what it differs by, how far it may be off, where it is from, how sure it is."""
    said = (
        _level(outcome, figure),
        f"That is {differs}" if differs else "",
        f"It could be anywhere from {ends(figure)}." if figure.range is not None else "",
        _WORKED_OUT[figure.basis],
        _SURE[figure.certainty] if figure.certainty else "",
    )
    return " ".join(filter(None, said))


def _level(outcome: Outcome, figure: Figure) -> str:
    total = grouped(outcome.out_of)
    if figure.events is not None:
        return f"{grouped(figure.events)} out of {total} people {outcome.event}, and {grouped(outcome.out_of - figure.events)} {outcome.no_event}."
    if figure.between is not None:
        (low, high), (least, most) = with_and_without(figure.between, outcome.out_of)
        return f"between {low} and {high} out of {total} people {outcome.event}, and {least} to {most} {outcome.no_event}."
    if figure.mean is not None:
        return f"on average {grouped(figure.mean)} {outcome.unit}." if outcome.unit else f"the average score was {grouped(figure.mean)}."
    gap = f"{grouped(figure.more)} more" if figure.more is not None else f"{grouped(figure.fewer or 0)} fewer"
    than = f"than with {reference_of(outcome)}"
    if outcome.unit is not None:
        return f"on average {gap} {outcome.unit} {than}."
    return f"{gap} out of {total} people {outcome.event} {than}."
