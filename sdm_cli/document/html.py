"""Documents as one HTML file: no network, no script, nothing outside the file.

Every text is escaped here; the page's shell is a template with escaping switched on. The style sheet is named in the
page's security policy by its hash, so that the browser refuses any other style, any script and any address.
"""

import hashlib
from base64 import b64encode
from collections.abc import Iterator
from functools import lru_cache
from html import escape
from itertools import count
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, Template, select_autoescape
from markupsafe import Markup

from sdm_cli.document.blocks import (
    Block,
    Break,
    Bullets,
    Document,
    Facts,
    Faint,
    Heading,
    IconArray,
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

_HERE = Path(__file__).parent
_SIZE = 20
"""Side of one person's square in a picture, in the picture's own units."""
_SAFE = ("https://", "http://")
"""Links that a page may hold; anything else is shown as text."""


def to_html(document: Document, language: str = "en") -> str:
    """The document as a whole page. `language` is the option set's, for screen readers and hyphenation."""
    style = _style()
    title = next((inert(block.text) for block in document.blocks if isinstance(block, Heading)), "sdm")
    return _shell().render(
        title=title,
        language=language,
        style=Markup(style),  # noqa: S704 - our own file
        style_hash=b64encode(hashlib.sha256(style.encode()).digest()).decode(),
        body=Markup("\n".join(_blocks(document))),  # noqa: S704 - every text in it went through _text
    )


@lru_cache(maxsize=1)
def _style() -> str:
    return (_HERE / "page.css").read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def _shell() -> Template:
    environment = Environment(loader=FileSystemLoader(_HERE), autoescape=select_autoescape(default=True))
    return environment.get_template("page.html.jinja")


def _text(text: str) -> str:
    return escape(inert(text), quote=True)


def _blocks(document: Document) -> Iterator[str]:
    """The blocks; what follows a heading of level 2 stands in a section that it names."""
    numbers = count(1)
    open_section = False
    for block in document.blocks:
        if isinstance(block, Heading) and block.level == 2:  # noqa: PLR2004
            name = f"part-{next(numbers)}"
            yield f'{"</section>" if open_section else ""}<section aria-labelledby="{name}">'
            yield f'<h2 id="{name}">{_text(block.text)}</h2>'
            open_section = True
        else:
            yield _block(block, numbers)
    if open_section:
        yield "</section>"


def _block(block: Block, numbers: Iterator[int]) -> str:
    match block:
        case Heading(level, text):
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
            return f'<div class="write-in"><p>{_text(label)}</p>{"<hr>" * lines}</div>'
        case Pictures():
            return _pictures(block, numbers)
        case Break(text):
            return f"<hr>{f'<p>{_text(text)}</p>' if text else ''}"


def _line(line: Line) -> str:
    return "".join(_inline(part) for part in line)


def _inline(part: Inline) -> str:
    match part:
        case str():
            return _spaced(part, _text(part))
        case Strong(text):
            return _spaced(text, f"<strong>{_text(text)}</strong>")
        case Faint(text):
            return _spaced(text, f'<span class="faint">{_text(text)}</span>')
        case Link(text, url):
            return f'<a href="{escape(url, quote=True)}">{_text(text)}</a>' if url.startswith(_SAFE) else _text(text)


def _spaced(text: str, done: str) -> str:
    return f"{' ' * text.startswith(' ')}{done}{' ' * (text.endswith(' ') and text.strip() != '')}"


def _table(table: Table) -> str:
    """A table that a narrow window stacks: each cell then carries its column's name. Roles stay what they are."""
    head = "".join(f'<th scope="col" role="columnheader">{_text(column)}</th>' if column else "<td></td>" for column in table.columns)
    rows = "".join(_row(table.columns, row, headed=table.headed) for row in table.rows)
    caption = f"<caption>{_text(table.caption)}</caption>" if table.caption else ""
    kind = "wide" if len(table.columns) > 4 else "" if table.headed else "even"  # noqa: PLR2004
    return f'<table role="table" class="{kind}">{caption}<thead role="rowgroup"><tr role="row">{head}</tr></thead><tbody role="rowgroup">{rows}</tbody></table>'


def _row(columns: tuple[str, ...], row: tuple[Line, ...], *, headed: bool) -> str:
    cells = []
    for number, (column, cell) in enumerate(zip(columns, row, strict=True)):
        if number == 0 and headed:
            cells.append(f'<th scope="row" role="rowheader">{_line(cell)}</th>')
        else:
            cells.append(f'<td role="cell" data-column="{_text(column)}">{_line(cell)}</td>')
    return f'<tr role="row">{"".join(cells)}</tr>'


def _pictures(pictures: Pictures, numbers: Iterator[int]) -> str:
    arrays = "".join(_array(array, f"picture-{next(numbers)}") for array in pictures.arrays)
    legend = "".join(
        f'<li><svg viewBox="0 0 {_SIZE} {_SIZE}" aria-hidden="true">{_mark(part.kind, 0, 0)}</svg> {_text(part.meaning)}</li>'
        for part in pictures.legend()
    )
    caption = f"<figcaption>{_text(pictures.caption)}</figcaption>"
    return f'<figure>{caption}<div class="arrays">{arrays}</div><ul class="legend">{legend}</ul></figure>'


def _array(array: IconArray, name: str) -> str:
    rows = array.rows()
    marks = "".join(_mark(part.kind, column * _SIZE, row * _SIZE) for row, parts in enumerate(rows) for column, part in enumerate(parts))
    size = f"0 0 {array.columns * _SIZE} {len(rows) * _SIZE}"
    kind = "array large" if array.columns > 10 else "array"  # noqa: PLR2004
    return (
        f'<div class="{kind}"><p class="name">{_text(array.title)}</p>'
        f'<svg viewBox="{size}" role="img" aria-labelledby="{name}-title {name}-words">'
        f'<title id="{name}-title">{_text(array.title)}</title><desc id="{name}-words">{_text(array.sentence)}</desc>{marks}</svg>'
        f"<p>{_text(array.sentence)}</p></div>"
    )


@lru_cache(maxsize=8192)
def _mark(kind: str, x: int, y: int) -> str:
    return f'<use href="#{kind}" x="{x}" y="{y}"/>'
