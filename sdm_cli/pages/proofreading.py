"""Every figure of a set with where it was read, for a person who holds it against the papers."""

from collections.abc import Iterator

from sdm_cli.document.blocks import Block, Document, Facts, Heading, Line, Paragraph, Table, line
from sdm_cli.model.figure import Baseline, Figure, Outcome
from sdm_cli.model.option_set import OptionSet, Source, TestFacts
from sdm_cli.pages.figures import about_numbers, counted, short
from sdm_cli.pages.option_set import tested

_BOX = "\u2610"
"""An empty box, to be ticked by hand."""
_COLUMNS = ("Whose", "Figure", "Source", "Place", "Right")


def proofreading_page(option_set: OptionSet) -> Document:
    """All figures, outcome by outcome, then all sources with where to find them."""
    blocks: list[Block] = [
        Heading(1, f"Figures of {option_set.id}"),
        Paragraph(line("Hold each figure against its source: the number, whom it was counted in, over what time. Tick what is right.")),
    ]
    for outcome in option_set.outcomes:
        rows = tuple(_rows(outcome, option_set))
        if rows:
            blocks += [Heading(2, outcome.name), Paragraph(line(about_numbers(outcome))), Table(_COLUMNS, rows)]
    if option_set.test is not None and (rows := tuple(_of_the_test(option_set.test))):
        blocks += [Heading(2, "The test"), Paragraph(line(option_set.test.measures)), Table(_COLUMNS, rows)]
    blocks += [Heading(2, "Sources"), Facts(tuple((source.id, line(_described(source))) for source in option_set.sources))]
    return Document(tuple(blocks))


def _rows(outcome: Outcome, option_set: OptionSet) -> Iterator[tuple[Line, ...]]:
    for baseline in outcome.baselines:
        yield _baseline(baseline, outcome)
    named = [(option.name, outcome.by_option[option.id]) for option in option_set.options]
    if outcome.reference is not None:
        named.append((outcome.reference.name, outcome.reference.figure))
    for name, figure in named:
        # What has no figure is held against the papers too: one of them may have counted it after all.
        yield _figure(name, figure, outcome) if isinstance(figure, Figure) else _row(name, figure)


def _figure(name: str, figure: Figure, outcome: Outcome) -> tuple[Line, ...]:
    told = _as_written(outcome, figure)
    if figure.basis != "published":
        told += f": {figure.arithmetic}" if told.endswith(f"({figure.basis})") else f"; {figure.basis}: {figure.arithmetic}"
    return _row(name, told, figure.sources, figure.place or "place not given")


def _as_written(outcome: Outcome, figure: Figure) -> str:
    """The figure before anything is worked out of it: what stands in the paper."""
    if figure.effect is not None:
        effect = figure.effect
        return f"{effect.measure} {effect.value}" + (f" ({effect.range[0]} to {effect.range[1]})" if effect.range else "")
    return "the baseline itself" if figure.at_baseline else short(outcome, figure)


def _baseline(baseline: Baseline, outcome: Outcome) -> tuple[Line, ...]:
    told = counted(baseline.events, outcome.out_of)
    return _row(f"Baseline: {baseline.name}", told, baseline.sources, baseline.place or "place not given")


def _of_the_test(test: TestFacts) -> Iterator[tuple[Line, ...]]:
    for label, count in tested(test):
        yield _row(label, count, test.sources)


def _row(whose: str, figure: str, sources: tuple[str, ...] = (), place: str = "") -> tuple[Line, ...]:
    return line(whose), line(figure), line(", ".join(sources)), line(place), line(_BOX)


def _described(source: Source) -> str:
    found_by = source.doi or source.pmid or source.pmcid or source.url or ""
    quoted = f", as quoted in {source.quoted_in}" if source.quoted_in else ""
    return f"{source.authors}. {source.title}. {source.year}. {found_by} Read: {source.read}{quoted}."
