"""Session files that people handed in: found in folders, told apart, and read against the texts they were run on.

A session names the texts that it was run against by their SHA-256. They are looked for in a folder `contents` beside
the session, above it or in a folder that was named, then in this machine's own sessions, then in the library that comes
with sdm. A text that is not the very same is not taken: a step would be counted that nobody was asked.
"""

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import Any

import msgspec
from msgspec import Struct

from sdm_cli.cohort.following import Known, key_of
from sdm_cli.cohort.left import Handed, as_it_was_left, followed
from sdm_cli.cohort.report import Typed, typed_in
from sdm_cli.cohort.tables import Tables
from sdm_cli.content.case_loading import read_case
from sdm_cli.content.catalogue import BUNDLED, title_of
from sdm_cli.content.loading import Unusable, read_guide, read_option_set
from sdm_cli.conversation.observation import Observation
from sdm_cli.conversation.practice import Practice
from sdm_cli.conversation.reflection import ROLES, Reflection
from sdm_cli.conversation.walk import Walk
from sdm_cli.document.inert import named
from sdm_cli.exits import Exit, Refusal
from sdm_cli.files import read_whole
from sdm_cli.model.derivation import resolved
from sdm_cli.model.session import FORMAT, OBSERVATION, PRACTICE, REFLECTION, Format, Header, Session
from sdm_cli.sessions import journal

_CONTENTS = "contents"
_OF_OURS = re.compile(r".*\.(lock|holder|yaml|jsonl\.(format-\d+|[0-9a-f]{8}))").fullmatch
"""What lies in a folder of sessions beside them, and is nothing to be told of."""

_decode_format = msgspec.json.Decoder(Format).decode
_decode_header = msgspec.json.Decoder(Header).decode


class NotThere(Refusal):
    """A path that was named does not exist, or cannot be one."""

    exit = Exit.USAGE

    def __init__(self, path: Path, why: str = "") -> None:
        super().__init__(f"There is no {named(path)}{why and f' ({why})'}. Name session files, or folders that hold them.")


class PassedOver(Struct, frozen=True):
    """A file that is not counted: in what way, in few words that name nobody, and the details."""

    path: Path
    reason: str
    detail: str


class Unread(Refusal):
    """A file is passed over."""

    def __init__(self, path: Path, reason: str, detail: str) -> None:
        super().__init__(f"{path}: {detail}")
        self.passed_over = PassedOver(path, reason, detail)


class Found(Struct, frozen=True):
    """A session file by its first line."""

    path: Path
    key: str
    size: int
    code: str | None = None


class Survey(Struct, frozen=True):
    """What was handed in: each session once, those passed over, and how many were handed in more than once.

    `persons` gives each folder a number. With a single folder it is empty: then nobody can tell whose is whose.
    """

    found: tuple[Found, ...]
    passed_over: tuple[PassedOver, ...]
    twice: int
    persons: dict[Path, str]


def files_in(paths: Iterable[Path]) -> Iterator[Path]:
    """Every file that may be meant, in an order that does not hang on the disk, and folders that nobody can look into. Raises NotThere."""
    for path in paths:
        try:
            is_folder = S_ISDIR(path.stat().st_mode)
        except FileNotFoundError:
            raise NotThere(path) from None
        except OSError as error:
            raise NotThere(path, error.strerror or str(error)) from error
        if not is_folder:
            yield path
            continue
        locked: list[Path] = []
        for folder, inner, names in os.walk(path, onerror=lambda error: locked.append(Path(error.filename))):  # noqa: B023 - called at once
            inner[:] = sorted(name for name in inner if name != _CONTENTS and not name.startswith("."))
            yield from (Path(folder, name) for name in sorted(names) if not name.startswith(".") and not _OF_OURS(name))
        yield from locked


def surveyed(files: Iterable[Path]) -> Survey:
    """Tell sessions from other files, and each session from its copies; of copies the longest counts."""
    found: dict[str, Found] = {}
    passed_over: list[PassedOver] = []
    twice = 0
    for path in files:
        try:
            session = _first_look(path)
        except Unread as unread:
            passed_over.append(unread.passed_over)
            continue
        before = found.get(session.key)
        twice += before is not None
        if before is None or session.size > before.size:
            found[session.key] = session
    return Survey(tuple(found.values()), tuple(passed_over), twice, _persons(found.values()))


