"""Documents in a terminal of any width, drawn with Rich.

Nothing is cut and no word is broken: a table whose columns do not fit is written row by row instead. Text reaches
Rich as `Text`, never as markup, with its control characters made visible.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TextIO, TypeVar

from msgspec import Struct
from rich.cells import cell_len
from rich.console import Console
from rich.style import Style
from rich.text import Text

from sdm_cli.document.blocks import (
    AsWritten,
    Bars,
    Block,
    Break,
    Bullets,
    Document,
    Facts,
    Faint,
    Heading,
    Inline,
    Line,
    Link,
    Paragraph,
    Pictures,
    Quotation,
    Strong,
    Table,
    Unknown,
    WriteIn,
    words,
)  # fmt: skip
from sdm_cli.document.columns import GAP, WIDEST, beside, indented, longest_word, margin_beside, word_widths, wrapped
from sdm_cli.document.inert import inert
from sdm_cli.document.marks import Marks, marks_for
from sdm_cli.document.pictures import drawn_bars, pictures

T = TypeVar("T")

_STYLES = {
    "strong": Style(bold=True),
    "faint": Style(dim=True),
    "heading": Style(bold=True, color="cyan"),
    "quote": Style(italic=True),
    "unknown": Style(italic=True, dim=True),
}
_LEAST = 8
"""Columns below which a table column is not worth having."""


class Canvas(Struct, frozen=True):
    """Where to draw, and what it can show."""

    stream: TextIO
    width: int
    colour: bool


class Drawn(Struct, frozen=True):
    """A line as it is drawn, what the block is called that it belongs to, and whether it only leads to what follows."""

    text: Text
    part: str
    leads: bool = False


def write(document: Document, canvas: Canvas) -> None:
    """Draw a document."""
    write_lines(lines(document, canvas), canvas)


def lines(document: Document, canvas: Canvas) -> list[Drawn]:
    """The document as lines no wider than the canvas."""
    page = _Page(canvas.width, min(canvas.width, WIDEST), marks_for(canvas.stream.encoding))
    drawn: list[Drawn] = []
    part = ""
    for block in document.blocks:
        part = part if isinstance(block, Bullets) else _part(block)  # a list belongs to what stands above it
        texts = list(_drawn(block, page)) or [Text()]
        leading = _head(texts, page) if isinstance(block, Table) else 0
        drawn += [Drawn(text, part, number < leading) for number, text in enumerate(texts)]
    return drawn


def write_lines(drawn: Sequence[Drawn], canvas: Canvas) -> None:
    """Write lines that are as wide as they may be already; Rich has but to colour them."""
    console = Console(
        file=canvas.stream,
        width=canvas.width,
        force_terminal=canvas.colour,
        no_color=not canvas.colour,
        color_system="standard" if canvas.colour else None,
        markup=False,
        highlight=False,
        emoji=False,
        legacy_windows=False,
    )
    for _, block in groupby(drawn, key=lambda each: each.part):
        console.print(Text("\n").join(each.text for each in block), soft_wrap=True)


def _part(block: Block) -> str:
    """What a block is called where it is only named: by its heading, its columns, or the words that stand out in it."""
    match block:
        case Heading(_, text):
            return inert(text)
        case Table(columns, _, caption, headed):
            return inert(caption or (columns[0] if headed else ", ".join(columns)))
        case Paragraph(text):
            named = next((inert(part.text).strip(": ") for part in text if isinstance(part, Strong)), "")
            return "" if named.endswith((".", "?", "!")) else named  # a sentence that stands out is no name
        case Pictures(caption):
            return next((inert(part.text) for part in caption if isinstance(part, Strong)), "")
        case _:
            return ""


class _Page(Struct, frozen=True):
    """What a block is drawn on: the columns of the terminal, how many of them running text takes, and its marks."""

    width: int
    text_width: int
    marks: Marks

    def running(self, text: Text, indent: int = 0) -> Iterator[Text]:
        """Text no wider than reads well, unless one of its words is wider and the terminal has room for it."""
        indent = margin_beside(text.plain, indent, self.width)
        width = min(self.width - indent, max(self.text_width - indent, longest_word(text.plain)))
        return indented(wrapped(text, width), indent)


def _drawn(block: Block, page: _Page) -> Iterator[Text]:
    match block:
        case Heading(level, text):
            if level > 1:
                yield Text()
            yield from page.running(Text(inert(text), style=_STYLES["heading" if level <= 2 else "strong"]))  # noqa: PLR2004
        case Paragraph(text):
            yield from page.running(_text(text))
        case Bullets(items, ordered):
            yield from _bullets(items, page, ordered=ordered)
        case Facts(items):
            yield from _facts(items, page)
        case Table():
            yield from _table(block, page)
        case Quotation(text, by):
            said = Text(f'"{inert(text)}"', style=_STYLES["quote"])
            yield from page.running(Text.assemble((f"{inert(by)}: ", _STYLES["strong"]), said) if by else said, 2)
        case WriteIn(label, lines):
            yield from page.running(Text(inert(label)))
            yield from (Text("_" * min(page.text_width, 60)) for _ in range(lines))
        case AsWritten():
            yield from (part for row in block.lines() for part in wrapped(Text(f"  {row}", style=_STYLES["quote"]), page.width))
        case Break(text):
            yield Text()
            yield from _break(inert(text), page)
        case Bars():
            yield from drawn_bars(block, page.width, page.marks)
        case Pictures():
            yield Text()
            yield from page.running(_text(block.caption))
            yield from pictures(block, page.width, page.marks)


def _break(text: str, page: _Page) -> Iterator[Text]:
    """A rule with the text on it, or above the text where it would be cut."""
    named = Text(f"{text} " if text else "", style=_STYLES["heading"])
    if named.cell_len < page.width:
        yield named.append("-" * (page.width - named.cell_len), _STYLES["faint"])
    else:
        yield Text("-" * page.width, style=_STYLES["faint"])
        yield from wrapped(named, page.width)


def _facts(items: tuple[tuple[str, Line], ...], page: _Page) -> Iterator[Text]:
    """Labels in a column of their own, or above their text where that would leave it too little room.

    Long labels still stand beside what is so short that nothing has to be folded: a grid of marks, a word or two.
    """
    labels = [Text(inert(label), style=_STYLES["strong"]) for label, _ in items]
    widest = max((label.cell_len for label in labels), default=0)
    longest = max((longest_word(words(item)) for _, item in items), default=0)
    whole = max((cell_len(words(item)) for _, item in items), default=0)
    beside_each_other = widest + 2 + (longest if widest <= page.text_width // 3 else whole) <= page.text_width
    for label, (_, item) in zip(labels, items, strict=True):
        if beside_each_other:
            yield from _labelled(label, widest + 2, item, page)
        else:
            yield from page.running(label)
            yield from page.running(_text(item), 2 if longest + 2 <= page.width else 0)


def _bullets(items: tuple[Line, ...], page: _Page, *, ordered: bool) -> Iterator[Text]:
    """A list with its marks in a margin; an item with a word too long beside the margin begins at the edge."""
    marks = [f"{number}." if ordered else "-" for number in range(1, len(items) + 1)]
    margin = max((len(mark) for mark in marks), default=0) + 1
    for mark, item in zip(marks, items, strict=True):
        if any(page.text_width - margin < width <= page.width for width in word_widths(words(item))):
            yield from page.running(Text.assemble(f"{mark} ", _text(item)))
        else:
            yield from _labelled(Text(mark), margin, item, page)


def _labelled(label: Text, margin: int, item: Line, page: _Page) -> Iterator[Text]:
    width = page.text_width - margin
    return beside(([label], wrapped(_text(item), width)), (margin, width), gap=0)


def _table(table: Table, page: _Page) -> Iterator[Text]:
    yield Text()
    if table.caption:
        yield from page.running(Text(inert(table.caption), style=_STYLES["strong"]))
    columns = [inert(column) for column in table.columns]
    rows = [[_text(cell) for cell in row] for row in table.rows]
    if widths := _column_widths(columns, rows, page.width):
        yield from _side_by_side(columns, rows, widths, page.marks, headed=table.headed)
    else:
        yield from (
            _row_by_row(columns, rows, page)
            if table.headed
            else _one_by_one([(inert(column), _text(cell)) for column, cell in table.in_turn()], page)
        )


def _head(texts: list[Text], page: _Page) -> int:
    """How many lines stand above the first row of a table: its caption, the names of its columns and the rule below them."""
    return next((number for number, text in enumerate(texts, start=1) if text.plain and not text.plain.strip(page.marks["rule"])), 0)


def _column_widths(columns: list[str], rows: list[list[Text]], width: int) -> list[int]:
    """A width for every column, at least that of its longest word; none if they do not fit beside each other."""
    texts = [[column, *(row[number].plain for row in rows)] for number, column in enumerate(columns)]
    least = [_least_width(each) for each in texts]
    room = width - GAP * (len(columns) - 1) - sum(least)
    if room < 0:
        return []
    # What is left goes to the columns by what they lack to be on one line.
    lacking = [max(max(map(cell_len, each)) - have, 0) for each, have in zip(texts, least, strict=True)]
    shared = [min(lack, room * lack // max(1, sum(lacking))) for lack in lacking]
    return [have + more for have, more in zip(least, shared, strict=True)]


def _least_width(texts: list[str]) -> int:
    """Room for the longest word; more for long texts, since a ribbon as narrow as its longest word is read by nobody."""
    return max(_LEAST, *map(longest_word, texts), min(max(map(cell_len, texts)) // 6, 24))


def _side_by_side(columns: list[str], rows: list[list[Text]], widths: list[int], marks: Marks, *, headed: bool) -> Iterator[Text]:
    """Columns under their names; rows of several lines stand apart, or the eye would lose its row."""
    yield from _row([Text(column, style=_STYLES["strong"]) for column in columns], widths)
    yield Text(marks["rule"] * (sum(widths) + GAP * (len(widths) - 1)))
    drawn = [list(_row(row, widths)) for row in rows]
    apart = headed and any(len(lines) > 1 for lines in drawn)
    for number, lines in enumerate(drawn):
        if apart and number:
            yield Text()
        yield from lines


def _row(cells: list[Text], widths: list[int]) -> Iterator[Text]:
    return beside([wrapped(cell, width) for cell, width in zip(cells, widths, strict=True)], widths)


def _row_by_row(columns: list[str], rows: list[list[Text]], page: _Page) -> Iterator[Text]:
    """Each row as a paragraph below its heading."""
    for heading, *row in rows:
        if heading.plain:
            heading.stylize(_STYLES["strong"])
            yield from wrapped(heading, page.width)
        yield from _one_by_one(zip(columns[1:], row, strict=True), page)


def _one_by_one(cells: Iterable[tuple[str, Text]], page: _Page) -> Iterator[Text]:
    """Cells below each other, each behind the name of its column; neighbouring columns that say the same say it once."""
    for _, group in groupby((cell for cell in cells if cell[1].plain), key=lambda cell: cell[1].plain):
        same = list(group)
        named = Text(f"{', '.join(dict.fromkeys(column for column, _ in same))}: ", style=_STYLES["faint"])
        told = Text.assemble(named, same[0][1])
        indent = margin_beside(told.plain, min(2, page.width // 20), page.width)
        yield from indented(wrapped(told, page.width - indent), indent)


def _text(line: Line) -> Text:
    return Text.assemble(*(_span(part) for part in line))


def _span(part: Inline) -> tuple[str, Style | str]:
    match part:
        case str():
            return _kept(part), ""
        case Strong(text):
            return _kept(text), _STYLES["strong"]
        case Faint(text):
            return _kept(text), _STYLES["faint"]
        case Unknown(text):
            return _kept(text), _STYLES["unknown"]
        case Link(text, url):
            return (_kept(text) if text == url else f"{_kept(text)} ({_kept(url)})"), ""


def _kept(text: str) -> str:
    """Inert, but with the blank at an edge that separates it from its neighbour."""
    return f"{' ' * text.startswith(' ')}{inert(text).strip()}{' ' * (text.endswith(' ') and text.strip() != '')}"


def counting(counted: Iterable[T], total: int, what: str, stream: TextIO) -> Iterator[T]:
    """Pass things on, with a bar that says how many of them have come."""
    # Imported here: only where somebody waits.
    from rich.progress import track  # noqa: PLC0415

    console = Console(file=stream)
    yield from track(counted, what, total, console=console, transient=True)
