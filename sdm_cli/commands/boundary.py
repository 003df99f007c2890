"""Where the program meets the shell: every way a command can end, in one place."""

import errno
import os
import sys
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from sdm_cli import __version__
from sdm_cli.commands.surroundings import Surroundings
from sdm_cli.exits import Exit, Refusal

_OF_THE_MACHINE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EROFS}
"""What a full or failing disk says. Sessions and exports say it themselves; what is left is the output."""


class Killed(SystemExit):
    """A signal asked the program to end. It ends with 128 + its number.

    It is a SystemExit, so that nothing on the way out takes it for a mistake.
    """

    def __init__(self, signal: int) -> None:
        super().__init__(128 + signal)


def ended(work: Callable[[Surroundings], int], *, plain: bool = False) -> int:
    """Run a command's work and return the exit code; no way of ending shows a traceback."""
    surroundings = Surroundings.here(plain=plain)
    try:
        code = work(surroundings)
        surroundings.stdout.flush()
    except Refusal as refusal:
        return _refused(refusal, surroundings)
    except BrokenPipeError as error:
        return unwritten(error)
    except KeyboardInterrupt:
        return Exit.PAUSED
    except OSError as error:
        return unwritten(error) if error.errno in _OF_THE_MACHINE else _report(error, surroundings)
    except Exception as bug:  # noqa: BLE001 - the last line of defence: a report, never a traceback
        return _report(bug, surroundings)
    return code


def _refused(refusal: Refusal, surroundings: Surroundings) -> int:
    # Imported here: most commands end without a refusal, and none should pay for one.
    from sdm_cli.content.loading import Unusable

    if isinstance(refusal, Unusable):
        from sdm_cli.pages.findings import findings_text

        surroundings.stderr.write(findings_text(refusal.diagnostics, width=surroundings.folds(surroundings.stderr)))
    surroundings.say(str(refusal))
    return refusal.exit


def unwritten(error: OSError) -> int:
    """The exit code after output that could not be written, said in one sentence unless its reader is gone."""
    _silence(sys.stdout)
    if isinstance(error, BrokenPipeError):
        return Exit.CLOSED_PIPE
    said = " ".join((f"The output could not be written: {error.strerror or error}.", *getattr(error, "__notes__", ())))
    try:
        sys.stderr.write(f"{said}\n")
        sys.stderr.flush()
    except OSError:
        # It is stderr that cannot be written; the code says that something failed.
        _silence(sys.stderr)
    return Exit.FINDINGS


def _silence(stream: TextIO) -> None:
    """Keep the interpreter from complaining about the stream when it flushes at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _report(bug: Exception, surroundings: Surroundings) -> int:
    """Write down what went wrong, without anything that a person typed, and say where."""
    frames = "".join(f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}\n" for frame in traceback.extract_tb(bug.__traceback__))
    text = f"sdm {__version__}, Python {sys.version.split()[0]}, {sys.platform}\n{type(bug).__name__}\n{frames}"
    path = surroundings.data_folder / f"bug-{datetime.now(UTC):%Y%m%d-%H%M%S}.txt"
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError:
        surroundings.say(f"This is a mistake in sdm, not yours. Please report it with these lines:\n{text}")
    else:
        surroundings.say(
            " ".join(("This is a mistake in sdm, not yours.", *getattr(bug, "__notes__", ()), f"Please report it with the file {path}"))
        )
    return Exit.BUG
