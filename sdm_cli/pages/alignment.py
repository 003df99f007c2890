"""What was said, beside what each option brings. No total, no order by fit, no winner."""

from collections.abc import Iterator, Sequence

from sdm_cli.conversation.record import Cell, Row
from sdm_cli.document.blocks import Block, Faint, Line, Paragraph, Quotation, Table, line
from sdm_cli.model.figure import Figure, Outcome
from sdm_cli.model.option_set import OptionSet
from sdm_cli.pages.figures import Citations, against, alone, ends_of_scale

_BEARS = {
    "supports": "supports",
    "against": "works against",
    "neither": "neither way",
    "both": "supports and works against",
    "not known": "not known",
}


def alignment_blocks(option_set: OptionSet, open_words: str | None, rows: Sequence[Row], citations: Citations) -> list[Block]:
    """The patient's own words first, then what they said matters against every option, in the set's order."""
    blocks: list[Block] = []
    if open_words:
        blocks.append(Quotation(open_words, "What matters most, in their words"))
    if not rows:
        blocks.append(Paragraph(line("Nothing was set beside the options.")))
        return blocks
    columns = ("What was said", *(option.name for option in option_set.options))
    drawn = tuple((line(f"{row.matter.name} ({row.matter.said})"), *(_cell(cell, citations) for cell in row.cells)) for row in rows)
    blocks.append(Table(columns, drawn))
    if scales := list(_scales(rows)):
        blocks.append(Paragraph(line(Faint(" ".join(scales)))))
    return blocks


def _scales(rows: Sequence[Row]) -> Iterator[str]:
    """The ends of the scales of all scores in the rows, once an outcome: the cells of a row share them."""
    figures = [pair for row in rows for cell in row.cells for pair in cell.figures]
    scored = {outcome.id: outcome for outcome, figure in figures if outcome.scale is not None and not isinstance(figure, str)}
    return (f"{outcome.name}: {ends_of_scale(outcome)}." for outcome in scored.values())


def _cell(cell: Cell, citations: Citations) -> Line:
    figures = "".join(_counted(outcome, figure, citations) for outcome, figure in cell.figures if not isinstance(figure, str))
    said = _BEARS[cell.bears]
    if cell.set_says is not None:
        said += f", as they see it (the option set: {_BEARS[cell.set_says]})"
    return line(f"{said}: {cell.because.rstrip('.')}.{figures}")


def _counted(outcome: Outcome, figure: Figure, citations: Citations) -> str:
    """A figure with its time, and with that of the group it was compared with: alone it would mislead."""
    compared = against(outcome)
    rest = f"; {compared[0].lower()}{compared[1:]}" if compared else ""
    of_reference = outcome.reference.figure.sources if outcome.reference and isinstance(outcome.reference.figure, Figure) else ()
    return f" {outcome.name} ({outcome.time}): {alone(outcome, figure)}{rest}{citations.cite((*figure.sources, *of_reference))}."
