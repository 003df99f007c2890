"""Where the time went. The clock itself stays outside: times come with the entries."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Protocol, TypeVar

from sdm_cli.conversation.walk import Prompt
from sdm_cli.model.event import Answered, AnyEvent, Paused, Resumed
from sdm_cli.model.session import Entry

S = TypeVar("S")


class Conversation(Protocol[S]):
    """As much of a conversation as telling the time takes."""

    def start(self) -> S:
        """The state before anything happened."""
        ...

    def advance(self, state: S, event: AnyEvent, /) -> S:
        """The state after one more event."""
        ...

    def next_prompt(self, state: S, /) -> Prompt | None:
        """What to ask now."""
        ...


def elapsed(started: datetime, entries: Sequence[Entry], now: datetime) -> timedelta:
    """Time spent so far, pauses left out."""
    happened = [(started, None), *((entry.at, entry.event) for entry in entries), (now, None)]
    return sum((time_between(earlier, later, before, after) for (earlier, before), (later, after) in pairwise(happened)), timedelta())


def moments(started: datetime, entries: Sequence[Entry]) -> dict[str, timedelta]:
    """When each question was answered last, counted from the beginning with pauses left out."""
    found: dict[str, timedelta] = {}
    so_far, before, last = timedelta(), started, None
    for entry in entries:
        so_far += time_between(before, entry.at, last, entry.event)
        if isinstance(entry.event, Answered):
            found[entry.event.question] = so_far
        before, last = entry.at, entry.event
    return found


def time_per_step(conversation: Conversation[S], started: datetime, entries: Sequence[Entry]) -> dict[str, timedelta]:
    """Time spent at each step, by the id of the step at which each event happened."""
    spent: dict[str, timedelta] = {}
    state, before, last = conversation.start(), started, None
    for entry in entries:
        prompt = conversation.next_prompt(state)
        if prompt is not None and not _is_away(last, entry.event):
            spent[prompt.step.id] = spent.get(prompt.step.id, timedelta()) + _between(before, entry.at)
        state, before, last = conversation.advance(state, entry.event), entry.at, entry.event
    return spent


def kept_time(spent: Mapping[str, timedelta]) -> timedelta | None:
    """The time of all steps; None if it is less than a second, for then nobody sat there and no time was kept."""
    total = sum(spent.values(), start=timedelta())
    return total if total >= timedelta(seconds=1) else None


def time_between(earlier: datetime, later: datetime, before: AnyEvent | None, after: AnyEvent | None) -> timedelta:
    """The time between two events that was rehearsal time."""
    return timedelta() if _is_away(before, after) else _between(earlier, later)


def _is_away(before: AnyEvent | None, after: AnyEvent | None) -> bool:
    """Whether the person was gone between two events; after a kill there is only the coming back."""
    return isinstance(before, Paused) or isinstance(after, Resumed)


def _between(earlier: datetime, later: datetime) -> timedelta:
    """Never less than nothing, should the clock have been set back."""
    return max(later - earlier, timedelta())
