"""How to say the numbers to a person: both sides, the time, whom they come from, and how sure anybody is."""

from collections.abc import Iterator

from sdm_cli.document.blocks import Block, Bullets, Document, Heading, Paragraph, line
from sdm_cli.model.figure import Figure, Outcome
from sdm_cli.model.option_set import OptionSet
from sdm_cli.pages.figures import Citations, differences, inside, sentence
from sdm_cli.pages.option_set import NO_ADVICE, used_sources

_SURE = {
    "high": "We can be quite sure of this.",
    "moderate": "This is likely so.",
    "low": "It may be so; new studies could change it.",
    "very low": "Nobody knows this well; it is little more than a hint.",
    "not stated": "The source does not say how sure this is.",
}
"""GRADE's words as one would say them."""


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
        opening = f"Picture {outcome.out_of} people like those who were studied: {inside(outcome.people)}. The time is this: {inside(outcome.time)}."
    else:
        opening = (
            f"These are averages of people like those who were studied: {inside(outcome.people)}. The time is this: {inside(outcome.time)}."
        )
    yield Paragraph(line(opening))
    lines = [f"With {inside(option.name)}: {_figure(outcome, outcome.by_option[option.id], citations)}" for option in option_set.options]
    if outcome.reference is not None:
        lines.append(f"With {inside(outcome.reference.name)}: {_figure(outcome, outcome.reference.figure, citations)}")
    yield Bullets(tuple(line(text) for text in lines))
    if said := differences(outcome, option_set):
        yield Bullets(tuple(line(text) for text in said))


def _figure(outcome: Outcome, figure: Figure | str, citations: Citations) -> str:
    match figure:
        case "not studied":
            return "this was not studied."
        case "does not apply":
            return "this does not apply."
        case Figure():
            sure = f" {_SURE[figure.certainty]}" if figure.certainty else ""
            return f"{sentence(outcome, figure)}{sure}{citations.cite(figure.sources)}"
        case _:
            return "we do not know."
