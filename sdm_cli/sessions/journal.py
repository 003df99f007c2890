"""A journal: JSON Lines, one event a line, on disk before the next question is shown.

A line that a crash cut short is the last one by construction; reading leaves it out and appending overwrites it, so
nothing that was answered before is lost.
"""

import os
import secrets
from datetime import datetime
from pathlib import Path
from typing import IO

import msgspec

from sdm_cli.exits import Refusal
from sdm_cli.model.event import AnyEvent
from sdm_cli.model.session import FORMAT, Entry, Format, Header, Session

_encode = msgspec.json.Encoder().encode
_decode_header = msgspec.json.Decoder(Header).decode
_decode_format = msgspec.json.Decoder(Format).decode
_decode_entry = msgspec.json.Decoder(Entry).decode


class Broken(Refusal):
    """A session file cannot be understood."""

    def __init__(self, path: Path, line: int, why: str) -> None:
        super().__init__(f"{path}:{line} is not readable as a session: {why}. The file was left as it is.")


class Unopenable(Refusal):
    """A session file cannot be opened."""

    def __init__(self, path: Path, error: OSError) -> None:
        super().__init__(f"{path} cannot be opened: {error.strerror or error}.")


class TooNew(Refusal):
    """A session was written by a newer sdm."""

    def __init__(self, path: Path, written: int) -> None:
        super().__init__(f"{path} has format {written}; this sdm reads up to {FORMAT}. Update sdm to open it.")


def read(path: Path) -> Session:
    """The session in a file. Raises Broken, TooNew or Unopenable."""
    return _read(path)[0]


def _read(path: Path) -> tuple[Session, int]:
    """The session, and how many bytes of the file are whole lines."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise Unopenable(path, error) from error
    whole = raw.rfind(b"\n") + 1
    lines = raw[:whole].splitlines()
    if not lines:
        raise Broken(path, 1, "it has no header")
    header = _header(path, lines[0])
    entries = []
    for number, line in enumerate(lines[1:], start=2):
        try:
            entries.append(_decode_entry(line))
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise Broken(path, number, str(error)) from None
    return Session(header, tuple(entries)), whole


def _header(path: Path, line: bytes) -> Header:
    try:
        # The format first: a newer header may have none of the keys that this program knows.
        written = _decode_format(line).sdm_session
        if written <= FORMAT:
            return _decode_header(line)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Broken(path, 1, str(error)) from None
    raise TooNew(path, written)


class CannotWrite(Refusal):
    """The last event could not be put on disk."""

    def __init__(self, session: str, error: OSError) -> None:
        kept = f"Everything before it is kept in session {session}."
        super().__init__(f"The last answer could not be kept: {error.strerror or error}. {kept}")


class Journal:
    """An open journal. Only one may be open for a session at a time; the store sees to that."""

    def __init__(self, file: IO[bytes], session: Session) -> None:
        self._file = file
        self.session = session

    @classmethod
    def begin(cls, path: Path, header: Header) -> "Journal":
        """Write a new file with its header. Raises OSError."""
        write_whole(path, _encode(header) + b"\n")
        return cls.reopen(path)

    @classmethod
    def reopen(cls, path: Path) -> "Journal":
        """Open a file to go on with. Raises Broken, TooNew or Unopenable."""
        session, whole = _read(path)
        file = path.open("r+b", buffering=0)
        file.truncate(whole)
        file.seek(whole)
        return cls(file, session)

    def append(self, event: AnyEvent, at: datetime) -> None:
        """Put one event on disk; it is there when this returns. Raises CannotWrite."""
        entry = Entry(at, event)
        self._write(_encode(entry))
        self.session = Session(self.session.header, (*self.session.entries, entry))

    def close(self) -> None:
        """Close the file; whatever was appended is on disk already."""
        self._file.close()

    def _write(self, line: bytes) -> None:
        data = line + b"\n"
        try:
            while data:
                data = data[self._file.write(data) :]
            os.fsync(self._file.fileno())
        except OSError as error:
            raise CannotWrite(self.session.header.id, error) from error


def write_whole(path: Path, raw: bytes) -> None:
    """Write a file so that it is there whole or not at all."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(raw)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
