"""The program's surroundings as one value: streams, clock, environment, what the terminal can show."""

import codecs
import os
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, TypeVar

from msgspec import Struct

from sdm_cli.document.blocks import Block, Document, Faint, Paragraph, Pictures, line
from sdm_cli.document.inert import visible
from sdm_cli.document.plain import folded, to_plain

if TYPE_CHECKING:
    from sdm_cli.content.catalogue import Catalogue
    from sdm_cli.document.terminal import Drawn

T = TypeVar("T")
_NEAREST = {
    "\u2013": "-", "\u2014": "-", "\u2212": "-", "\u2026": "...", "\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"',
    "\u2264": "<=", "\u2265": ">=", "\u00d7": "x", "\u00f7": "/", "\u00f8": "o", "\u00d8": "O", "\u00e6": "ae", "\u00df": "ss", "\u0142": "l", "\u0111": "d", "\u2192": "->", "\u2022": "*", "\u2610": "_", "\u00a0": " ", "\u202f": " ", "\u2009": " ",
}  # fmt: skip
_NEVER = {"", "0"}
_USUAL_WIDTH, _USUAL_HEIGHT = 80, 24
_LEAST_ROOM = 6
"""Lines below which a screenful would not be worth a key."""
MANY = 24
"""Files from which on somebody waits: they are counted on the screen, and it pays to start a process on every core."""
_NAMED = 3
"""Parts of a page that are named where they are not shown."""


class Unseen(Struct, frozen=True):
    """Lines of a page that the window had no room for."""

    lines: "tuple[Drawn, ...]"


class Surroundings(Struct, frozen=True):
    """What the program stands in. `plain` asks for lines without boxes, colour or redraw."""

    stdin: TextIO
    stdout: TextIO
    stderr: TextIO
    environment: Mapping[str, str]
    plain: bool = False

    @classmethod
    def here(cls, *, plain: bool = False) -> "Surroundings":
        """The real ones. Characters that a stream cannot carry are written as the nearest that it can."""
        codecs.register_error("sdm-nearest", _nearest)
        for stream in (sys.stdout, sys.stderr):
            _reconfigure(stream, "sdm-nearest")
        _reconfigure(sys.stdin, "replace")
        return cls(sys.stdin, sys.stdout, sys.stderr, os.environ, plain or _asks_for_lines(os.environ))

    @property
    def has_terminal(self) -> bool:
        """Whether a question can be drawn and answered: all three streams are a terminal's."""
        return self.stdin.isatty() and self.stdout.isatty() and self.stderr.isatty()

    @property
    def width(self) -> int:
        """Columns of the terminal: COLUMNS, or what it says itself."""
        if (named := self.environment.get("COLUMNS", "")).isascii() and named.isdigit() and int(named) > 0:
            return int(named)
        try:
            return os.get_terminal_size(self.stdout.fileno()).columns or _USUAL_WIDTH
        except (OSError, ValueError):
            return _USUAL_WIDTH

    @property
    def height(self) -> int:
        """Lines of the terminal: LINES, or what it says itself."""
        if (named := self.environment.get("LINES", "")).isascii() and named.isdigit() and int(named) > 0:
            return int(named)
        try:
            return os.get_terminal_size(self.stdout.fileno()).lines or _USUAL_HEIGHT
        except (OSError, ValueError):
            return _USUAL_HEIGHT

    def colour(self, stream: TextIO) -> bool:
        """Whether a stream may be coloured (no-color.org: an empty NO_COLOR counts as unset)."""
        return stream.isatty() and not self.plain and not self.environment.get("NO_COLOR")

    def folds(self, stream: TextIO) -> int | None:
        """Columns at which lines are folded between words: a terminal's; None in a pipe, where every line stays whole."""
        return self.width if stream.isatty() else None

    @property
    def command(self) -> str:
        """What a person types to call this program."""
        return self.environment.get("SDM_COMMAND") or "sdm"

    @property
    def plain_as_typed(self) -> str:
        """The option that asks for lines, to be typed again, unless the environment asks for them anyway."""
        return " --plain" if self.plain and not _asks_for_lines(self.environment) else ""

    @property
    def data_folder(self) -> Path:
        """Where sessions and the user's own library live: SDM_HOME, or the platform's place for data."""
        if home := self.environment.get("SDM_HOME"):
            return Path(home)
        # Imported here: most commands never ask.
        from platformdirs import user_data_path

        return user_data_path("sdm", appauthor=False)

    @property
    def library_folders(self) -> tuple[Path, ...]:
        """The user's own libraries: those of SDM_LIBRARY in order, then the one in the data folder."""
        named = self.environment.get("SDM_LIBRARY", "")
        return (*(Path(folder) for folder in named.split(os.pathsep) if folder), self.data_folder / "library")

    @property
    def catalogue(self) -> "Catalogue":
        """The user's own libraries and the bundled one."""
        # Imported here: not every command looks for something.
        from sdm_cli.content.catalogue import Catalogue

        return Catalogue(self.library_folders, self.data_folder / "glances.json")

    def say_what_is_not_there(self) -> None:
        """Tell of folders in SDM_LIBRARY that are not there: a misspelt one holds no set, and says nothing by itself."""
        for folder in self.library_folders[:-1]:
            if not folder.is_dir():
                self.say(f"SDM_LIBRARY names {folder}, and there is no such folder.")

    def now(self) -> datetime:
        """The time, in UTC."""
        return datetime.now(UTC)

    def today(self) -> date:
        """The day, where the person is: the one that they write into their files."""
        return self.now().astimezone().date()

    def result(self, document: Document) -> None:
        """Show a result on stdout: drawn in a terminal, whole and unwrapped in a pipe."""
        self._write(document, self.stdout)

    def data(self, text: str) -> None:
        """Write something for another program on stdout: UTF-8, whatever the terminal has, so that nothing is lost."""
        self.stdout.flush()
        self.stdout.buffer.write(text.encode(errors="replace"))
        self.stdout.buffer.flush()

    def note(self, document: Document) -> None:
        """Show something that is not the result, on stderr."""
        self._write(document, self.stderr)

    def note_a_screenful(self, page: "Document | Unseen", below: int) -> "Unseen | None":
        """Show as much on stderr as the window has room for above some lines; gives what is left, after naming it.

        Line by line everything comes in order.
        """
        if isinstance(page, Document) and (self.plain or not self.stderr.isatty()):
            self.note(page)
            return None
        # Imported here: as in `_write`.
        from sdm_cli.document.terminal import Canvas, lines, write_lines

        canvas = Canvas(self.stderr, self.width, self.colour(self.stderr))
        drawn = tuple(lines(page, canvas)) if isinstance(page, Document) else page.lines
        room = max(self.height - below, _LEAST_ROOM)
        shown, left, named = len(drawn), drawn[:0], ""
        if len(drawn) > room:
            # What is named takes lines itself, and fewer of them the more is shown.
            for taken in range(1, room):
                shown = _with_what_it_leads_to(drawn, room - taken)
                left = drawn[shown:]
                named = _named(left)
                if folded(named, self.width).count("\n") < taken:
                    break
        write_lines(drawn[:shown], canvas)
        self.stderr.flush()
        if not left:
            return None
        self.say(named)
        return Unseen(left)

    def note_the_newest(self, page: Document, below: int) -> "Unseen | None":
        """Show a page whole on stderr above some lines, as what is newest in it stands last.

        A picture taller than the window would never be seen at once: it is told in words, and given to be shown by itself. So is
        one that is drawn and whose head leaves the window.
        """
        if self.plain or not self.stderr.isatty():
            self.note(page)
            return None
        # Imported here: as in `_write`.
        from sdm_cli.document.terminal import Canvas, lines, write

        canvas = Canvas(self.stderr, self.width, self.colour(self.stderr))
        told: list[Block] = []
        unseen: list[Block] = []
        for number, block in enumerate(page.blocks):
            if not isinstance(block, Pictures):
                told.append(block)
            elif len(lines(Document((block,)), canvas)) > self.height:
                told += _in_words(block)
                unseen.append(block)
            elif len(lines(Document(page.blocks[number:]), canvas)) + below > self.height:
                told += (block, Paragraph(line(Faint("? shows the picture again, from its beginning."))))
                unseen.append(block)
            else:
                told.append(block)
        write(Document(tuple(told)), canvas)
        self.stderr.flush()
        return Unseen(tuple(lines(Document(tuple(unseen)), canvas))) if unseen else None

    def say(self, text: str) -> None:
        """One line for the person, on stderr; folded between words in a terminal."""
        width = self.folds(self.stderr)
        self.stderr.write("".join(f"{folded(visible(line), width)}\n" for line in text.split("\n")))
        self.stderr.flush()

    def counting(self, counted: Iterable[T], total: int, what: str) -> Iterator[T]:
        """Pass things on, and let a person who waits see how many have come: in plain mode in a line before many, in a pipe not at all."""
        if not self.stderr.isatty():
            return iter(counted)
        if self.plain:
            if total >= MANY:
                self.say(f"{what}.")
            return iter(counted)
        # Imported here: few commands make anybody wait.
        from sdm_cli.document.terminal import counting

        return counting(counted, total, what, self.stderr)

    def _write(self, document: Document, stream: TextIO) -> None:
        if self.plain or not stream.isatty():
            stream.write(to_plain(document, self.folds(stream)))
        else:
            # Imported here: Rich costs as much as everything else together, and a pipe does not need it.
            from sdm_cli.document.terminal import Canvas, write

            write(document, Canvas(stream, self.width, self.colour(stream)))
        stream.flush()


