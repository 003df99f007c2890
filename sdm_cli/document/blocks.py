"""The blocks that every page is made of.

Text in a block is only ever text. What makes it harmless in a terminal, in Markdown or in HTML is written once, in
the writers of this folder, and nowhere else.
"""

from msgspec import Struct


class Strong(Struct, frozen=True):
    """Words that carry weight."""

    text: str


class Faint(Struct, frozen=True):
    """Words on the side; never the only place of a fact."""

    text: str


class Link(Struct, frozen=True):
    """A web address under a text."""

    text: str
    url: str


Inline = str | Strong | Faint | Link
Line = tuple[Inline, ...]


class Heading(Struct, frozen=True):
    """A heading; level 1 is the page's own."""

    level: int
    text: str


class Paragraph(Struct, frozen=True):
    """A few sentences."""

    text: Line


class Bullets(Struct, frozen=True):
    """A list; numbered if `ordered`."""

    items: tuple[Line, ...]
    ordered: bool = False


class Facts(Struct, frozen=True):
    """Short labels with what they stand for, one below the other."""

    items: tuple[tuple[str, Line], ...]


class Table(Struct, frozen=True):
    """A table. The first cell of a row is its heading; `columns` has one name a cell."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Line, ...], ...]
    caption: str = ""


class Quotation(Struct, frozen=True):
    """Somebody's own words."""

    text: str
    by: str = ""


class Break(Struct, frozen=True):
    """A line across the page, with a word on it or none."""

    text: str = ""


Block = Heading | Paragraph | Bullets | Facts | Table | Quotation | Break


class Document(Struct, frozen=True):
    """A page."""

    blocks: tuple[Block, ...]


def line(*parts: Inline) -> Line:
    """Parts as one line, empty ones left out."""
    return tuple(part for part in parts if part != "")


def words(line: Line) -> str:
    """The text of a line, without its emphasis. A link keeps its address unless that is its text."""
    return "".join(_words(part) for part in line)


def _words(part: Inline) -> str:
    match part:
        case str():
            return part
        case Link():
            return part.text if part.text == part.url else f"{part.text} ({part.url})"
        case _:
            return part.text
