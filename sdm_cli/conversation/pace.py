"""Where the time went. The clock itself stays outside: times come with the entries."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sdm_cli.conversation.walk import Walk
from sdm_cli.model.event import Resumed
from sdm_cli.model.session import Entry


def elapsed(started: datetime, entries: Sequence[Entry], now: datetime) -> timedelta:
    """Time spent so far, pauses left out."""
    times = [started, *(entry.at for entry in entries), now]
    away = [isinstance(entry.event, Resumed) for entry in entries] + [False]
    return sum(
        (max(later - earlier, timedelta()) for earlier, later, gone in zip(times, times[1:], away, strict=False) if not gone),
        start=timedelta(),
    )


def time_per_step(walk: Walk, started: datetime, entries: Sequence[Entry]) -> dict[str, timedelta]:
    """Time spent at each step, by the id of the step at which each event happened."""
    spent: dict[str, timedelta] = {}
    state, before = walk.start(), started
    for entry in entries:
        prompt = walk.next_prompt(state)
        if prompt is not None and not isinstance(entry.event, Resumed):
            gone = max(entry.at - before, timedelta())
            spent[prompt.step.id] = spent.get(prompt.step.id, timedelta()) + gone
        state, before = walk.advance(state, entry.event), entry.at
    return spent
