"""Documents as CommonMark with GitHub's tables.

Every character of a text that Markdown could take for its own is escaped, and no other, so that the raw file reads
well in a record too.
"""

import re
from collections.abc import Iterator
from urllib.parse import quote

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
    introduced,
)  # fmt: skip
from sdm_cli.document.inert import inert
from sdm_cli.document.marks import UNICODE_MARKS

_ANYWHERE = re.compile(r"[\\`*_\[\]<>|~&$]|!$")
_SIMPLE_ADDRESS = re.compile(r"https?://[A-Za-z0-9/._~:?#@!$'()*+,;=%-]+")
"""An address that may stand as it is; as a link's text it would need escapes that nobody wants to read."""
_AT_START = re.compile(r"^(?:#{1,6}(?=\s|$)|[-+=](?=[\s=-]|$))")
_HASHES_AT_END = re.compile(r"(?<=\s)#+$")
_NUMBER_AT_START = re.compile(r"^(\d{1,9})(?=[.)])")
_ADDRESS = re.compile(r"(?i)(https?|ftp|mailto|xmpp|www)([:.])|()(@)")
"""What GitHub would turn into a link by itself, and the mark in it that must be escaped."""


def to_markdown(document: Document) -> str:
    """The document as Markdown, ending in a newline."""
    return "\n\n".join(part for block in document.blocks if (part := _block(block))) + "\n"


def escaped(text: str) -> str:
    """Text that Markdown shows as it is, wherever in a line it stands."""
    text = _ANYWHERE.sub(r"\\\g<0>", inert(text))
    text = _ADDRESS.sub(lambda found: f"{found[1] or ''}\\{found[2] or '@'}", text)
    text = _HASHES_AT_END.sub(lambda found: found[0].replace("#", r"\#"), text)
    text = _NUMBER_AT_START.sub(r"\1\\", text)
    return _AT_START.sub(r"\\\g<0>", text)


def _block(block: Block) -> str:
    match block:
        case Heading(level, text):
            return f"{'#' * level} {escaped(text)}"
        case Paragraph(text):
            return _line(text)
        case Bullets(items, ordered):
            return "\n".join(f"{f'{number}.' if ordered else '-'} {_line(item)}" for number, item in enumerate(items, start=1))
        case Facts(items):
            return "\n".join(f"- **{escaped(introduced(label))}** {_line(item)}" for label, item in items)
        case Table():
            return "\n".join(_table(block))
        case Quotation(text, by):
            return f"> {escaped(text)}" + (f" ({escaped(by)})" if by else "")
        case AsWritten():
            # A fence that no line of the piece can close.
            fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", block.text)), default=0))
            return "\n".join((f"{fence}yaml", *block.lines(), fence))
        case Pictures():
            return "\n\n".join(_pictures(block))
        case Bars():
            return "\n\n".join(_bars(block))
        case WriteIn(label, lines):
            return f"{escaped(label)}\n" + "\n".join(["", r"\_" * 40] * lines)
        case Break(text):
            return f"---\n\n{escaped(text)}" if text else "---"


def _table(table: Table) -> Iterator[str]:
    if table.caption:
        yield f"**{escaped(table.caption)}**\n"
    yield f"| {' | '.join(escaped(column) for column in table.columns)} |"
    yield f"|{' --- |' * len(table.columns)}"
    for row in table.rows:
        yield f"| {' | '.join(_line(cell) for cell in row)} |"


def _pictures(pictures: Pictures) -> Iterator[str]:
    yield _line(pictures.caption)
    for array in pictures.arrays:
        drawn = "\n".join(" ".join(UNICODE_MARKS[part.kind] for part in row) for row in array.rows())
        yield f"{escaped(array.title)}: {escaped(array.sentence)}"
        yield f"```text\n{drawn}\n```"
    yield "; ".join(f"{UNICODE_MARKS[part.kind]} {escaped(part.meaning)}" for part in pictures.legend())
    if pictures.rest:
        yield escaped(pictures.rest)


def _bars(bars: Bars) -> Iterator[str]:
    rows = [
        f"| {escaped(bar.label)} | {''.join(UNICODE_MARKS[part.kind] for part in bar.marks())} | {escaped(bar.sentence)} |"
        for bar in bars.bars
    ]
    yield "\n".join(("| | | |", "| --- | --- | --- |", *rows))
    if bars.legend:
        yield "; ".join(f"{UNICODE_MARKS[part.kind]} {escaped(part.meaning)}" for part in bars.legend)


def _line(line: Line) -> str:
    text = "".join(_inline(part, first=number == 0) for number, part in enumerate(line))
    return " ".join(text.split())


def _inline(part: Inline, *, first: bool) -> str:
    match part:
        case str():
            return _spaced(part, escaped(part) if first else escaped(f"x{part}")[1:])
        case Strong(text):
            return _spaced(text, f"**{escaped(text)}**")
        case Faint(text):
            return _spaced(text, escaped(text) if first else escaped(f"x{text}")[1:])
        case Unknown(text):
            return _spaced(text, f"*{escaped(text)}*")
        case Link(text, url):
            return f"<{url}>" if text == url and _SIMPLE_ADDRESS.fullmatch(url) else f"[{escaped(text)}]({_address(url)})"


def _spaced(text: str, done: str) -> str:
    return f"{' ' * text.startswith(' ')}{done}{' ' * (text.endswith(' ') and text.strip() != '')}"


def _address(url: str) -> str:
    """An address in which nothing can end the link or steer a terminal."""
    return quote(inert(url), safe="!#$&'*+,-./:;=?@_~%").replace("&", "&amp;")
