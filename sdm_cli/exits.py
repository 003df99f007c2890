"""How the program ends, and the one kind of failure that a person reads."""

from enum import IntEnum
from typing import Any


class Exit(IntEnum):
    """What a shell sees when the program ends."""

    DONE = 0
    FINDINGS = 1
    """Mistakes were found in a file, or the work failed."""
    USAGE = 2
    """Wrong usage, or no terminal to ask on."""
    UNUSABLE = 3
    """A session or an option set is not usable."""
    BUG = 70
    """Our mistake; a report was written."""
    PAUSED = 130
    """Paused by Ctrl-C or Ctrl-D. A signal n ends the program with 128 + n in the same way."""
    CLOSED_PIPE = 141


class Refusal(Exception):
    """Something cannot be done, for a reason that the person can mend.

    Subclasses take facts and own the sentence, so no message is put together where it is raised.
    """

    exit: Exit = Exit.UNUSABLE

    def __reduce__(self) -> tuple[Any, ...]:
        """Come out of another process as it went in: with its sentence, and without the facts that it was made of."""
        return _as_it_was, (type(self), self.args), self.__dict__


def _as_it_was(kind: type[Refusal], said: tuple[Any, ...]) -> Refusal:
    return kind.__new__(kind, *said)
