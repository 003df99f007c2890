"""Who has a session open: a note beside its lock, for the sentence that keeps a second window out.

The lock alone decides. The note is text from a file that anything may have become of: it is only believed where it can be true.
"""

import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from sdm_cli.files import read_whole
from sdm_cli.model.session import check_time
from sdm_cli.model.text import END

_LARGEST = 1_000
"""Bytes of a note."""


class Holder(Struct, frozen=True):
    """A process that has a session open: its number, since when (UTC), and on which computer."""

    process: Annotated[int, Meta(ge=1, le=2**31 - 1)]
    since: Annotated[datetime, Meta(tz=True)]
    host: Annotated[str, Meta(pattern=rf"^[\w.-]{{1,253}}{END}")]

    def __post_init__(self) -> None:
        """Raise ValueError for a time that no clock shows."""
        check_time(self.since)

    def told(self) -> str:
        """Where it is and since when, by the local clock; the computer and the day only where they are others."""
        since = self.since.astimezone()
        day = "" if since.date() == datetime.now(UTC).astimezone().date() else f"{since:%Y-%m-%d} "
        where = "in another window" if self.host == platform.node() else f"on the computer {self.host}"
        return f"{where}: process {self.process}, since {day}{since:%H:%M}"


@contextmanager
def noted(path: Path) -> Iterator[None]:
    """Leave a note that this process has a session open, for as long as it has. It holds the lock, so no other writes here."""
    # Nothing hangs on the note: where it cannot be written, the session opens without.
    with suppress(OSError):
        _write(path, Holder(os.getpid(), datetime.now(UTC), platform.node()))
    try:
        yield
    finally:
        with suppress(OSError):
            path.unlink(missing_ok=True)


def holder_in(path: Path) -> Holder | None:
    """Who has a session open, as a note says; None if there is none, or none that can be true."""
    try:
        found = msgspec.json.decode(read_whole(path, _LARGEST), type=Holder)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    if found.host != platform.node():
        # The clock there may be another, and nobody here sees its processes.
        return found
    return found if found.since <= datetime.now(UTC) and _is_running(found.process) else None


def _write(path: Path, holder: Holder) -> None:
    # What a crash left goes first, and only a new file is written: no link leads elsewhere.
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(msgspec.json.encode(holder))


def _is_running(process: int) -> bool:
    """Whether a process of this person runs; where only a signal that ends it could tell, it is taken to."""
    if os.name != "posix":
        return True
    try:
        os.kill(process, 0)
    except OSError:
        return False
    return True
