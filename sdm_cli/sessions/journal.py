"""A journal: JSON Lines, one event a line, on disk before the next question is shown.

A line that a crash cut short is the last one by construction; reading leaves it out and appending overwrites it, so
nothing that was answered before is lost. Every line ends in a seal, made of its own bytes and of the seal before it, so
that a line that was changed, dropped, doubled or moved is found, and never read as the truth. The seal guards against
accidents; it is no signature.

When a session is left, a line may be added that says what all lines before it came to. Nothing rests on it: it is no
event, whoever replays a session passes over it, it counts only while it is the last line, and the next event takes its place.
"""

import os
import secrets
from contextlib import suppress
from datetime import datetime
from hashlib import blake2b
from io import FileIO
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from sdm_cli.document.inert import named
from sdm_cli.exits import Refusal
from sdm_cli.files import read_whole, write_whole
from sdm_cli.model.event import AnyEvent
from sdm_cli.model.session import FORMAT, CameTo, Entry, Format, Header, LastLine, Session

LARGEST = 32_000_000
"""Bytes of a session. A long talk has a thousandth of it."""
_SEALED = 2
"""The first format whose lines are sealed."""
_SEAL_BYTES = 8
_BEFORE_SEAL, _AFTER_SEAL = b',"seal":"', b'"}'
_SEAL_LENGTH = len(_BEFORE_SEAL) + 2 * _SEAL_BYTES + len(_AFTER_SEAL)
_CAME_TO = b'{"came_to":'
_UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
"""What decoding raises on a line that is none of ours; the last where brackets stand in brackets without end."""
_encode = msgspec.json.Encoder().encode
_decode_header = msgspec.json.Decoder(Header).decode
_decode_format = msgspec.json.Decoder(Format).decode
_decode_entry = msgspec.json.Decoder(Entry).decode


class Broken(Refusal):
    """A session file cannot be understood."""

    def __init__(self, path: Path, line: int, why: str) -> None:
        super().__init__(f"{named(path)}:{line} is not readable as a session: {why}. The file was left as it is.")


class Unopenable(Refusal):
    """A session file cannot be opened."""

    def __init__(self, path: Path, error: OSError) -> None:
        super().__init__(f"{named(path)} cannot be opened: {error.strerror or error}.")


class TooNew(Refusal):
    """A session was written by a newer sdm."""

    def __init__(self, path: Path, written: int) -> None:
        super().__init__(f"{named(path)} has format {written}; this sdm reads up to {FORMAT}. Update sdm to open it.")


_decode_outcome = msgspec.json.Decoder(LastLine).decode


class _Found(Struct, frozen=True):
    """A session as far as it is known: how many bytes of the file its events take, and the seal of the last of them."""

    session: Session
    whole: int
    seal: bytes


def read(path: Path) -> Session:
    """The session in a file. Raises Broken, TooNew or Unopenable."""
    return _read(path).session


def left_with(path: Path) -> CameTo | None:
    """What a session came to, if its last whole line says so of these very bytes. Raises Unopenable.

    A session that says nothing of the kind, or in which anything was changed, has to be read.
    """
    raw = _bytes_of(path)
    before, newline, line = raw[: raw.rfind(b"\n")].rpartition(b"\n")
    before += newline
    if not line.startswith(_CAME_TO):
        return None
    body = line[:-_SEAL_LENGTH] + b"}"
    if line[-_SEAL_LENGTH:] != _BEFORE_SEAL + _seal_of(body, _seal_in(before)) + _AFTER_SEAL:
        return None
    try:
        told = _decode_outcome(body)
    except _UNREADABLE:
        return None
    return told.came_to if told.of == _digest(before) else None


