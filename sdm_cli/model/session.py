"""A session as it is kept: what it was run against, and what happened when."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from msgspec import Meta, Raw, Struct

from sdm_cli.model.event import AnyEvent

FORMAT = 2
"""The format of session files that this program writes, and the newest it reads. From 2 on, every line is sealed."""
PRACTICE, OBSERVATION, REFLECTION = "practice", "observation", "reflection"
"""The kinds of a session that is a practice, an observation or a reflection; all others are walks."""


_FIRST_YEAR, _LAST_YEAR = 1970, 9998


class Format(Struct, frozen=True):
    """As much of a header as every version writes."""

    sdm_session: int


class Header(Struct, frozen=True, kw_only=True):
    """The first line of a session file. Times are UTC."""

    sdm_session: Annotated[int, Meta(description="Format of the file.")] = FORMAT
    id: str
    kind: str = "walk"
    started: Annotated[datetime, Meta(tz=True)]
    program: Annotated[str, Meta(description="The version of sdm that began it.")]
    option_set: str
    guide: str
    contents: Annotated[
        dict[str, str],
        Meta(description="SHA-256 of each file it was run against: option_set, guide, steps, and case, where there was one."),
    ]
    case: Annotated[str | None, Meta(description="The case that was practised or watched.")] = None
    case_file: Annotated[
        str | None, Meta(description="Where that case is, if it was named by its path. The home folder is ~, since its path holds a name.")
    ] = None
    seed: Annotated[int | None, Meta(description="Of a practice: what the order of the things to say follows from.")] = None
    code: Annotated[str | None, Meta(description="A code that those who rehearse together share; never a name.")] = None
    own_words: Annotated[bool, Meta(description="Of a practice: whether own words had to come first.")] = False
    template: Annotated[str | None, Meta(description="Of an observation: the order of its feedback sheet.")] = None
    role: Annotated[str | None, Meta(description="Of a reflection: whose part was played, patient or clinician.")] = None

    def __post_init__(self) -> None:
        """Raise ValueError for a time that no clock shows."""
        check_time(self.started)


class Entry(Struct, frozen=True):
    """One event and when it happened (UTC)."""

    at: Annotated[datetime, Meta(tz=True)]
    event: AnyEvent

    def __post_init__(self) -> None:
        """Raise ValueError for a time that no clock shows."""
        check_time(self.at)


def check_time(time: datetime) -> None:
    """Raise ValueError for a time that no clock shows."""
    # At either end of the calendar, the time of day in another zone would lie beyond it.
    if not _FIRST_YEAR <= time.year <= _LAST_YEAR:
        raise ValueError(f"no clock shows the year {time.year}")


class CameTo(Struct, frozen=True):
    """What a session came to when it was left, and what told so; `rows` are for whoever knows these tables."""

    program: str
    tables: int
    rows: Raw


class LastLine(Struct, frozen=True):
    """The last line of a session that was left. `of` is a digest of all bytes before it, so that one look finds a change."""

    came_to: CameTo
    of: str


class Session(Struct, frozen=True):
    """A header and its entries, in order. `cut` is how many bytes of a last line that a crash cut short were left out."""

    header: Header
    entries: Sequence[Entry]
    cut: int = 0
