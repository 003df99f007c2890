"""Reading our HTML back: as strict about tags as a browser is kind."""

from html.parser import HTMLParser
from typing import Any, NoReturn
from xml.etree.ElementTree import Element, TreeBuilder

from sdm_cli.document.blocks import Block, Document
from sdm_cli.document.html import to_html

_EMPTY = {"meta", "hr", "br", "img", "link", "input"}


def read_page(html: str) -> Element:
    """The page as a tree. A tag that is not closed where it should be is a mistake, and so is a comment or an unknown mark."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.root()


def read_back(*blocks: Block) -> Element:
    """What stands on a page made of some blocks."""
    main = read_page(to_html(Document(blocks))).find("body/main")
    assert main is not None
    return main


def said(element: Element) -> str:
    """All text of an element, as somebody reads it."""
    return " ".join("".join(element.itertext()).split())


def skeleton(element: Element) -> list[Any]:
    """An element without its texts: its name, the names of its attributes, and what is in it."""
    return [element.tag, *sorted(element.attrib), *(skeleton(inside) for inside in element)]


def people(picture: Element) -> list[tuple[int, int, str]]:
    """Everybody in a picture as (y, x, kind): a row of one kind is one mark, which a browser draws as all its people."""
    found = []
    for mark in picture.iter("use"):
        kind, _, several = mark.attrib["href"].removeprefix("#").partition("-")
        places = range(int(several)) if several else [int(mark.attrib["x"])]
        found += [(int(mark.attrib["y"]), _place(at) if several else at, kind) for at in places]
    return found


def _place(column: int) -> int:
    """Where somebody in a row stands: each 14 from the next, and ten and ten a little apart."""
    return column * 14 + column // 10 * 6


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._tree = TreeBuilder()
        self._open: list[str] = []
        self.error = self.unknown_decl  # what older and newer versions of the parser call when they are lost

    def root(self) -> Element:
        assert not self._open, f"never closed: {self._open}"
        return self._tree.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._tree.start(tag, {name: value or "" for name, value in attrs})
        if tag in _EMPTY:
            self._tree.end(tag)
        else:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._tree.start(tag, {name: value or "" for name, value in attrs})
        self._tree.end(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open, f"</{tag}> closes nothing"
        assert self._open.pop() == tag, f"</{tag}> closes another tag"
        self._tree.end(tag)

    def handle_data(self, data: str) -> None:
        if self._open:
            self._tree.data(data)
        else:
            assert not data.strip(), f"text outside the page: {data}"

    def handle_comment(self, data: str) -> NoReturn:
        raise AssertionError(f"a comment: {data}")

    def handle_pi(self, data: str) -> NoReturn:
        raise AssertionError(f"an instruction: {data}")

    def unknown_decl(self, data: str) -> NoReturn:
        raise AssertionError(f"an unknown mark: {data}")
