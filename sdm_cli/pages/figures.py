"""Figures in words: always absolute, with denominator, time and people, never a word in place of a number."""

from collections.abc import Iterable, Iterator, Sequence

from sdm_cli.document.blocks import Bullets, Faint, Line, Link, Strong, Table, Unknown, line, words
from sdm_cli.model.figure import Absent, Figure, Number, Outcome, grouped
from sdm_cli.model.option_set import Option, OptionSet, Source
from sdm_cli.model.text import following

CERTAINTY = {
    "high": "high certainty",
    "moderate": "moderate certainty: likely so",
    "low": "low certainty: it may be otherwise",
    "very low": "very low certainty: we do not know",
    "not stated": "certainty not stated",
}
"""What is said of how sure a figure is: GRADE's four words with what they mean for a reader (Santesso 2020, 10.1016/j.jclinepi.2019.10.014)."""


ABSENT = ("not studied", "not known", "does not apply")
"""Why an option has no figure, in the order in which it is said."""


class Citations:
    """Numbers for the sources that a page uses, in the order of their first use."""

    def __init__(self, option_set: OptionSet) -> None:
        self._sources = {source.id: source for source in option_set.sources}
        self._numbers: dict[str, int] = {}

    def cite(self, sources: Iterable[str]) -> str:
        """The mark for some sources, such as [1, 3]; empty for none.

        A source read second-hand brings the one it was read in.
        """
        numbers: list[int] = []
        for source in sources:
            numbers += [self._number(each) for each in self._with_quoting(source)]
        return f" [{', '.join(str(number) for number in sorted(set(numbers)))}]" if numbers else ""

    def _with_quoting(self, source: str) -> list[str]:
        """A source, the one it was read in, the one that was read in, and so on."""
        found: list[str] = []
        following: str | None = source
        while following is not None and following not in found:
            found.append(following)
            following = self._sources[following].quoted_in
        return found

    def _number(self, source: str) -> int:
        return self._numbers.setdefault(source, len(self._numbers) + 1)

    def used(self) -> list[Source]:
        """The sources that were cited, in the order of their numbers."""
        return [self._sources[source] for source in self._numbers]

    def listing(self) -> Bullets:
        """The list of sources, numbered as cited."""
        return Bullets(tuple(self._entry(source) for source in self.used()), ordered=True)

    def _entry(self, source: Source) -> Line:
        printed = f" {source.published_in}." if source.published_in else ""
        said = f"{source.authors.rstrip('.')}. {source.title.rstrip('.')}.{printed} {source.year}."
        link = _link(source)
        read = ""
        if source.quoted_in is not None:
            read = f" Read only as quoted in [{self._number(source.quoted_in)}]."
        return line(said, " " if link else "", link or "", Faint(read) if read else "")


def _link(source: Source) -> Link | None:
    if source.doi:
        url = f"https://doi.org/{source.doi}"
    elif source.pmcid:
        url = f"https://www.ncbi.nlm.nih.gov/pmc/articles/{source.pmcid}/"
    elif source.pmid:
        url = f"https://pubmed.ncbi.nlm.nih.gov/{source.pmid}/"
    elif source.url:
        url = source.url
    else:
        return None
    return Link(url, url)


def short(outcome: Outcome, figure: Figure | Absent) -> str:
    """A figure for a cell, such as "26 of 100", "3 more of 1000", "score 32" or "not studied"."""
    if isinstance(figure, str):
        return figure
    return f"{_level(outcome, figure)}{_spread(figure)}{_mark(figure)}"


def alone(outcome: Outcome, figure: Figure) -> str:
    """A figure for a place without its comparison beside it: a difference then says from what."""
    differs = figure.more is not None or figure.fewer is not None
    return f"{short(outcome, figure)} than with {reference_of(outcome)}" if differs else short(outcome, figure)


def _mark(figure: Figure) -> str:
    """What a figure is if nobody published it so."""
    return "" if figure.basis == "published" else f" ({figure.basis})"


def _level(outcome: Outcome, figure: Figure) -> str:
    if figure.events is not None:
        return counted(figure.events, outcome.out_of)
    if figure.between is not None:
        return f"{grouped(figure.between[0])} to {counted(figure.between[1], outcome.out_of)}"
    if figure.more is not None:
        return f"{grouped(figure.more)} more {_counted(outcome)}"
    if figure.fewer is not None:
        return f"{grouped(figure.fewer)} fewer {_counted(outcome)}"
    return f"{_mean(figure)} {outcome.unit}" if outcome.unit else f"score {_mean(figure)}"


def counted(some: Number, out_of: int) -> str:
    """People of so many."""
    return f"{grouped(some)} of {grouped(out_of)}"


def _mean(figure: Figure) -> str:
    return grouped(figure.mean or 0)


def _counted(outcome: Outcome) -> str:
    """What a difference is counted in: people of so many, or the unit of an average."""
    return outcome.unit or f"of {grouped(outcome.out_of)}"


