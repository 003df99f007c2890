"""Reading files that somebody else may have put there, and writing files whole."""

import os
import stat
from errno import EFBIG, EINVAL, EISDIR
from pathlib import Path


def read_file(path: Path, most: int) -> bytes:
    """The bytes of a file; of one that is larger than `most`, that many and one more.

    Raises OSError, for a pipe or a device as well: one may keep a reader waiting for ever, the other may never end.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except ValueError:
        raise OSError(EINVAL, "no file can have this name") from None
    with os.fdopen(descriptor, "rb", closefd=True) as file:
        mode = os.fstat(file.fileno()).st_mode
        if stat.S_ISDIR(mode):
            raise IsADirectoryError(EISDIR, os.strerror(EISDIR))
        if not stat.S_ISREG(mode):
            raise OSError(EINVAL, "it is no file but a pipe or a device; save what comes out of it as a file first")
        return file.read(most + 1)


def read_whole(path: Path, most: int) -> bytes:
    """The bytes of a file of at most so many. Raises OSError, as `read_file` does, for a larger one too."""
    raw = read_file(path, most)
    if len(raw) > most:
        raise OSError(EFBIG, f"it is larger than {most // 1_000_000} MB")
    return raw


def write_whole(path: Path, raw: bytes) -> None:
    """Write a file so that it is there whole or not at all, after a power cut too: its folder is forced onto the disk as well."""
    import secrets  # noqa: PLC0415 - with all that it loads, only where something is written

    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    if hasattr(os, "O_DIRECTORY"):  # Windows has no way to do this, and does it by itself
        folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
