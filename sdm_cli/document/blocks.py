"""The blocks that every page is made of.

Text in a block is only ever text. What makes it harmless in a terminal, in Markdown or in HTML is written once, in
the writers of this folder, and nowhere else.
"""

from collections.abc import Iterable, Iterator
from typing import Literal

from msgspec import Struct

from sdm_cli.document.inert import inert


class Strong(Struct, frozen=True):
    """Words that carry weight."""

    text: str


class Faint(Struct, frozen=True):
    """Words on the side; never the only place of a fact."""

    text: str


class Unknown(Struct, frozen=True):
    """A value that nobody has, said in words such as "not studied"; it has a look of its own, and is never a blank."""

    text: str


class Link(Struct, frozen=True):
    """A web address under a text."""

    text: str
    url: str


Inline = str | Strong | Faint | Unknown | Link
Line = tuple[Inline, ...]


class Heading(Struct, frozen=True):
    """A heading; level 1 is the page's own. What begins with `new_sheet` begins on a sheet of its own where there is paper."""

    level: int
    text: str
    new_sheet: bool = False


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
    """A table; `columns` has one name a cell. If `headed`, the first cell of a row is its heading.

    A row without a heading goes on with the row above it, point by point.
    Columns that stand beside each other with equal weight, such as benefits and harms, have no heading among them.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Line, ...], ...]
    caption: str = ""
    headed: bool = True

    def in_turn(self) -> Iterator[tuple[str, Line]]:
        """The cells with their columns, as they are read one after the other.

        Row by row; but column by column without headings, or what only stands side by side would read as a pair.
        """
        if self.headed:
            return ((column, cell) for row in self.rows for column, cell in zip(self.columns, row, strict=True))
        return ((column, row[number]) for number, column in enumerate(self.columns) for row in self.rows)


class Quotation(Struct, frozen=True):
    """Somebody's own words."""

    text: str
    by: str = ""


class AsWritten(Struct, frozen=True):
    """A piece of a file, line by line, its indentation kept."""

    text: str

    def lines(self) -> tuple[str, ...]:
        """Its lines, with nothing in them but what can be read."""
        return tuple(" " * (len(row) - len(row.lstrip(" "))) + inert(row.strip()) for row in self.text.split("\n"))


class WriteIn(Struct, frozen=True):
    """Room for somebody's own words, to be filled in by hand."""

    label: str
    lines: int = 2


class Break(Struct, frozen=True):
    """A line across the page, with a word on it or none."""

    text: str = ""


Kind = Literal["event", "extra", "avoided", "between", "none"]


class Part(Struct, frozen=True):
    """Some of the people in a picture, and what is so of them.

    `kind` decides shape and colour: `event` has it anyway, `extra` has it in addition, `avoided` would have had it,
    `between` may or may not have it, `none` does not have it.
    """

    count: int
    meaning: str
    kind: Kind


class IconArray(Struct, frozen=True):
    """A picture of `total` people, one mark each. The parts add up to the total, and are drawn in their order.

    Marks are grouped and fill the picture by rows from the bottom. The sentence says the same in words: a picture never
    stands alone.
    """

    title: str
    total: int
    parts: tuple[Part, ...]
    sentence: str

    @property
    def columns(self) -> int:
        """Marks in a row: ten, or forty for more than a hundred, so that every picture of an outcome has one layout."""
        return FEW_COLUMNS if self.total <= SMALL_PICTURE else MANY_COLUMNS

    def rows(self) -> list[list[Part]]:
        """The marks by rows, the top row first; each mark is the part it belongs to."""
        marks = [part for part in self.parts for _ in range(part.count)]
        return [marks[start : start + self.columns] for start in range(0, len(marks), self.columns)][::-1]


SMALL_PICTURE = 100
"""People up to which a picture has few columns."""
FEW_COLUMNS, MANY_COLUMNS = 10, 40
"""Marks in a row of a small picture, and of a large one."""


class Pictures(Struct, frozen=True):
    """The pictures of one outcome, one an option, in one layout. `rest` says what there is to say of options without one."""

    caption: Line
    arrays: tuple[IconArray, ...]
    rest: str = ""

    def in_words(self) -> "tuple[Block, ...]":
        """The same without the pictures, for where there is no room for them."""
        return Paragraph(self.caption), Facts(tuple((array.title, (array.sentence,)) for array in self.arrays))

    def legend(self) -> tuple[Part, ...]:
        """One part of each kind and meaning that is drawn; those without the event stand last."""
        shown = [part for array in self.arrays for part in array.parts if part.count]
        once = {(part.kind, part.meaning): part for part in shown}.values()
        return tuple(sorted(once, key=lambda part: part.kind == "none"))


LONGEST_BAR = 24
"""Marks in the longest bar. Up to as many, a mark is one of what is counted."""


class Bar(Struct, frozen=True):
    """How a whole falls into parts, drawn in their order. The sentence says the same in words."""

    label: str
    parts: tuple[Part, ...]
    sentence: str

    @property
    def total(self) -> int:
        """How many there are in all."""
        return sum(part.count for part in self.parts)

    def marks(self) -> list[Part]:
        """The bar as marks, each with the part it belongs to: one each, or in proportion where they would be too many."""
        if self.total <= LONGEST_BAR:
            return [part for part in self.parts for _ in range(part.count)]
        shares = [part.count * LONGEST_BAR / self.total for part in self.parts]
        # Nothing that was counted is left out; the rest goes where rounding took most away.
        whole = [max(1, int(share)) if part.count else 0 for part, share in zip(self.parts, shares, strict=True)]
        while sum(whole) != LONGEST_BAR:
            step = 1 if sum(whole) < LONGEST_BAR else -1
            lacking = [(share - have) * step if have + step > 0 else float("-inf") for share, have in zip(shares, whole, strict=True)]
            whole[lacking.index(max(lacking))] += step
        return [part for part, count in zip(self.parts, whole, strict=True) for _ in range(count)]


class Bars(Struct, frozen=True):
    """Bars below each other. `legend` explains their marks, where no other bars below do."""

    bars: tuple[Bar, ...]
    legend: tuple[Part, ...] = ()


def legend_of(bars: Iterable[Bar]) -> tuple[Part, ...]:
    """One part of each kind and meaning that is drawn in some bars."""
    return tuple({(part.kind, part.meaning): part for bar in bars for part in bar.parts if part.count}.values())


Block = Bars | Heading | Paragraph | Bullets | Facts | Table | Quotation | Break | Pictures | WriteIn | AsWritten


class Document(Struct, frozen=True):
    """A page."""

    blocks: tuple[Block, ...]


def line(*parts: Inline) -> Line:
    """Parts as one line, empty ones left out."""
    return tuple(part for part in parts if part != "")


def introduced(label: str) -> str:
    """A label in front of what it stands for; a question has a mark of its own."""
    shown = inert(label)
    return shown if shown.endswith("?") else f"{shown}:"


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
