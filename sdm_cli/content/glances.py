"""What a list shows of a file, from its first lines; kept, so that a folder of a thousand files is looked through once."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from sdm_cli import __version__
from sdm_cli.content import placed
from sdm_cli.files import read_file, write_whole

Kind = Literal["option-sets", "guides", "cases"]
Shown = Kind | Literal["steps"] | None
"""The kind of file that one shows itself to be; None if none can be told."""

HEADLINES: Mapping[Kind, frozenset[str]] = {
    "option-sets": frozenset({"id", "title", "decision", "status", "updated", "review_due"}),
    "guides": frozenset({"id", "title", "summary"}),
    "cases": frozenset({"id", "title", "option_set", "level", "minutes", "practises"}),
}
"""What a list shows of a file. These keys stand first in a file, so that listing reads no further."""
_TELLTALE: Mapping[str, Kind | Literal["steps"]] = {
    "option_set": "cases",
    "exchanges": "cases",
    "decision": "option-sets",
    "options": "option-sets",
    "talks": "guides",
    "steps": "steps",
}
"""Keys by which a file shows of which kind it is."""
_HEAD = 65_536
"""Bytes in which the first keys of a file are looked for."""
_WORTH_KEEPING = 50
"""Files looked into above which it takes longer to look again than to keep what was seen."""


class Glance(Struct, frozen=True, array_like=True):
    """What one look told: the kind that a file shows, and some of its single values, as many as could be read."""

    kind: Shown
    headline: Mapping[str, str]


class _Kept(Struct, frozen=True, array_like=True):
    """A glance, and the file as it was then: when it was changed in content and in place, and its size in bytes."""

    modified: int
    changed: int
    size: int
    glance: Glance


class _Memory(Struct, frozen=True):
    program: str
    files: dict[str, _Kept]


_decode = msgspec.json.Decoder(_Memory).decode


class Glances:
    """Looks into files, and remembers in a file what it saw; without one it forgets."""

    def __init__(self, memory: Path | None) -> None:
        self._memory = memory
        self._known = _remembered(memory)
        self._looked_into = 0

    def at(self, path: Path) -> Glance:
        """What a file shows. One that cannot be read shows nothing; `sdm check` and `sdm show` say what is wrong with it."""
        try:
            found = path.stat()
        except (OSError, ValueError):
            return Glance("option-sets", {})
        kept = self._known.get(str(path))
        if kept is not None and (kept.modified, kept.changed, kept.size) == (found.st_mtime_ns, found.st_ctime_ns, found.st_size):
            return kept.glance
        glance = _look(path)
        self._looked_into += 1
        self._known[str(path)] = _Kept(found.st_mtime_ns, found.st_ctime_ns, found.st_size, glance)
        return glance

    def keep(self) -> None:
        """Remember, if so much was seen that it is worth it. What cannot be kept is looked for again."""
        if self._memory is None or self._looked_into < _WORTH_KEEPING:
            return
        with suppress(OSError):
            self._memory.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_whole(self._memory, msgspec.json.encode(_Memory(__version__, self._known)))


def shown_kind(keys: Iterator[tuple[str, str | None]]) -> Shown:
    """The kind of a file, by the first key that only one kind has."""
    return next((_TELLTALE[key] for key, _ in keys if key in _TELLTALE), None)


def first_keys(raw: bytes) -> Iterator[tuple[str, str | None]]:
    """The keys at the beginning of a file with their single values, as far as they can be read, and read no further than asked for.

    Raises Unreadable if not even one can.
    """
    has_begun = False
    try:
        for key in placed.top_keys(placed.lenient(raw[:_HEAD])):
            has_begun = True
            yield key
    except placed.Unreadable:
        if not has_begun:
            raise


def _look(path: Path) -> Glance:
    # One that cannot be read is listed among the sets, so that it is not missed.
    kind: Shown = None
    headline: dict[str, str] = {}
    try:
        for key, value in first_keys(read_file(path, _HEAD)):
            kind = kind or _TELLTALE.get(key)
            if value is not None:
                headline[key] = value
            if kind is not None and (kind == "steps" or HEADLINES[kind] <= headline.keys()):
                break
    except (placed.Unreadable, OSError):
        return Glance("option-sets", {})
    return Glance(kind, headline)


def _remembered(memory: Path | None) -> dict[str, _Kept]:
    if memory is None:
        return {}
    try:
        known = _decode(memory.read_bytes())
    except (OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return {}
    return known.files if known.program == __version__ else {}
