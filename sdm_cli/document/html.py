"""Documents as one HTML file: no network, no script, nothing outside the file.

Every text is escaped here; the page's shell is a template with escaping switched on. The style sheet is named in the
page's security policy by its hash, so that the browser refuses any other style, any script and any address.
"""

import hashlib
import re
from base64 import b64encode
from collections.abc import Iterator, Sequence
from functools import lru_cache
from html import escape
from itertools import count
from pathlib import Path
from typing import get_args
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, Template, select_autoescape
from markupsafe import Markup

from sdm_cli.document.blocks import (
    FEW_COLUMNS,
    MANY_COLUMNS,
    AsWritten,
    Bar,
    Bars,
    Block,
    Break,
    Bullets,
    Document,
    Facts,
    Faint,
    Heading,
    IconArray,
    Inline,
    Kind,
    Line,
    Link,
    Paragraph,
    Pictures,
    Quotation,
    Strong,
    Table,
    Unknown,
    WriteIn,
)  # fmt: skip
from sdm_cli.document.inert import inert, unbroken

_HERE = Path(__file__).parent
_SAFE = ("https://", "http://")
"""Links that a page may hold; anything else is shown as text."""
_IN_ADDRESS = "!#$%&'()*+,/:;=?@[]~"
"""What may stand in an address as it is, beside letters, digits and `-._`; the rest is percent-encoded."""
_PLAIN = re.compile(r"[!#-%(-;=?-~]++(?: (?!(?<=\d )\d\d\d)[!#-%(-;=?-~]++)*+").fullmatch
"""Text that may stand on a page as it is. Nearly all may, and to see that is faster than to look for each mark."""
_WIDTH, _HEIGHT, _GAP = 14, 20, 6
"""One person's place in a picture, and the gap between blocks of fifty, in the picture's own units."""
_BAR = 240
"""The length of a bar, in the same units."""
_BLOCK_COLUMNS, _BLOCK_ROWS = 10, 5
_HOW_MANY = {1: " one", 2: " two", 3: " three"}
"""How many pictures an outcome has, where the room beside them can be used: for another outcome, or for their words."""
_FROM_THE_RIGHT = frozenset(["ar", "arc", "ckb", "dv", "fa", "he", "iw", "ks", "nqo", "pnb", "prs", "ps", "sd", "syr", "ug", "ur", "yi"])
_SCRIPTS_FROM_THE_RIGHT = frozenset(["adlm", "arab", "aran", "hebr", "mand", "nkoo", "rohg", "samr", "syrc", "thaa"])
_LETTERS_OF_A_SCRIPT = 4
"""Languages and scripts that are written from right to left, as they are named in tags such as ar-EG and az-Arab."""
Cells = tuple[Line, ...]
_HEADING_AND_TEXT = 2
"""Columns that hold something on a sheet to write on: its one text explains itself, and needs no name in every row."""
_BESIDE = 3
"""Columns of a table up to which a row's heading stands beside its cells; with more it stands above them."""


def to_html(document: Document, language: str = "en", *, one_sheet: bool = False) -> str:
    """The document as a whole page. `language` is the option set's, for screen readers and hyphenation.

    `one_sheet` prints it in a small, close style, so that a page to be held in the hand stays one sheet of paper.
    """
    style, style_hash = _style()
    title = next((inert(block.text) for block in document.blocks if isinstance(block, Heading)), "sdm")
    return _template("page.html.jinja").render(
        title=title,
        language=language,
        from_the_right=_from_the_right(language),
        one_sheet=one_sheet,
        style=Markup(style),  # noqa: S704 - our own file
        style_hash=style_hash,
        people=_shapes(),
        body=Markup("\n".join(_blocks(document))),  # noqa: S704 - every text in it went through _text
    )


def _from_the_right(language: str) -> bool:
    """Whether a language is written from right to left: its tag says in which script, or it has but one."""
    name, *rest = language.lower().replace("_", "-").split("-")
    script = next((part for part in rest if len(part) == _LETTERS_OF_A_SCRIPT), None)
    return script in _SCRIPTS_FROM_THE_RIGHT if script else name in _FROM_THE_RIGHT


