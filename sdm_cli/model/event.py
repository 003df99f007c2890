"""What can happen in a conversation. State is the fold of these; nothing else is kept."""

from typing import Literal

from msgspec import Struct

Answer = str | int | bool | tuple[str, ...] | None
"""What was answered: words, a number, ids, True for "said it aloud", or None for "gone past, nothing said"."""

Mark = Literal["done", "came up early", "skipped on purpose", "open"]
"""What a person may say of a step. `open` takes an earlier mark back."""


class Event(Struct, frozen=True, tag_field="kind"):
    """Something that happened."""


class Answered(Event, frozen=True, tag="answered"):
    """A question was put and answered, or gone past with Enter (None)."""

    question: str
    value: Answer


class WentBack(Event, frozen=True, tag="went-back"):
    """To the question before."""


class Jumped(Event, frozen=True, tag="jumped"):
    """To the beginning of a step; in a practice, to an exchange."""

    step: str


class Marked(Event, frozen=True, tag="marked"):
    """A step was marked by hand."""

    step: str
    mark: Mark


class Paused(Event, frozen=True, tag="paused"):
    """The person left. Time stops."""


class Resumed(Event, frozen=True, tag="resumed"):
    """The person came back. What lies between this and the entry before it is no rehearsal time."""


AnyEvent = Answered | WentBack | Jumped | Marked | Paused | Resumed
