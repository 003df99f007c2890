"""Documents in a terminal of any width, drawn with Rich.

Nothing is cut and no word is broken: a table whose columns do not fit is written row by row instead. Text reaches
Rich as `Text`, never as markup, with its control characters made visible.
"""

from collections.abc import Iterator
from itertools import groupby
from typing import TextIO

from msgspec import Struct
from rich import box
from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.style import Style
from rich.table import Table as Grid
from rich.text import Text

from sdm_cli.document.blocks import (
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
    WriteIn,
)  # fmt: skip
from sdm_cli.document.inert import inert
from sdm_cli.document.marks import marks_for
from sdm_cli.document.pictures import pictures

WIDEST = 100
"""Columns. Longer lines are hard to read; tables may use the whole terminal."""

_STYLES = {"strong": Style(bold=True), "faint": Style(dim=True), "heading": Style(bold=True, color="cyan"), "quote": Style(italic=True)}
_LEAST = 8
"""Columns below which a table column is not worth having."""
_GAP = 3
"""Columns between two columns of a table, as its box draws them."""


class Canvas(Struct, frozen=True):
    """Where to draw, and what it can show."""

    stream: TextIO
    width: int
    colour: bool


def write(document: Document, canvas: Canvas) -> None:
    """Draw a document."""
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
    text_width = min(canvas.width, WIDEST)
    for block in document.blocks:
        if isinstance(block, Pictures):
            renderables = pictures(block, canvas.width, marks_for(canvas.stream.encoding))
        else:
            renderables = _drawn(block, canvas.width, text_width)
        for renderable in renderables:
            console.print(renderable)


def _drawn(block: Block, width: int, text_width: int) -> Iterator[RenderableType]:
    match block:
        case Heading(level, text):
            if level > 1:
                yield ""
            yield _padded(Text(inert(text), style=_STYLES["heading" if level <= 2 else "strong"]), text_width, width)  # noqa: PLR2004
        case Paragraph(text):
            yield _padded(_text(text), text_width, width)
        case Bullets(items, ordered):
            yield from _bullets(items, text_width, width, ordered=ordered)
        case Facts(items):
            yield from _facts(items, text_width, width)
        case Table():
            yield from _table(block, width, text_width)
        case Quotation(text, by):
            said = Text(f'"{inert(text)}"', style=_STYLES["quote"])
            yield Padding(
                said if not by else Text.assemble((f"{inert(by)}: ", _STYLES["strong"]), said), (0, max(0, width - text_width), 0, 2)
            )
        case WriteIn(label, lines):
            yield _padded(Text(inert(label)), text_width, width)
            yield from ("_" * min(text_width, 60) for _ in range(lines))
        case Break(text):
            yield ""
            yield from _break(inert(text), width)


def _break(text: str, width: int) -> Iterator[RenderableType]:
    """A rule with the text on it, or above the text where it would be cut."""
    if cell_len(text) + _GAP <= width:
        yield Rule(Text(text, style=_STYLES["heading"]) if text else "", style=_STYLES["faint"], align="left", characters="-")
    else:
        yield Rule(style=_STYLES["faint"], characters="-")
        yield Text(text, style=_STYLES["heading"])


def _facts(items: tuple[tuple[str, Line], ...], text_width: int, width: int) -> Iterator[RenderableType]:
    """Labels in a column of their own, or above their text where that would leave it too little room."""
    widest = max((cell_len(inert(label)) for label, _ in items), default=0)
    if widest <= text_width // 3:
        yield _labelled(items, text_width, width, strong=True)
        return
    for label, item in items:
        yield _padded(Text(inert(label), style=_STYLES["strong"]), text_width, width)
        yield Padding(_text(item), (0, max(0, width - text_width), 0, 2))


def _bullets(items: tuple[Line, ...], text_width: int, width: int, *, ordered: bool) -> Iterator[RenderableType]:
    """A list with its marks in a margin; an item with a word too long beside the margin begins at the edge."""
    marks = [f"{number}." if ordered else "-" for number in range(1, len(items) + 1)]
    margin = max((len(mark) for mark in marks), default=0) + 1
    for mark, item in zip(marks, items, strict=True):
        text = _text(item)
        if text_width - margin < _longest_word(text.plain) <= width:
            yield _padded(Text.assemble(f"{mark} ", text), text_width, width)
        else:
            yield _labelled(((mark.ljust(margin - 1), item),), text_width, width, strong=False)