@lru_cache(maxsize=1)
def _style() -> tuple[str, str]:
    """The style sheet, and its hash as the page's security policy names it."""
    style = (_HERE / "page.css").read_text(encoding="utf-8")
    return style, b64encode(hashlib.sha256(style.encode()).digest()).decode()


@lru_cache(maxsize=1)
def _shapes() -> Markup:
    """The shapes of people, one by one and as whole rows, which every picture on the page refers to."""
    places = {columns: [_left(column) for column in range(columns)] for columns in (FEW_COLUMNS, MANY_COLUMNS)}
    return Markup(_template("people.svg.jinja").render(kinds=get_args(Kind), places=places))  # noqa: S704 - our own file


@lru_cache(maxsize=2)
def _template(name: str) -> Template:
    return Environment(loader=FileSystemLoader(_HERE), autoescape=select_autoescape(default=True)).get_template(name)


def _text(text: str) -> str:
    return text if _PLAIN(text) else unbroken(escape(inert(text)))


def _blocks(document: Document) -> Iterator[str]:
    """The blocks; a heading of level 2 and what follows it stand in a section of their own."""
    pictures = count(1)
    open_section = False
    for block in document.blocks:
        if isinstance(block, Heading) and block.level == 2:  # noqa: PLR2004
            kind = ' class="new-sheet"' if block.new_sheet else ""
            yield f"{'</section>' if open_section else ''}<section{kind}>"
            open_section = True
        yield _block(block, pictures)
    if open_section:
        yield "</section>"


def _block(block: Block, pictures: Iterator[int]) -> str:
    match block:
        case Heading(level, text, _):
            return f"<h{level}>{_text(text)}</h{level}>"
        case Paragraph(text):
            return f"<p>{_line(text)}</p>"
        case Bullets(items, ordered):
            kind = "ol" if ordered else "ul"
            return f"<{kind}>{''.join(f'<li>{_line(item)}</li>' for item in items)}</{kind}>"
        case Facts(items):
            return f"<dl>{''.join(f'<div><dt>{_text(label)}</dt><dd>{_line(item)}</dd></div>' for label, item in items)}</dl>"
        case Table():
            return _table(block)
        case Quotation(text, by):
            said = f"<p>\u201c{_text(text)}\u201d</p>"
            return f"<blockquote>{said}{f'<footer>{_text(by)}</footer>' if by else ''}</blockquote>"
        case WriteIn(label, lines):
            return f'<div class="write-in"><p>{_text(label)}</p><div class="lines">{"<div></div>" * lines}</div></div>'
        case AsWritten():
            return f"<pre>{escape(chr(10).join(block.lines()))}</pre>"
        case Bars():
            return _bars(block)
        case Pictures():
            return _pictures(block, pictures)
        case Break(text):
            return f"<hr>{f'<p>{_text(text)}</p>' if text else ''}"


def _line(line: Line) -> str:
    return "".join([_inline(part) for part in line])


def _below(line: Line) -> Line:
    """A heading whose words on the side have a line of their own, where they need no brackets. The style sheet puts them there."""
    match line:
        case (*name, Faint(text)) if text.startswith(" (") and text.endswith(")"):
            return (*name, " ", Faint(text[2:-1]))
        case _:
            return line


def _inline(part: Inline) -> str:
    match part:
        case str():
            return _words(part)
        case Strong(text):
            return f"<strong>{_words(text)}</strong>"
        case Faint(text):
            return f'<span class="faint">{_words(text)}</span>'
        case Unknown(text):
            return f'<em class="unknown">{_words(text)}</em>'
        case Link(text, url) if url.startswith(_SAFE):
            return f'<a href="{_address(url)}">{_text(text)}</a>'
        case Link(text):
            return _text(text)


