"""YAML as a tree in which every value knows its place.

PyYAML's event stream is read, not its composer: the composer crashes the process on 60 kB of brackets, loses
repeated keys, and turns `no` into False. Scalars follow the JSON schema of YAML 1.2, and a number may have a plus sign
(as a change of state is written): only `null`, `true`, `false` and plain decimal numbers are anything but text, so
`no`, `08`, `1:30` and dates stay the words that were written.
"""

import re
from codecs import BOM_UTF8
from collections.abc import Iterator
from itertools import islice
from math import isfinite
from typing import Any, TypeVar

import yaml
from msgspec import Struct

from sdm_cli.model.diagnostic import Level

DEEPEST = 24
LARGEST = 1_000_000
"""Bytes. The largest bundled set is a tenth of it; 12 MB would take ten seconds and 600 MB of memory."""
MOST = 50_000
"""Values and keys. The largest bundled set has three thousand."""

_NUMBER = re.compile(r"[-+]?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?\Z")
_OTHER_BREAKS = "\r\x85\u2028\u2029"
_BREAK = re.compile(rf"\r\n|[\n{_OTHER_BREAKS}]")
_LONGEST_NUMBER = 30
"""Characters. Python refuses to read integers of thousands of digits, and no count in a clinic has thirty."""
_WORDS = {"null": None, "~": None, "": None, "true": True, "false": False}
_BEGINS_MORE = frozenset(["", *"+-0123456789", *"~ntf"])
"""What a number, or one of the words above, begins with. Nearly every text is told from them by its first character."""
_loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Place(Struct, frozen=True):
    """Line and column, counted from 1."""

    line: int
    column: int


N = TypeVar("N", bound="Placed")


class Placed(Struct):
    """The base of everything that stands somewhere. The mark is PyYAML's own, turned into a place only when asked."""

    mark: Any

    @property
    def at(self) -> Place:
        """Where it stands."""
        return Place(self.mark.line + 1, self.mark.column + 1)


class Scalar(Placed):
    """A single value, raw."""

    text: str
    plain: bool

    @property
    def value(self) -> str | int | float | bool | None:
        """What the text means: a word, unless it is unquoted and a number, true, false or null."""
        text = self.text
        if not self.plain or text[:1] not in _BEGINS_MORE:
            return text
        if text in _WORDS:
            return _WORDS[text]
        if len(text) <= _LONGEST_NUMBER and (number := _NUMBER.match(text)):
            if number[2] is None and number[3] is None:
                return int(text)
            if isfinite(size := float(text)):
                return size
        return text


class Sequence(Placed):
    """A list."""

    items: list["Node"] = []


class Mapping(Placed):
    """Keys with values, in the order written. A repeated key keeps its first value; the slip is reported."""

    keys: dict[str, Scalar] = {}
    items: dict[str, "Node"] = {}

    def get(self, key: str, kind: type[N]) -> N | None:
        """The value of a key, if it is of this kind."""
        item = self.items.get(key)
        return item if isinstance(item, kind) else None

    def entries(self, key: str) -> Iterator["Mapping"]:
        """The groups of keys in the list under a key; whatever is not one is passed over."""
        listed = self.get(key, Sequence)
        for item in listed.items if listed else []:
            if isinstance(item, Mapping):
                yield item

    def scalars(self, key: str) -> list[Scalar]:
        """The single values in the list under a key."""
        listed = self.get(key, Sequence)
        return [item for item in listed.items if isinstance(item, Scalar)] if listed else []


Node = Scalar | Sequence | Mapping


class Slip(Struct, frozen=True):
    """A mistake in a file.

    `meant` is the key or id that was probably meant; `absent` are keys or ids whose absence is the mistake. One slip of
    the pen is one finding: where something meant is absent, only the misspelling is told.
    """

    at: Place
    rule: str
    message: str
    fix: str
    width: int = 1
    meant: str = ""
    absent: tuple[str, ...] = ()
    level: Level = "error"


class Unreadable(Exception):
    """The text is not YAML, or is more than we accept; nothing after this place was read."""

    def __init__(self, slip: Slip) -> None:
        super().__init__(slip.message)
        self.slip = slip


def decode(raw: bytes) -> str:
    """The text of a file.

    Raises Unreadable if it is too large, not UTF-8, or holds characters that YAML forbids.
    """
    if len(raw) > LARGEST:
        raise Unreadable(Slip(Place(1, 1), "too-large", "the file is larger than 1 MB, and no more is read", "Split the file."))
    raw = raw.removeprefix(BOM_UTF8)
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode()
        raise Unreadable(
            Slip(
                _place_after(before),
                "not-utf-8",
                f"byte 0x{raw[error.start]:02x} is not UTF-8 text",
                "Save the file as UTF-8 in the editor.",
            )
        ) from None
    if found := yaml.reader.Reader.NON_PRINTABLE.search(text):
        raise Unreadable(
            Slip(
                _place_after(text[: found.start()]),
                "control-character",
                f"the character U+{ord(found[0]):04X} may not stand in YAML",
                "Delete it; it is invisible in most editors.",
            )
        )
    return text


