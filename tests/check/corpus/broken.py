"""A broken file, and where what is wrong with it should be told."""

import re
from codecs import BOM_UTF8
from collections.abc import Callable
from typing import NamedTuple

from tests.check.whole_thumb import WHOLE_THUMB
from tests.content.sore_thumb import HERE

_HERE = HERE.encode()
_LINE_END = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
Place = tuple[int, int, str]


class Broken(NamedTuple):
    """What is wrong, the names of what should be told in the order of the file, and the file, with a mark at each place.

    Notes are expected only if they are named; errors and warnings are expected to be exactly those that are named.
    """

    why: str
    rules: str
    marked: Callable[[], bytes]

    def raw(self) -> bytes:
        """The file without the marks."""
        return self.marked().replace(_HERE, b"")

    def expected(self) -> list[Place]:
        """Line, column and name of everything that should be told; columns count characters."""
        *pieces, _ = self.marked().removeprefix(BOM_UTF8).split(_HERE)
        names = self.rules.split()
        assert len(pieces) == len(names), f"{len(pieces)} marks for {len(names)} names"
        places: list[Place] = []
        line, column = 1, 1
        for piece, name in zip(pieces, names, strict=True):
            *whole, last = _LINE_END.split(piece.decode())
            line, column = line + len(whole), len(last) + (1 if whole else column)
            places.append((line, column, name))
        return places


def thumb(why: str, rules: str, *pieces: str) -> Broken:
    """The whole thumb with some pieces of it written otherwise: old, new, old, new. Each old one stands there exactly once."""
    return Broken(why, rules, lambda: _changed(pieces).encode())


def file(why: str, rules: str, marked: str | bytes | Callable[[], str]) -> Broken:
    """A file of its own; given as a function if it is large."""

    def made() -> bytes:
        written = marked() if callable(marked) else marked
        return written if isinstance(written, bytes) else written.encode()

    return Broken(why, rules, made)


def _changed(pieces: tuple[str, ...]) -> str:
    text = WHOLE_THUMB
    for old, new in zip(pieces[::2], pieces[1::2], strict=True):
        assert WHOLE_THUMB.count(old) == text.count(old) == 1, f"{old!r} stands {text.count(old)} times in the set"
        text = text.replace(old, new)
    return text
