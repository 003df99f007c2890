"""Documents line by line: for screen readers, for pipes, for terminals that can do nothing else.

No boxes, no columns, no colour, no redraw: one fact a line, and nothing left out. In a pipe a line is as long as its
fact; in a terminal it is folded between words, since the terminal would break it within one.
"""

import textwrap
from collections.abc import Iterator

from sdm_cli.document.blocks import (
    AsWritten,
    Bars,
    Block,
    Break,
    Bullets,
    Document,
    Facts,
    Heading,
    Paragraph,
    Pictures,
    Quotation,
    Table,
    WriteIn,
    introduced,
    words,
)
from sdm_cli.document.inert import inert, unbroken


def to_plain(document: Document, width: int | None = None) -> str:
    """The document as lines of text, folded if there is a width."""
    return "".join(f"{folded(text, width)}\n" for block in document.blocks for text in _lines(block))


def folded(text: str, width: int | None, indent: str = "") -> str:
    """The text folded between words; `indent` stands before each line but the first."""
    if width is None or len(text) < width:
        return text
    return textwrap.fill(
        unbroken(text), max(1, width - 1), subsequent_indent=indent, break_on_hyphens=False, break_long_words=False
    ).replace("\u00a0", " ")


def _lines(block: Block) -> Iterator[str]:  # noqa: PLR0912 - one case a kind of block
    match block:
        case Heading(level, text):
            if level > 1:
                yield ""
            yield inert(text)
        case Paragraph(text):
            yield inert(words(text))
        case Bullets(items, ordered):
            for number, item in enumerate(items, start=1):
                yield f"{number}. {inert(words(item))}" if ordered else f"- {inert(words(item))}"
        case Facts(items):
            for label, item in items:
                yield f"{introduced(label)} {inert(words(item))}"
        case Table():
            yield from _table(block)
        case Quotation(text, by):
            yield f'{inert(by)}: "{inert(text)}"' if by else f'"{inert(text)}"'
        case AsWritten():
            yield from block.lines()
        case Pictures(caption, arrays, rest):
            yield inert(words(caption))
            yield from (f"{inert(array.title)}: {inert(array.sentence)}" for array in arrays)
            if rest:
                yield inert(rest)
        case Bars(bars):
            yield from (f"{inert(bar.label)}: {inert(bar.sentence)}" for bar in bars)
        case WriteIn(label):
            yield f"{inert(label)} ______"
        case Break(text):
            yield ""
            if text:
                yield inert(text)


def _table(table: Table) -> Iterator[str]:
    if table.caption:
        yield inert(table.caption)
    for column, cell in table.in_turn():
        if text := inert(words(cell)):
            yield f"{inert(column)}: {text}" if column else text