def lenient(raw: bytes) -> str:
    """The text of a file whatever is in it, for showing a line of it or looking at its beginning; no more than is read."""
    return raw[:LARGEST].removeprefix(BOM_UTF8).decode(errors="replace")


def parse(text: str) -> tuple[Mapping | None, list[Slip]]:
    """The tree of one YAML document, and the slips that did not stop the reading.

    The tree is None only for an empty file. Raises Unreadable on a syntax error or on anything too deep.
    """
    builder = _Builder()
    loader = _loader(text)
    try:
        builder.read(loader)
    except yaml.MarkedYAMLError as error:
        raise Unreadable(_syntax_slip(error, text)) from None
    finally:
        loader.dispose()
    if isinstance(builder.root, Scalar) and builder.root.value is None:
        return None, builder.slips
    if builder.root is not None and not isinstance(builder.root, Mapping):
        raise Unreadable(
            Slip(builder.root.at, "not-a-mapping", "the file does not begin with a key", "Begin with a line such as: id: my-set")
        )
    return builder.root, builder.slips


def plain_value(node: Node) -> object:
    """The tree as ordinary Python values."""
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Mapping):
        return {key: item.value if isinstance(item, Scalar) else plain_value(item) for key, item in node.items.items()}
    return [plain_value(item) for item in node.items]


def all_scalars(tree: Mapping) -> Iterator[Scalar]:
    """Every single value of a tree, in the order of the file; keys are none."""
    waiting: list[Iterator[Node]] = [iter(tree.items.values())]
    while waiting:
        for node in waiting[-1]:
            if isinstance(node, Scalar):
                yield node
            else:
                waiting.append(iter(node.items.values() if isinstance(node, Mapping) else node.items))
                break
        else:
            waiting.pop()


def top_keys(source: str) -> Iterator[tuple[str, str | None]]:
    """The keys of the top level in order, each with its text if it has a single value.

    Reads no further than it is asked to, so that a list of files costs their first lines. Raises Unreadable at a
    syntax error on the way.
    """
    depth = 0
    key: str | None = None
    try:
        for event in yaml.parse(source, Loader=_loader):
            opens = isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            text = event.value if isinstance(event, yaml.ScalarEvent) else None
            if depth == 1 and (opens or text is not None):
                if key is None:
                    key = text
                else:
                    yield key, text
                    key = None
            depth += opens
            if depth > DEEPEST:
                raise Unreadable(_too_deep(_place(event)))
    except yaml.MarkedYAMLError as error:
        raise Unreadable(_syntax_slip(error, source)) from None
    except yaml.YAMLError as error:
        raise Unreadable(Slip(Place(1, 1), "syntax", f"not readable as YAML: {error}", "Look for invisible characters.")) from None


def _too_deep(at: Place) -> Slip:
    return Slip(at, "too-deep", f"nested more than {DEEPEST} deep", "No option set needs that; check the brackets.")