def _first_look(path: Path) -> Found:
    try:
        found = path.stat()
        size = found.st_size
        if S_ISDIR(found.st_mode):
            raise Unread(path, "cannot be opened", "the folder cannot be opened, so nothing in it was read")
        if size > journal.LARGEST or not S_ISREG(found.st_mode):
            raise Unread(path, "not a session", "it is no session file of sdm")
        if not size:
            raise Unread(path, "empty", "the file is empty")
        with path.open("rb") as file:
            first = file.readline(65_536)
    except OSError as error:
        raise Unread(path, "cannot be opened", error.strerror or str(error)) from error
    try:
        written = _decode_format(first).sdm_session
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise Unread(path, "not a session", "it is no session file of sdm") from None
    if written > FORMAT:
        raise Unread(path, "written by a newer sdm", f"it has format {written}, and this sdm reads up to {FORMAT}; update sdm")
    try:
        header = _decode_header(first)
        return Found(path, key_of(header), size, header.code)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Unread(path, "broken", f"its first line is not readable: {error}") from None


def _persons(found: Iterable[Found]) -> dict[Path, str]:
    """A number for each folder, by an order that has nothing to do with its name."""
    folders: dict[Path, str] = {}
    for session in found:
        folder = session.path.parent
        folders[folder] = min(session.key, folders.get(folder, session.key))
    if len(folders) < 2:  # noqa: PLR2004 - one folder tells nobody apart
        return {}
    return {folder: f"p{number}" for number, folder in enumerate(sorted(folders, key=lambda each: folders[each]), start=1)}


class Texts(Struct, frozen=True):
    """Where the texts of sessions are looked for, besides beside them."""

    folders: tuple[Path, ...]

    def text(self, digest: str, beside: Path) -> bytes | None:
        """The text with this SHA-256; None if it is nowhere."""
        return _text(digest, (beside / _CONTENTS, beside.parent / _CONTENTS, *self.folders))


@lru_cache(maxsize=4096)
def _text(digest: str, folders: tuple[Path, ...]) -> bytes | None:
    # A hash from a file must not lead out of the folder.
    if not digest.isalnum():
        return None
    for folder in folders:
        try:
            raw = read_whole(folder / f"{digest}.yaml", journal.LARGEST)
        except OSError:
            continue
        if sha256(raw).hexdigest() == digest:
            return raw
    return _bundled().get(digest)


@lru_cache(maxsize=1)
def _bundled() -> dict[str, bytes]:
    texts = [path.read_bytes() for path in BUNDLED.rglob("*.yaml")]
    return {sha256(raw).hexdigest(): raw for raw in texts}


@lru_cache(maxsize=512)
def _conversation(option_set: bytes, guide: bytes, steps: bytes, case: bytes | None) -> Walk | Practice:
    """The conversation that some texts make, read once for all sessions that were run against them. Raises Unusable."""
    read_set = read_option_set(option_set, "option set")
    by = read_guide(guide, "guide", steps, "steps")
    if case is None:
        return Walk(read_set, by)
    # The seed decides in which order things to say are shown, and nothing that is counted; nor does what had to be typed.
    return Practice(read_case(case, "case", read_set, list(by.steps)), resolved(read_set, {}), by, 0)


@lru_cache(maxsize=512)
def _observation(guide: bytes, steps: bytes, watched: bytes | None) -> Observation:
    """The watching of something by a guide. Raises Unusable."""
    return Observation(read_guide(guide, "guide", steps, "steps"), title_of(watched) if watched is not None else "")


def tables_of(found: Found, person: str, texts: Texts, *, with_words: bool = False, follow: bool = False) -> Tables:
    """A session as rows: those that it was left with, or followed anew where it has none or words are wanted. Raises Unread."""
    if not (follow or with_words):
        with _read(found.path):
            left = as_it_was_left(found.path, person)
        if left is not None:
            return left
    session, conversation = opened(found, texts)
    return followed(Known(found.key, person, session), conversation, with_words=with_words)


def opened(found: Found, texts: Texts) -> tuple[Session, Handed]:
    """A session, and the conversation that it was of. Raises Unread."""
    with _read(found.path):
        session = journal.read(found.path)
    return session, _conversation_of(found.path, session.header, texts)