def _words(text: str) -> str:
    """Text that others may stand beside: the white space around it is kept, which `inert` may take away."""
    done = _text(text)
    return done if done == text else f"{' ' * text[:1].isspace()}{done}{' ' * text[-1:].isspace()}"


def _address(url: str) -> str:
    return escape(quote(url, _IN_ADDRESS, errors="replace"))


def _table(table: Table) -> str:
    """A table that a narrow window stacks: each cell then carries its column's name. Roles stay what they are."""
    names = [_text(column) for column in table.columns]
    to_fill_in = [bool(table.rows) and not any(cells) for cells in zip(*table.rows, strict=True)] or [False] * len(names)
    head = "".join(_column(name, room=room) for name, room in zip(names, to_fill_in, strict=True))
    rows = "".join(_row(names, rows) for rows in _going_on(table.rows)) if table.headed else _side_by_side(names, table.rows)
    caption = f"<caption>{_text(table.caption)}</caption>" if table.caption else ""
    kind = "even" if not table.headed else "beside" if len(names) <= _BESIDE else "above"
    if any(to_fill_in) and to_fill_in.count(False) == _HEADING_AND_TEXT:
        kind += " worksheet"
    return (
        f'<table role="table" class="{kind}">{caption}<thead role="rowgroup"><tr role="row">{head}</tr></thead>'
        f'<tbody role="rowgroup">{rows}</tbody></table>'
    )


def _column(name: str, *, room: bool) -> str:
    if not name:
        return '<td role="cell"></td>'
    room_class = ' class="room"' if room else ""
    return f'<th scope="col" role="columnheader"{room_class}>{name}</th>'


def _going_on(rows: Sequence[Cells]) -> Iterator[list[Cells]]:
    """Each row with those that go on with it, which have no heading of their own."""
    group: list[Cells] = []
    for row in rows:
        if row[0] and group:
            yield group
            group = []
        group.append(row)
    if group:
        yield group


def _row(names: list[str], rows: list[Cells]) -> str:
    return f'<tr role="row"><th scope="row" role="rowheader">{_line(_below(rows[0][0]))}</th>{_columns(names, rows, 1)}</tr>'


def _side_by_side(names: list[str], rows: Sequence[Cells]) -> str:
    return f'<tr role="row">{_columns(names, rows, 0)}</tr>'


def _columns(names: list[str], rows: Sequence[Cells], first: int) -> str:
    """A cell for each column; several points in it are a list, so that no two in a row look as if they belonged together."""
    points = ([_line(row[number]) for row in rows if row[number]] for number in range(first, len(names)))
    return "".join(_cell(name, _points(each)) for name, each in zip(names[first:], points, strict=True))


def _points(points: list[str]) -> str:
    return "".join(points) if len(points) <= 1 else f"<ul>{''.join(f'<li>{point}</li>' for point in points)}</ul>"


def _cell(name: str, content: str) -> str:
    inside = f"<div>{content}</div>" if content else ""
    return f'<td role="cell" data-column="{name}">{inside}</td>'


def _pictures(block: Pictures, numbers: Iterator[int]) -> str:
    arrays = "".join(_array(array, f"picture-{next(numbers)}") for array in block.arrays)
    legend = "".join(
        f'<li><svg viewBox="0 0 {_WIDTH} {_HEIGHT}" aria-hidden="true"><use href="#{part.kind}"/></svg> {_text(part.meaning)}</li>'
        for part in block.legend()
    )
    large = any(array.columns > _BLOCK_COLUMNS for array in block.arrays)
    kind = f"{'large' if large else 'small'}{_HOW_MANY.get(len(block.arrays), '')}"
    caption = f"<figcaption>{_line(_below(block.caption))}</figcaption>"
    rest = f'<p class="rest">{_text(block.rest)}</p>' if block.rest else ""
    return f'<figure class="{kind}">{caption}<div class="arrays">{arrays}</div><ul class="legend">{legend}</ul>{rest}</figure>'