def reference_of(outcome: Outcome) -> str:
    """The group that a difference is from; the reading of a set sees to it that there is one."""
    return inside(outcome.reference.name) if outcome.reference else "the comparison"


def _spread(figure: Figure) -> str:
    return f", range {ends(figure)}" if figure.range is not None else ""


def ends(figure: Figure) -> str:
    """Both ends of the range. A difference may turn round within it, which is said in words and not by a minus sign."""
    if figure.range is None:
        return ""
    low, high = figure.range
    if low < 0 < high and (figure.more is not None or figure.fewer is not None):
        this, other = ("more", "fewer") if figure.more is not None else ("fewer", "more")
        return f"{grouped(-low)} {other} to {grouped(high)} {this}"
    return f"{grouped(low)} to {grouped(high)}"


def sentence(outcome: Outcome, figure: Figure | Absent) -> str:
    """A figure as a sentence with both sides, such as "26 of 100 people were operated on; 74 were not"."""
    if isinstance(figure, str):
        return f"{figure.capitalize()}."
    spread = f" The range is {ends(figure)}." if figure.range is not None else ""
    return f"{_framed(outcome, figure).rstrip('.')}{_mark(figure)}.{spread}"


def _framed(outcome: Outcome, figure: Figure) -> str:
    total = grouped(outcome.out_of)
    if outcome.unit is not None:
        than = f" than with {reference_of(outcome)}" if figure.mean is None else ""
        return f"On average {_level(outcome, figure)}{than}."
    if figure.events is not None:
        return f"{grouped(figure.events)} of {total} people {outcome.event}; {grouped(outcome.out_of - figure.events)} {outcome.no_event}."
    if figure.between is not None:
        (low, high), (least, most) = with_and_without(figure.between, outcome.out_of)
        return f"{low} to {high} of {total} people {outcome.event}; {least} to {most} {outcome.no_event}."
    if figure.more is not None:
        return f"{grouped(figure.more)} more of {total} people {outcome.event} than with {reference_of(outcome)}."
    if figure.fewer is not None:
        return f"{grouped(figure.fewer)} fewer of {total} people {outcome.event} than with {reference_of(outcome)}."
    return f"Average score {_mean(figure)}."


def with_and_without(between: tuple[int, int], out_of: int) -> tuple[tuple[str, str], tuple[str, str]]:
    """The fewest and the most people who have something, and of those who do not, as they are said."""
    low, high = between
    return (grouped(low), grouped(high)), (grouped(out_of - high), grouped(out_of - low))


def inside(name: str) -> str:
    """A name as it stands inside a sentence: not with a capital, unless it is an abbreviation."""
    return name if len(name) > 1 and name[1].isupper() else name[:1].lower() + name[1:]


def about(outcome: Outcome) -> str:
    """Whom and when the figures of an outcome are about."""
    return following(outcome.time, outcome.people)


def ends_of_scale(outcome: Outcome) -> str:
    """What the lowest and the highest score mean, without which no score can be read; empty where no score is told.

    It is said once for an outcome, beside its name, and not with each of its figures.
    """
    scale = outcome.scale
    return f"{grouped(scale.lowest)} is {scale.lowest_means}, {grouped(scale.highest)} is {scale.highest_means}" if scale else ""


def about_numbers(outcome: Outcome) -> str:
    """All that the numbers of an outcome need beside them: whom and when they are about, and the ends of their scale."""
    return "; ".join(filter(None, (about(outcome), ends_of_scale(outcome))))


def named(outcome: Outcome) -> Line:
    """An outcome's name, and on the side what its numbers need beside them."""
    return line(Strong(outcome.name), Faint(f" ({about_numbers(outcome)})"))


def trust(figure: Figure | Absent) -> str:
    """How far to trust a figure; empty where the source does not say."""
    if isinstance(figure, str) or figure.certainty is None:
        return ""
    reason = f" ({figure.certainty_reason})" if figure.certainty_reason else ""
    return f"{CERTAINTY[figure.certainty]}{reason}"


def chances_of(option: Option, option_set: OptionSet, citations: Citations) -> Table:
    """What is known about one option: one outcome a row."""
    rows = tuple(
        (
            line(outcome.name, Faint(f" ({ends})") if (ends := ends_of_scale(outcome)) else ""),
            line(
                sentence(outcome, outcome.by_option[option.id]),
                _sources(outcome.by_option[option.id], citations),
                _compared(outcome, citations),
            ),
            line(about(outcome)),
            line(trust(outcome.by_option[option.id])),
        )
        for outcome in option_set.outcomes
        if not isinstance(outcome.by_option[option.id], str)
    )
    if not any(words(certainty) for *_, certainty in rows):
        return Table(("Outcome", option.name, "When and who"), tuple(row[:-1] for row in rows))
    return Table(("Outcome", option.name, "When and who", "Certainty"), rows)


def _sources(figure: Figure | Absent, citations: Citations) -> str:
    return "" if isinstance(figure, str) else citations.cite(figure.sources)


def _compared(outcome: Outcome, citations: Citations) -> str:
    if outcome.reference is None or isinstance(figure := outcome.reference.figure, str):
        return ""
    return f" {against(outcome)}{citations.cite(figure.sources)}."


