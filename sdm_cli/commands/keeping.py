"""What keeps the events of a conversation: nothing, a session that begins, or one that goes on."""

from contextlib import ExitStack, suppress
from datetime import datetime
from typing import Protocol

from sdm_cli.model.event import AnyEvent
from sdm_cli.model.session import Header
from sdm_cli.sessions.journal import CannotWrite, Journal
from sdm_cli.sessions.store import Store


class Keeper(Protocol):
    """Keeps events; each is safe when `keep` returns."""

    def keep(self, event: AnyEvent, at: datetime) -> None:
        """Keep one event."""
        ...

    def leave(self, conversation: object) -> None:
        """Keep what the conversation came to so far."""
        ...


class Nowhere:
    """Keeps nothing: --no-save."""

    def keep(self, event: AnyEvent, at: datetime) -> None:
        """Forget it."""

    def leave(self, conversation: object) -> None:
        """Forget it."""


class NewSession:
    """Begins a session with the first event, so that looking in and leaving makes no file."""

    def __init__(self, store: Store, header: Header, contents: dict[str, bytes], stack: ExitStack) -> None:
        self._store = store
        self._header = header
        self._contents = contents
        self._stack = stack
        self._journal: Journal | None = None

    def keep(self, event: AnyEvent, at: datetime) -> None:
        """Keep one event, and with the first the header and the contents."""
        if self._journal is None:
            for raw in self._contents.values():
                self._store.keep_content(raw)
            self._journal = self._stack.enter_context(self._store.beginning(self._header))
        self._journal.append(event, at)

    def leave(self, conversation: object) -> None:
        """Keep what the conversation came to so far, if there was any."""
        if self._journal is not None:
            _leave(self._journal, conversation)


class OldSession:
    """Goes on with a session."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal

    def keep(self, event: AnyEvent, at: datetime) -> None:
        """Keep one event."""
        self._journal.append(event, at)

    def leave(self, conversation: object) -> None:
        """Keep what the conversation came to so far."""
        _leave(self._journal, conversation)


def _leave(journal: Journal, conversation: object) -> None:
    # Imported here: no question waits for it.
    from sdm_cli.cohort.left import what_it_came_to

    came_to = what_it_came_to(journal.session, conversation)
    if came_to is not None:
        # It can be worked out again from what is kept, so a full disk is no loss.
        with suppress(CannotWrite, OSError):
            journal.add_what_it_came_to(came_to)