def _read(path: Path) -> _Found:
    raw = _bytes_of(path)
    end = raw.rfind(b"\n") + 1
    lines = raw[:end].split(b"\n")[:-1]
    if not lines:
        raise Broken(path, 1, "it has no header")
    header = _header(path, lines[0])
    if header.sdm_session < _SEALED and _has_seal(lines[0]):
        raise Broken(path, 1, "it has a seal, and the format that it names had none")
    before = seal = b""
    at = whole = 0
    entries = []
    for number, line in enumerate(lines, start=1):
        at += len(line) + 1
        if header.sdm_session >= _SEALED:
            line, before = _unsealed(path, number, line, before)  # noqa: PLW2901 - the same line, without its seal
        if number > 1:
            if line.startswith(_CAME_TO):
                continue
            entries.append(_entry(path, number, line))
        whole, seal = at, before
    return _Found(Session(header, tuple(entries), len(raw) - end), whole, seal)


def _bytes_of(path: Path) -> bytes:
    try:
        return read_whole(path, LARGEST)
    except OSError as error:
        raise Unopenable(path, error) from error


def _entry(path: Path, number: int, line: bytes) -> Entry:
    try:
        return _decode_entry(line)
    except _UNREADABLE as error:
        raise Broken(path, number, str(error)) from None


def _sealed(body: bytes, before: bytes) -> tuple[bytes, bytes]:
    """A JSON object as a line with its seal, and the seal."""
    seal = _seal_of(body, before)
    return body[:-1] + _BEFORE_SEAL + seal + _AFTER_SEAL + b"\n", seal


def _seal_of(body: bytes, before: bytes) -> bytes:
    return blake2b(before + body, digest_size=_SEAL_BYTES).hexdigest().encode()


def _has_seal(line: bytes) -> bool:
    seal = line[-_SEAL_LENGTH:]
    return len(seal) == _SEAL_LENGTH and seal.startswith(_BEFORE_SEAL) and seal.endswith(_AFTER_SEAL)


def _seal_in(lines: bytes) -> bytes:
    """The seal of the last of some lines."""
    return lines[-1 - len(_AFTER_SEAL) - 2 * _SEAL_BYTES : -1 - len(_AFTER_SEAL)]


def _digest(raw: bytes) -> str:
    return blake2b(raw, digest_size=_SEAL_BYTES).hexdigest()


def _outcome_line(before: bytes, came_to: CameTo) -> tuple[bytes, bytes]:
    """What a session came to as the line after all others, and its seal."""
    return _sealed(_encode(LastLine(came_to, _digest(before))), _seal_in(before))


def _unsealed(path: Path, number: int, line: bytes, before: bytes) -> tuple[bytes, bytes]:
    """A line without its seal, and the seal. Raises Broken if it does not fit."""
    if not _has_seal(line):
        raise Broken(path, number, "it has no seal")
    body = line[:-_SEAL_LENGTH] + b"}"
    seal = _seal_of(body, before)
    if line[-_SEAL_LENGTH:] != _BEFORE_SEAL + seal + _AFTER_SEAL:
        raise Broken(path, number, "its seal does not fit; this line or the one before it was changed, dropped, doubled or moved")
    return body, seal


def _header(path: Path, line: bytes) -> Header:
    try:
        # The format first: a newer header may have none of the keys that this program knows.
        written = _decode_format(line).sdm_session
        if written > FORMAT:
            raise TooNew(path, written)
        return _decode_header(line)
    except _UNREADABLE as error:
        raise Broken(path, 1, str(error)) from None


class CannotWrite(Refusal):
    """The last event could not be put on disk."""

    def __init__(self, session: str, error: OSError) -> None:
        super().__init__(
            f"The last answer could not be kept: {error.strerror or error}. Everything before it is kept. "
            f"When that is mended, go on with: sdm sessions resume {session}"
        )


class TakenAway(Refusal):
    """The file of an open session is not in its place any more. All of it was written there again."""

    def __init__(self, session: str, path: Path, other: Path | None) -> None:
        found = f", and what stood there is kept as {named(other)}" if other is not None else ""
        super().__init__(
            f"{named(path)} was deleted, moved or replaced while it was open. Everything is written there again{found}. "
            f"Go on with: sdm sessions resume {session}"
        )


class Lost(Refusal):
    """The file of an open session is not in its place any more, and cannot be written there again."""

    def __init__(self, path: Path, error: OSError) -> None:
        super().__init__(
            f"{named(path)} was deleted, moved or replaced while it was open, and cannot be written again: {error.strerror or error}. "
            "What was answered is kept only where the file was moved to, if it was."
        )