def _bars(block: Bars) -> str:
    """Bars are for the eye; whoever listens has the words beside them."""
    legend = "".join(
        f'<li><svg viewBox="0 0 {_WIDTH} {_WIDTH}" aria-hidden="true">{_stretch(part.kind, 0, _WIDTH)}</svg> {_text(part.meaning)}</li>'
        for part in block.legend
    )
    rows = "".join(f'<li><p class="name">{_text(bar.label)}</p>{_bar(bar)}<p>{_text(bar.sentence)}</p></li>' for bar in block.bars)
    explained = f'<ul class="legend">{legend}</ul>' if legend else ""
    return f'<ul class="bars">{rows}</ul>{explained}'


def _bar(bar: Bar) -> str:
    start, drawn = 0, []
    for part in bar.parts:
        width = round(part.count * _BAR / max(1, bar.total))
        drawn.append(_stretch(part.kind, start, width) if part.count else "")
        start += width
    return f'<svg viewBox="0 0 {_BAR} {_WIDTH}" preserveAspectRatio="none" aria-hidden="true">{"".join(drawn)}</svg>'


def _stretch(kind: str, start: int, width: int) -> str:
    """One part of a bar. Fill and outline differ as well as colour; the parts stand a little apart."""
    left, across = start + 1, max(1, width - 2)
    whole = f'<rect class="{kind}" x="{left}" y="1" width="{across}" height="{_WIDTH - 2}"/>'
    half = f'<rect class="between-half" x="{left}" y="{_WIDTH // 2}" width="{across}" height="{_WIDTH // 2 - 1}"/>'
    return whole + (half if kind == "between" else "")


def _array(array: IconArray, name: str) -> str:
    rows = -(-array.total // array.columns)
    title, sentence = _text(array.title), _text(array.sentence)
    return (
        f'<div class="array"><p class="name">{title}</p>'
        f'<svg viewBox="0 0 {_left(array.columns - 1) + _WIDTH} {_top(rows - 1, rows) + _HEIGHT}" role="img" '
        f'aria-labelledby="{name}-title {name}-words"><title id="{name}-title">{title}</title><desc id="{name}-words">{sentence}</desc>'
        f"{''.join(_people(array, rows))}</svg><p>{sentence}</p></div>"
    )


def _people(array: IconArray, rows: int) -> Iterator[str]:
    """A mark for everybody, one for a whole row of the same kind: else a picture of a thousand would outweigh its page."""
    columns, tops, lefts = array.columns, _tops(rows), _lefts(array.columns)
    here = 0
    for part in array.parts:
        end = here + part.count
        while here < end:
            row, column = divmod(here, columns)
            if column == 0 and (whole := (end - here) // columns):
                yield _marks(f'<use href="#{part.kind}-{columns}" y="', tops[row : row + whole], '"/>')
                here += whole * columns
            else:
                upto = min(columns, column + end - here)
                yield _marks(f'<use href="#{part.kind}" x="', lefts[column:upto], f'" y="{tops[row]}"/>')
                here += upto - column


def _marks(begin: str, places: Sequence[str], end: str) -> str:
    """The same mark at each place."""
    return f"{begin}{f'{end}{begin}'.join(places)}{end}"


@lru_cache(maxsize=2)
def _lefts(columns: int) -> tuple[str, ...]:
    """Where each column stands, from the left."""
    return tuple(str(_left(column)) for column in range(columns))


@lru_cache(maxsize=8)
def _tops(rows: int) -> tuple[str, ...]:
    """Where each row stands, from the lowest."""
    return tuple(str(_top(rows - 1 - row, rows)) for row in range(rows))


def _left(column: int) -> int:
    return column * _WIDTH + column // _BLOCK_COLUMNS * _GAP


def _top(row: int, rows: int) -> int:
    """Rows are counted from the top; blocks are filled from the bottom, so that an incomplete one is the highest."""
    blocks_above = (rows - 1) // _BLOCK_ROWS - (rows - 1 - row) // _BLOCK_ROWS
    return row * _HEIGHT + blocks_above * _GAP
