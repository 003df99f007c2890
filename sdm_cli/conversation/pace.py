"""Where the time went. The clock itself stays outside: times come with the entries."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sdm_cli.conversation.walk import Walk
from sdm_cli.model.event import AnyEvent, Paused, Resumed
from sdm_cli.model.session import Entry


def elapsed(started: datetime, entries: Sequence[Entry], now: datetime) -> timedelta:
    """Time spent so far, pauses left out."""
    times = [started, *(entry.at for entry in entries), now]
    events = [None, *(entry.event for entry in entries), None]
    pairs = zip(times, times[1:], events, events[1:], strict=False)
    return sum((_between(earlier, later) for earlier, later, before, after in pairs if not _is_away(before, after)), start=timedelta())


def time_per_step(walk: Walk, started: datetime, entries: Sequence[Entry]) -> dict[str, timedelta]:
    """Time spent at each step, by the id of the step at which each event happened."""
    spent: dict[str, timedelta] = {}
    state, before, last = walk.start(), started, None
    for entry in entries:
        prompt = walk.next_prompt(state)
        if prompt is not None and not _is_away(last, entry.event):
            spent[prompt.step.id] = spent.get(prompt.step.id, timedelta()) + _between(before, entry.at)
        state, before, last = walk.advance(state, entry.event), entry.at, entry.event
    return spent


def _is_away(before: AnyEvent | None, after: AnyEvent | None) -> bool:
    """Whether the person was gone between two events; after a kill there is only the coming back."""
    return isinstance(before, Paused) or isinstance(after, Resumed)


def _between(earlier: datetime, later: datetime) -> timedelta:
    """Never less than nothing, should the clock have been set back."""
    return max(later - earlier, timedelta())
