"""The three of a role play, joined by the code that they share: who watched, and who said how it was.

It does not hang on where files lie or in which order they are named, and writes none of them.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from pathlib import Path

from msgspec import Struct

from sdm_cli.cohort.handed_in import Found, PassedOver, Texts, Unread, opened
from sdm_cli.conversation.observation import NOT_SEEN, Observation
from sdm_cli.conversation.observation import State as Observing
from sdm_cli.conversation.pace import moments
from sdm_cli.conversation.reflection import Reflection
from sdm_cli.conversation.reflection import State as Reflecting
from sdm_cli.conversation.replaying import replayed
from sdm_cli.exits import Refusal
from sdm_cli.model.code import code_in
from sdm_cli.model.session import Header, Session


class Mixed(Refusal):
    """What has the same code is not of the same talk."""

    def __init__(self, code: str, what: str, found: Mapping[str, Path]) -> None:
        named = " and ".join(f"{name} ({path})" for name, path in sorted(found.items()))
        super().__init__(
            f"Under the code {code} there are sessions of more than one {what}: {named}. They are not of one talk, so nothing was joined. "
            "Name only the files of one with --only, and take a new code for every round."
        )


class Watched(Struct, frozen=True):
    """What one observer kept."""

    header: Header
    observation: Observation
    state: Observing
    moments: Mapping[str, timedelta]
    cut: bool

    def anchor(self, step: str) -> str | None:
        """What the observer saw of a step; None where nothing was noted and the watching is not at its end."""
        anchor = self.observation.anchors(self.state).get(step, NOT_SEEN)
        return None if anchor == NOT_SEEN and self.state.at is not None else anchor


class Told(Struct, frozen=True):
    """What somebody said who played a part."""

    header: Header
    reflection: Reflection
    state: Reflecting
    cut: bool


class Triad(Struct, frozen=True):
    """What was kept of one talk, each kind in the order of time."""

    code: str
    watched: tuple[Watched, ...]
    told: tuple[Told, ...]

    def of(self, role: str) -> tuple[Told, ...]:
        """What was said by whoever played this role."""
        return tuple(each for each in self.told if each.reflection.role == role)

    def headers(self) -> tuple[Header, ...]:
        """The headers of all sessions."""
        return (*(each.header for each in self.watched), *(each.header for each in self.told))

    def cut_short(self) -> tuple[str, ...]:
        """The ids of sessions whose last line a crash cut short."""
        return (*(each.header.id for each in self.watched if each.cut), *(each.header.id for each in self.told if each.cut))

    def about(self, what: str) -> str | None:
        """The one case, option set or guide that the sessions name; None if none does."""
        return next((name for header in self.headers() if (name := _named(header, what))), None)


class Joined(Struct, frozen=True):
    """A triad, and what could not be read of it."""

    triad: Triad
    passed_over: tuple[PassedOver, ...]


def joined(code: str, found: Iterable[Found], texts: Texts) -> Joined:
    """The sessions under a code. Raises Mixed if they are of more than one case, option set or guide."""
    sessions: list[tuple[Path, Session]] = []
    passed_over: list[PassedOver] = []
    watched: list[Watched] = []
    told: list[Told] = []
    for each in sorted((each for each in found if _code(each) == code), key=lambda each: each.key):
        try:
            session, conversation = opened(each, texts)
        except Unread as unread:
            passed_over.append(unread.passed_over)
            continue
        sessions.append((each.path, session))
        events, cut = [entry.event for entry in session.entries], bool(session.cut)
        if isinstance(conversation, Observation):
            when = moments(session.header.started, session.entries)
            watched.append(Watched(session.header, conversation, replayed(conversation, events), when, cut))
        elif isinstance(conversation, Reflection):
            told.append(Told(session.header, conversation, replayed(conversation, events), cut))
    _check_they_are_one(code, sessions)
    return Joined(Triad(code, tuple(sorted(watched, key=_when)), tuple(sorted(told, key=_when))), tuple(passed_over))


def _check_they_are_one(code: str, sessions: list[tuple[Path, Session]]) -> None:
    for what in ("case", "option set", "guide"):
        found: dict[str, Path] = {}
        for path, session in sessions:
            if name := _named(session.header, what):
                found.setdefault(name, path)
        if len(found) > 1:
            raise Mixed(code, what, found)


def _named(header: Header, what: str) -> str | None:
    return {"case": header.case, "option set": header.option_set, "guide": header.guide}[what] or None


def _when(each: Watched | Told) -> tuple[str, str]:
    return each.header.started.isoformat(), each.header.id


def codes_in(found: Iterable[Found]) -> Iterator[str]:
    """The codes that there are, each once, in order."""
    yield from sorted({code for each in found if (code := _code(each)) is not None})


def _code(found: Found) -> str | None:
    """The code of a session, if what its file says is one."""
    return code_in(found.code or "")
