"""What a session came to, kept in it when it is left, so that nobody who counts many has to follow each again.

It is what following the session would say: the same function makes it, and a property test holds the two together. It is
believed only from this very version of sdm, with these very tables, and as the last line of a file of which no byte was changed since.
"""

from pathlib import Path

import msgspec
from msgspec.structs import replace

from sdm_cli import __version__
from sdm_cli.cohort.following import Known, key_of, observation_tables, practice_tables, reflection_tables, walk_tables
from sdm_cli.cohort.tables import SCHEMA, Tables
from sdm_cli.conversation.observation import Observation
from sdm_cli.conversation.practice import Practice
from sdm_cli.conversation.reflection import Reflection
from sdm_cli.conversation.walk import Walk
from sdm_cli.model.session import CameTo, Session
from sdm_cli.sessions.journal import left_with

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Tables).decode


Handed = Walk | Practice | Observation | Reflection
"""The conversations that a session may be of."""


def followed(known: Known, conversation: Handed, *, with_words: bool = False) -> Tables:
    """A session as rows, event by event."""
    match conversation:
        case Walk():
            return walk_tables(known, conversation, with_words=with_words)
        case Practice():
            return practice_tables(known, conversation, with_words=with_words)
        case Observation():
            return observation_tables(known, conversation, with_words=with_words)
        case Reflection():
            return reflection_tables(known, conversation, with_words=with_words)


def what_it_came_to(session: Session, conversation: object) -> CameTo | None:
    """What to keep of a session that is left; None of what is short enough to be followed each time. Nothing that was typed is in it."""
    if not isinstance(conversation, Walk | Practice):
        return None
    tables = followed(Known(key_of(session.header), "", session), conversation)
    return CameTo(__version__, SCHEMA, msgspec.Raw(_encode(tables)))


def as_it_was_left(path: Path, person: str) -> Tables | None:
    """The rows that a session was left with; None where it has none that this program made. Raises Unopenable."""
    came_to = left_with(path)
    if came_to is None or (came_to.program, came_to.tables) != (__version__, SCHEMA):
        return None
    try:
        tables = _decode(came_to.rows)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None  # the events are all there
    return replace(tables, session=replace(tables.session, person=person))