class Journal:
    """An open journal. Only one may be open for a session at a time; the store sees to that.

    `older` is where the file of an older format is kept that this one was made from.
    """

    def __init__(self, path: Path, file: FileIO, found: _Found, older: Path | None = None) -> None:
        self._path = path
        self._file = file
        self._found = found
        self.older = older

    @property
    def session(self) -> Session:
        """The session as far as it is on disk."""
        return self._found.session

    @classmethod
    def begin(cls, path: Path, header: Header) -> "Journal":
        """Write a new file with its header. Raises OSError."""
        write_whole(path, _sealed(_encode(header), b"")[0])
        return cls.reopen(path)

    @classmethod
    def reopen(cls, path: Path) -> "Journal":
        """Open a file to go on with; one of an older format is written anew, and kept. Raises Broken, TooNew or Unopenable."""
        found = _read(path)
        older = None
        if found.session.header.sdm_session < FORMAT:
            older = _renewed(path, found.session)
            renewed = _read(path)
            found = replace(renewed, session=replace(renewed.session, cut=found.session.cut))
        return cls(path, path.open("r+b", buffering=0), found, older)

    def append(self, event: AnyEvent, at: datetime) -> None:
        """Put one event on disk; it is there when this returns. Raises CannotWrite, TakenAway or Lost."""
        entry = Entry(at, event)
        line, seal = _sealed(_encode(entry), self._found.seal)
        self._write(line)
        # One assignment: whoever is interrupted before it goes on at the end of the event before, and not behind a line unknown to it.
        session = replace(self.session, entries=(*self.session.entries, entry))
        self._found = _Found(session, self._found.whole + len(line), seal)
        if not self._is_in_place():
            raise self._put_back()

    def add_what_it_came_to(self, came_to: CameTo) -> None:
        """Put on disk what the session came to so far, until something else happens in it. Raises CannotWrite."""
        self._file.seek(0)
        line, _ = _outcome_line(self._file.readall()[: self._found.whole], came_to)
        self._write(line)

    def close(self) -> None:
        """Close the file; whatever was appended is on disk already."""
        self._file.close()

    def _write(self, data: bytes) -> None:
        """Force a line onto the disk, right behind the last event and in place of whatever stands there."""
        try:
            self._file.truncate(self._found.whole)
            self._file.seek(self._found.whole)
            while data:
                data = data[self._file.write(data) :]
            os.fsync(self._file.fileno())
        except OSError as error:
            with suppress(OSError):  # half a line would look like a crash
                self._file.truncate(self._found.whole)
            raise CannotWrite(self.session.header.id, error) from error

    def _is_in_place(self) -> bool:
        """Whether what was written is in the file that others find. In a file that was deleted it would be written to nowhere."""
        try:
            return os.path.samestat(os.fstat(self._file.fileno()), self._path.stat())
        except OSError:
            return False

    def _put_back(self) -> Refusal:
        """Write the whole session to its place again; gives what is to be said of it. What stands there now is kept."""
        path = self._path
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            other = path.with_name(f"{path.name}.{secrets.token_hex(4)}") if path.exists() else None
            if other is not None:
                path.replace(other)
            write_whole(path, _whole(self.session))
        except OSError as error:
            return Lost(path, error)
        return TakenAway(self.session.header.id, path, other)


def _whole(session: Session) -> bytes:
    """A whole session file, in today's format."""
    line, seal = _sealed(_encode(replace(session.header, sdm_session=FORMAT)), b"")
    lines = [line]
    for entry in session.entries:
        line, seal = _sealed(_encode(entry), seal)
        lines.append(line)
    return b"".join(lines)


def _renewed(path: Path, session: Session) -> Path:
    """Write a session of an older format in today's, with the old file beside it under another name. Raises Unopenable."""
    older = path.with_name(f"{path.name}.format-{session.header.sdm_session}")
    try:
        write_whole(older, read_whole(path, LARGEST))
        write_whole(path, _whole(session))
    except OSError as error:
        raise Unopenable(path, error) from error
    return older