def against(outcome: Outcome) -> str:
    """The figure of the group that is no option, if it has one: 'With a dummy gel: 50 of 100'."""
    if outcome.reference is None or isinstance(figure := outcome.reference.figure, str):
        return ""
    return f"With {inside(outcome.reference.name)}: {short(outcome, figure)}"


def difference(outcome: Outcome, option: Option, option_set: OptionSet) -> str:
    """What an option's count differs by from that of the group or option without treatment; empty where none was counted."""
    waiting = next((each for each in option_set.options if each.no_action), None)
    base: Figure | Absent
    if outcome.reference is not None and isinstance(outcome.reference.figure, Figure):
        name, base = outcome.reference.name, outcome.reference.figure
    elif waiting is not None and waiting.id != option.id:
        name, base = waiting.name, outcome.by_option[waiting.id]
    else:
        return ""
    figure = outcome.by_option[option.id]
    if isinstance(figure, str) or isinstance(base, str) or figure.events is None or base.events is None:
        return ""
    gap = figure.events - base.events
    many = f"{grouped(abs(gap))} {'more' if gap > 0 else 'fewer'}" if gap else "as many"
    return f"{many} of {grouped(outcome.out_of)} {'than' if gap else 'as'} with {inside(name)}."


def missing(outcome: Outcome, option_set: OptionSet) -> str:
    """What there is to say of options without a count: a difference that has no level, or why there is no figure."""
    figures = [(option.name, outcome.by_option[option.id]) for option in option_set.options]
    said = [f"{name}: {sentence(outcome, figure)}" for name, figure in figures if isinstance(figure, Figure) and not figure.is_count()]
    without = {reason: [name for name, figure in figures if figure == reason] for reason in ABSENT}
    said += [f"{reason.capitalize()}: {'; '.join(names)}." for reason, names in without.items() if names]
    return " ".join(said)


def sureness(figure: Figure) -> str:
    """How sure the source is, as a short sentence; empty where it does not say."""
    return f"{figure.certainty.capitalize()} certainty." if figure.certainty and figure.certainty != "not stated" else ""


def without_figure(option: Option, option_set: OptionSet) -> Iterator[tuple[str, str]]:
    """Why an option has no figure for an outcome, and the outcomes' names: unknown is said, not left blank."""
    for reason in ABSENT:
        names = [outcome.name for outcome in option_set.outcomes if outcome.by_option[option.id] == reason]
        if names:
            yield reason, "; ".join(names)


def chances(option_set: OptionSet, citations: Citations, outcomes: Sequence[Outcome] | None = None) -> Table:
    """Every outcome, or some, against every option, in the set's order, with a column for groups that are no option."""
    shown = option_set.outcomes if outcomes is None else outcomes
    references = any(outcome.reference is not None for outcome in shown)
    columns = ("Outcome", *(option.name for option in option_set.options), *(("Compared with",) if references else ()))
    rows = []
    for outcome in shown:
        cells = [_cell(outcome, outcome.by_option[option.id], citations) for option in option_set.options]
        if references:
            reference = outcome.reference
            cells.append(line(f"{reference.name}: ", *_cell(outcome, reference.figure, citations)) if reference else ())
        rows.append((named(outcome), *cells))
    return Table(columns, tuple(rows))


def _cell(outcome: Outcome, figure: Figure | Absent, citations: Citations) -> Line:
    if isinstance(figure, str):
        return line(Unknown(figure))
    return line(f"{short(outcome, figure)}{_certainty(figure)}", Faint(citations.cite(figure.sources)))


def _certainty(figure: Figure) -> str:
    if figure.certainty is None:
        return ""
    return "; certainty not stated" if figure.certainty == "not stated" else f"; {figure.certainty} certainty"


def notes(option_set: OptionSet) -> list[Line]:
    """What a reader must know before comparing: outcome notes, arithmetic, reasons for low certainty."""
    found: list[Line] = []
    for outcome in option_set.outcomes:
        said = [outcome.note] if outcome.note else []
        figures = [(option.name, outcome.by_option[option.id]) for option in option_set.options]
        if outcome.reference is not None:
            figures.append((outcome.reference.name, outcome.reference.figure))
        for name, figure in figures:
            if not isinstance(figure, str) and (texts := list(_figure_notes(figure))):
                said.append(f"{name}: {' '.join(texts)}")
        if said:
            found.append(line(Strong(f"{outcome.name}: "), " ".join(dict.fromkeys(said))))
    return found


def _figure_notes(figure: Figure) -> Iterator[str]:
    if figure.arithmetic:
        yield f"{figure.basis}; {figure.arithmetic.rstrip('.')}."
    if figure.certainty_reason:
        yield (
            f"certainty {figure.certainty}: {figure.certainty_reason.rstrip('.')}."
            if figure.certainty
            else f"{figure.certainty_reason.rstrip('.')}."
        )
    if figure.note:
        yield f"{figure.note.rstrip('.')}."
