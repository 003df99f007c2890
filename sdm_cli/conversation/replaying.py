"""Resuming, exporting and counting are this: the events of a session, folded again."""

from collections.abc import Iterable
from typing import Protocol, TypeVar

from sdm_cli.model.event import AnyEvent

S = TypeVar("S")


class Folding(Protocol[S]):
    """What every conversation can do with events."""

    def start(self) -> S:
        """The state before anything happened."""
        ...

    def advance(self, state: S, event: AnyEvent, /) -> S:
        """The state after one more event."""
        ...


def replayed(conversation: Folding[S], events: Iterable[AnyEvent]) -> S:
    """The state of a conversation after these events."""
    state = conversation.start()
    for event in events:
        state = conversation.advance(state, event)
    return state