class _Builder:
    """Builds the tree from events, with the open collections on a stack of its own, so depth costs no recursion.

    `_into` is the innermost open one, `_key` its key that waits for a value; `_around` holds both for those outside.
    """

    def __init__(self) -> None:
        self.root: Node | None = None
        self.slips: list[Slip] = []
        self._into: Sequence | Mapping | None = None
        self._key: Scalar | None = None
        self._around: list[tuple[Sequence | Mapping | None, Scalar | None]] = []
        self._documents = 0

    def read(self, loader: Any) -> None:
        """All events of a loader. It runs for every value of a file, so the commonest kind comes first."""
        # Not by yaml.parse, which asks for every event twice.
        for event in islice(iter(loader.get_event, None), MOST):
            kind = type(event)
            if kind is yaml.ScalarEvent:
                if event.anchor is not None or event.tag is not None:
                    self._report_name_and_tag(event)
                self._add(Scalar(event.start_mark, event.value, not event.style))
            elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
                if event.anchor is not None or event.tag is not None:
                    self._report_name_and_tag(event)
                self._start(Mapping(event.start_mark) if kind is yaml.MappingStartEvent else Sequence(event.start_mark))
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                self._into, self._key = self._around.pop()
            else:
                self._take_seldom(event)
        if (event := loader.get_event()) is not None:
            raise Unreadable(Slip(_place(event), "too-large", f"the file has more than {MOST:,} values", "Split the file."))

    def _take_seldom(self, event: Any) -> None:
        if isinstance(event, yaml.AliasEvent):
            name = f"*{event.anchor}"
            fix = "Write the text out here again."
            raise Unreadable(Slip(_place(event), "alias", f"'{name}' points to another place", fix, len(name)))
        if isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                raise Unreadable(Slip(_place(event), "second-document", "a second document begins here", "Put it in a file of its own."))

    def _report_name_and_tag(self, event: Any) -> None:
        if event.anchor is not None:
            name = f"&{event.anchor}"
            fix = "Delete the name; places are not reused here."
            self.slips.append(Slip(_place(event), "anchor", f"'{name}' names this place", fix, len(name)))
        if event.tag is not None and event.tag != "!":
            fix = "Delete it; the kind of value follows from the key."
            self.slips.append(Slip(_place(event), "tag", f"'{event.tag}' is a YAML tag", fix))

    def _start(self, node: Sequence | Mapping) -> None:
        if len(self._around) == DEEPEST:
            raise Unreadable(_too_deep(node.at))
        self._add(node)
        self._around.append((self._into, self._key))
        self._into, self._key = node, None

    def _add(self, node: Node) -> None:
        into = self._into
        if isinstance(into, Mapping):
            if (key := self._key) is None:
                self._key = self._as_key(node)
            else:
                self._key = None
                if key.text in into.items:
                    self._report_second(key, into.keys[key.text].at)
                else:
                    into.keys[key.text] = key
                    into.items[key.text] = node
        elif into is None:
            self.root = node
        else:
            into.items.append(node)

    def _as_key(self, node: Node) -> Scalar:
        if not isinstance(node, Scalar):
            raise Unreadable(Slip(node.at, "odd-key", "a list or a mapping stands where a key should", "Write a word, then a colon."))
        return node

    def _report_second(self, key: Scalar, first: Place) -> None:
        message = f"'{key.text}' stands here a second time; first on line {first.line}"
        self.slips.append(Slip(key.at, "duplicate-key", message, "Keep one of the two.", len(key.text)))


def _place(event: Any) -> Place:
    return Place(event.start_mark.line + 1, event.start_mark.column + 1)


def _syntax_slip(error: yaml.MarkedYAMLError, text: str) -> Slip:
    mark = error.problem_mark or error.context_mark
    if error.context_mark is not None and (error.context in _TOLD_AT_THEIR_BEGINNING or error.problem == "found unexpected end of stream"):
        mark = error.context_mark
    lines = split_lines(text)
    # A file that breaks off is wrong behind its end, where nobody can look: the end itself is told.
    at = Place(mark.line + 1, mark.column + 1) if mark and mark.line < len(lines) else Place(len(lines), len(lines[-1]) + 1)
    line = lines[at.line - 1]
    indentation = line[: len(line) - len(line.lstrip())]
    if "\t" in indentation or line[at.column - 1 : at.column] == "\t":
        return Slip(at, "tab", "a tab stands where YAML wants spaces", "Replace the tab by spaces.")
    problem = (error.problem or "this is not YAML").strip()
    return Slip(at, "syntax", f"not readable as YAML: {problem}", _syntax_remedy(f"{error.context or ''} {problem}"))


_TOLD_AT_THEIR_BEGINNING = {"while scanning a simple key", "while scanning an alias", "while scanning an anchor"}
"""What libyaml was reading when it met something else, further on. The author's slip stands where it began."""


def _syntax_remedy(problem: str) -> str:
    if "mapping values are not allowed" in problem:
        return "A colon inside a text needs quotes round the whole text; or a line above is indented wrongly."
    if "could not find expected ':'" in problem:
        return "A key has a colon and a space behind it; a text that runs on over lines is indented."
    if "alphabetic or numeric" in problem:
        return "A text that begins with * or & needs quotes round the whole text."
    if "quoted scalar" in problem:
        return "Close the quotation mark that was opened."
    if "block end" in problem or "block collection" in problem or "expected ',' or" in problem:
        return "Check the indentation here and on the line above, and that brackets are closed."
    return "Look at this line and the one above: indentation, quotes and colons."


def split_lines(text: str) -> list[str]:
    """The lines of a text as YAML counts them; at least one."""
    lines = _BREAK.split(text) if any(other in text for other in _OTHER_BREAKS) else text.split("\n")
    return lines[:-1] if len(lines) > 1 and not lines[-1] else lines


def _place_after(text: str) -> Place:
    lines = _BREAK.split(text)
    return Place(len(lines), len(lines[-1]) + 1)