def _asks_for_lines(environment: Mapping[str, str]) -> bool:
    named = any(environment.get(name, "") not in _NEVER for name in ("SDM_PLAIN", "ACCESSIBLE"))
    return named or environment.get("TERM") == "dumb"


def _in_words(block: Pictures) -> tuple[Block, ...]:
    return (*block.in_words(), Paragraph(line(Faint("The picture is taller than this window. ? shows it."))))


def _with_what_it_leads_to(drawn: "Sequence[Drawn]", shown: int) -> int:
    """As many lines as are shown without the head of a table whose first row is not."""
    while shown > 1 and drawn[shown - 1].leads:
        shown -= 1
    return shown


def _named(left: "Sequence[Drawn]") -> str:
    """What is not shown yet, in one line, and how to see it."""
    parts = [part for part in dict.fromkeys(each.part for each in left) if part]
    also = " and so on" if len(parts) > _NAMED else ""
    return f"More below{': ' if parts else ''}{'; '.join(parts[:_NAMED])}{also}. ? shows it."


def _reconfigure(stream: object, errors: str) -> None:
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors=errors)


def _nearest(error: UnicodeError) -> tuple[str, int]:
    """What to write for characters that an encoding lacks."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    written = "".join(_near(character) for character in error.object[error.start : error.end])
    return written, error.end


def _near(character: str) -> str:
    candidates = (_NEAREST.get(character, ""), unicodedata.normalize("NFKD", character)[:1])
    for candidate in candidates:
        if candidate and candidate != character and candidate.isascii():
            return candidate
    return "?"