def _longest_word(text: str) -> int:
    return max((cell_len(word) for word in text.split()), default=0)


def _labelled(items: tuple[tuple[str, Line], ...], text_width: int, width: int, *, strong: bool) -> RenderableType:
    grid = Grid.grid(padding=(0, 2 if strong else 1, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column()
    for label, item in items:
        grid.add_row(Text(inert(label), style=_STYLES["strong"] if strong else ""), _text(item))
    return Padding(grid, (0, max(0, width - text_width), 0, 0))


def _table(table: Table, width: int, text_width: int) -> Iterator[RenderableType]:
    yield ""
    if table.caption:
        yield _padded(Text(inert(table.caption), style=_STYLES["strong"]), text_width, width)
    columns = [inert(column) for column in table.columns]
    rows = [[_text(cell) for cell in row] for row in table.rows]
    widths = _column_widths(columns, rows, width)
    if widths:
        yield _side_by_side(columns, rows, widths)
    else:
        yield from _row_by_row(columns, rows, width, headed=table.headed)


def _column_widths(columns: list[str], rows: list[list[Text]], width: int) -> list[int]:
    """A width for every column, at least that of its longest word; none if they do not fit beside each other."""
    texts = [[column, *(row[number].plain for row in rows)] for number, column in enumerate(columns)]
    least = [_least_width(each) for each in texts]
    room = width - _GAP * (len(columns) - 1) - sum(least)
    if room < 0:
        return []
    # What is left goes to the columns by what they lack to be on one line.
    lacking = [max(max(map(cell_len, each)) - have, 0) for each, have in zip(texts, least, strict=True)]
    shared = [min(lack, room * lack // max(1, sum(lacking))) for lack in lacking]
    return [have + more for have, more in zip(least, shared, strict=True)]


def _least_width(texts: list[str]) -> int:
    """Room for the longest word; more for long texts, since a ribbon as narrow as its longest word is read by nobody."""
    return max(_LEAST, *map(_longest_word, texts), min(max(map(cell_len, texts)) // 6, 24))


def _side_by_side(columns: list[str], rows: list[list[Text]], widths: list[int]) -> RenderableType:
    grid = Grid(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1), show_edge=False, header_style=_STYLES["strong"])
    for column, width in zip(columns, widths, strict=True):
        grid.add_column(Text(column, style=_STYLES["strong"]), vertical="top", overflow="fold", width=width)
    for row in rows:
        grid.add_row(*row)
    return grid


def _row_by_row(columns: list[str], rows: list[list[Text]], width: int, *, headed: bool) -> Iterator[RenderableType]:
    """Each row as a paragraph; neighbouring columns that say the same say it once."""
    for row in rows:
        first = 1 if headed else 0
        if headed and row[0].plain:
            row[0].stylize(_STYLES["strong"])
            yield row[0]
        said = [(column, cell) for column, cell in zip(columns[first:], row[first:], strict=True) if cell.plain]
        for _, group in groupby(said, key=lambda pair: pair[1].plain):
            same = list(group)
            named = Text(f"{', '.join(column for column, _ in same)}: ", style=_STYLES["faint"])
            yield Padding(Text.assemble(named, same[0][1]), (0, 0, 0, min(2, width // 20)))


def _padded(text: Text, text_width: int, width: int) -> RenderableType:
    """Text no wider than reads well, unless one of its words is wider and the terminal has room for it."""
    return Padding(text, (0, max(0, width - max(text_width, _longest_word(text.plain))), 0, 0))


def _text(line: Line) -> Text:
    return Text.assemble(*(_span(part) for part in line), overflow="fold")


def _span(part: Inline) -> tuple[str, Style | str]:
    match part:
        case str():
            return _kept(part), ""
        case Strong(text):
            return _kept(text), _STYLES["strong"]
        case Faint(text):
            return _kept(text), _STYLES["faint"]
        case Link(text, url):
            return (_kept(text) if text == url else f"{_kept(text)} ({_kept(url)})"), ""


def _kept(text: str) -> str:
    """Inert, but with the blank at an edge that separates it from its neighbour."""
    return f"{' ' * text.startswith(' ')}{inert(text).strip()}{' ' * (text.endswith(' ') and text.strip() != '')}"
