"""Every figure of a set with where it was read, for a person who holds it against the papers."""

from collections.abc import Iterator

from sdm_cli.document.blocks import Block, Document, Facts, Heading, Line, Paragraph, Table, line
from sdm_cli.model.figure import Baseline, Figure, Outcome
from sdm_cli.model.option_set import OptionSet, Source
from sdm_cli.pages.figures import about, short


def proofreading_page(option_set: OptionSet) -> Document:
    """All figures, outcome by outcome, then all sources with where to find them."""
    blocks: list[Block] = [
        Heading(1, f"Figures of {option_set.id}"),
        Paragraph(line("Hold each figure against its source: the number, whom it was counted in, over what time. Tick what is right.")),
    ]
    for outcome in option_set.outcomes:
        rows = tuple(_rows(outcome, option_set))
        if rows:
            blocks += [Heading(2, outcome.name), Paragraph(line(about(outcome))), Table(("Whose", "Figure", "Source", "Place"), rows)]
    blocks += [Heading(2, "Sources"), Facts(tuple((source.id, line(_described(source))) for source in option_set.sources))]
    return Document(tuple(blocks))


def _rows(outcome: Outcome, option_set: OptionSet) -> Iterator[tuple[Line, ...]]:
    for baseline in outcome.baselines:
        yield _baseline(baseline, outcome)
    named = [(option.name, outcome.by_option[option.id]) for option in option_set.options]
    if outcome.reference is not None:
        named.append((outcome.reference.name, outcome.reference.figure))
    for name, figure in named:
        if isinstance(figure, Figure):
            yield _figure(name, figure, outcome)


def _figure(name: str, figure: Figure, outcome: Outcome) -> tuple[Line, ...]:
    told = [_as_written(outcome, figure)]
    if figure.basis != "published":
        told.append(f"{figure.basis}: {figure.arithmetic}")
    return line(name), line("; ".join(told)), line(", ".join(figure.sources)), line(figure.place or "place not given")


def _as_written(outcome: Outcome, figure: Figure) -> str:
    """The figure before anything is worked out of it: what stands in the paper."""
    if figure.effect is not None:
        effect = figure.effect
        return f"{effect.measure} {effect.value}" + (f" ({effect.range[0]} to {effect.range[1]})" if effect.range else "")
    return "the baseline itself" if figure.at_baseline else short(outcome, figure)


def _baseline(baseline: Baseline, outcome: Outcome) -> tuple[Line, ...]:
    return (
        line(f"Baseline: {baseline.name}"),
        line(f"{baseline.events} of {outcome.out_of}"),
        line(", ".join(baseline.sources)),
        line(baseline.place or "place not given"),
    )


def _described(source: Source) -> str:
    found_by = source.doi or source.pmid or source.pmcid or source.url or ""
    quoted = f", as quoted in {source.quoted_in}" if source.quoted_in else ""
    return f"{source.authors}. {source.title}. {source.year}. {found_by} Read: {source.read}{quoted}."