@contextmanager
def _read(path: Path) -> Iterator[None]:
    """Say of a file that cannot be read that it is broken, and where. Raises Unread."""
    try:
        yield
    except RecursionError:
        raise Unread(path, "broken", "a line of it cannot be read") from None
    except Refusal as refusal:
        raise Unread(path, "broken", f"line {str(refusal).removeprefix(f'{path}:').partition('. ')[0]}") from None


_NEEDED: Mapping[str, tuple[str, ...]] = {
    "walk": ("option_set", "guide", "steps"),
    PRACTICE: ("option_set", "guide", "steps", "case"),
    OBSERVATION: ("guide", "steps"),
    REFLECTION: (),
}
"""The texts that each kind of session cannot be read without."""


def _conversation_of(path: Path, header: Header, texts: Texts) -> Handed:
    if header.kind not in _NEEDED or (header.kind == REFLECTION and header.role not in ROLES):
        kind = header.kind if header.role is None else f"{header.kind} of the role {header.role}"
        raise Unread(path, "of a kind that is not counted here", f"it is of the kind '{kind}', which is not counted here")
    names = _NEEDED[header.kind]
    raw = {name: texts.text(header.contents.get(name, ""), path.parent) for name in names}
    missing = [name.replace("_", " ") for name in names if raw[name] is None]
    if missing:
        raise Unread(
            path,
            "without the texts it was run against",
            f"the {' and the '.join(missing)} that it was run against is not here; put the folder 'contents' from beside the session beside it",
        )
    try:
        if header.kind == REFLECTION:
            return Reflection(header.role or "")
        if header.kind == OBSERVATION:
            # Only the title is wanted of what was watched, and it may be missing.
            watched = texts.text(header.contents.get("case" if header.case else "option_set", ""), path.parent)
            return _observation(raw["guide"] or b"", raw["steps"] or b"", watched)
        return _conversation(raw["option_set"] or b"", raw["guide"] or b"", raw["steps"] or b"", raw.get("case"))
    except Unusable as unusable:
        raise Unread(path, "run against a text with mistakes", str(unusable)) from None


def own_texts(data_folder: Path, paths: Sequence[Path]) -> Texts:
    """Where else to look: in the folders that were named, and among one's own sessions."""
    named = tuple(path / _CONTENTS for path in paths if path.is_dir())
    return Texts((*named, data_folder / "sessions" / _CONTENTS))


# ── Many ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

PART = 250
"""Sessions that are counted at a time. Nothing is kept of them but the count, so memory does not grow with a school."""


class Counted(Struct, frozen=True):
    """What some of the sessions came to. `part` is for what counts the parts together."""

    part: Any
    passed_over: tuple[PassedOver, ...]
    typed: tuple[Typed, ...]


class Reader(Struct, frozen=True):
    """How sessions are read: where their texts are, what counts a part, whether words are wanted, and whether each is followed anew."""

    texts: Texts
    counts: Callable[[Iterable[Tables]], Any]
    with_words: bool
    follow: bool = False

    def counted(self, part: "Part") -> Counted:
        """Read and count some sessions."""
        passed_over: list[PassedOver] = []
        typed: list[Typed] = []
        counted = self.counts(self._read(part, passed_over, typed))
        return Counted(counted, tuple(passed_over), tuple(typed))

    def _read(self, part: "Part", passed_over: list[PassedOver], typed: list[Typed]) -> Iterator[Tables]:
        for found, person in part:
            try:
                tables = tables_of(found, person, self.texts, with_words=self.with_words, follow=self.follow)
            except Unread as unread:
                passed_over.append(unread.passed_over)
                continue
            typed += typed_in(tables)
            yield tables


Part = Sequence[tuple[Found, str]]
"""Some sessions, each with whose folder it came from."""


def parts_of(survey: Survey) -> list[Part]:
    """The sessions in parts."""
    whose = [(found, survey.persons.get(found.path.parent, "")) for found in survey.found]
    return [whose[start : start + PART] for start in range(0, len(whose), PART)]


@contextmanager
def counting_in_parts(reader: Reader, parts: Sequence[Part]) -> Iterator[Iterator[Counted]]:
    """Count part by part; a few parts by this process alone, many by a process for each core."""
    if len(parts) <= _FEW_PARTS:
        yield map(reader.counted, parts)
        return
    # Imported here: to start processes costs a class more than it saves.
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415

    with ProcessPoolExecutor(max_workers=min(os.cpu_count() or 1, 8)) as pool:
        yield pool.map(reader.counted, parts)


_FEW_PARTS = 2
