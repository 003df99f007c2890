"""Documents line by line: for screen readers, for pipes, for terminals that can do nothing else.

No boxes, no columns, no colour, no redraw, no wrapping: one fact a line, and nothing left out.
"""

from collections.abc import Iterator

from sdm_cli.document.blocks import Block, Break, Bullets, Document, Facts, Heading, Paragraph, Quotation, Table, words
from sdm_cli.document.inert import inert


def to_plain(document: Document) -> str:
    """The document as lines of text."""
    return "".join(f"{text}\n" for block in document.blocks for text in _lines(block))


def _lines(block: Block) -> Iterator[str]:
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
                yield f"{inert(label)}: {inert(words(item))}"
        case Table():
            yield from _table(block)
        case Quotation(text, by):
            yield f'{inert(by)}: "{inert(text)}"' if by else f'"{inert(text)}"'
        case Break(text):
            yield ""
            if text:
                yield inert(text)


def _table(table: Table) -> Iterator[str]:
    if table.caption:
        yield inert(table.caption)
    for row in table.rows:
        for column, cell in zip(table.columns, row, strict=True):
            if text := inert(words(cell)):
                yield f"{inert(column)}: {text}"
