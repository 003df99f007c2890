"""What a session was left with is what following it would say, and it is believed only where it can be true."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from msgspec.structs import replace

from sdm_cli.cohort import handed_in
from sdm_cli.cohort.following import Known, key_of
from sdm_cli.cohort.handed_in import Texts, Unread, files_in, own_texts, surveyed, tables_of
from sdm_cli.cohort.left import as_it_was_left, followed, what_it_came_to
from sdm_cli.cohort.tables import Tables
from sdm_cli.cohort.tally import RetryRow, retries_of
from sdm_cli.conversation.practice import Practice
from sdm_cli.conversation.walk import Walk
from sdm_cli.model.event import Answered, AnyEvent, Jumped, Paused, Resumed
from sdm_cli.model.session import CameTo, Entry, Header, Session
from sdm_cli.sessions import journal
from sdm_cli.sessions.journal import Journal
from tests.cohort.made_up_class import Person, as_kept, as_left, conversation_of
from tests.commands.running import rehearsed
from tests.conversation.practices import Talked, talks
from tests.conversation.walks import Rehearsed, rehearsals

BEGUN = datetime(2026, 10, 5, 12, tzinfo=UTC)
NOWHERE = Texts(())


@cache
def class_of_three() -> list[tuple[Header, list[Entry]]]:
    return [session for number in range(3) for session in Person(number, 30).sessions()]


def header(kind: str) -> Header:
    return Header(id="k7m2", kind=kind, started=BEGUN, program="0.1.0", option_set="x", guide="elwyn-2012", contents={})


def in_a_file(folder: Path, kind: str, events: Sequence[AnyEvent], conversation: Walk | Practice) -> Path:
    """A session that was written by the journal itself, and left."""
    path = folder / "k7m2.jsonl"
    path.unlink(missing_ok=True)
    entries = [Entry(BEGUN + timedelta(seconds=7 * number), event) for number, event in enumerate(events, start=1)]
    path.write_bytes(as_kept(header(kind), entries))
    book = Journal.reopen(path)
    came_to = what_it_came_to(book.session, conversation)
    assert came_to is not None
    book.add_what_it_came_to(came_to)
    book.close()
    return path


def anew(path: Path, conversation: Walk | Practice) -> Tables:
    session = journal.read(path)
    return followed(Known(key_of(session.header), "p7", session), conversation)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(talked=talks(longest=40))
def test_a_practice_was_left_with_what_following_it_says(talked: Talked, tmp_path: Path) -> None:
    path = in_a_file(tmp_path, "practice", talked.events, talked.practice)

    # Whoever counts follows it without the seed and without the wish for own words; the rows are the same.
    assert as_it_was_left(path, "p7") == anew(path, replace(talked.practice, seed=0, own_words=False))
    assert [entry.event for entry in journal.read(path).entries] == list(talked.events)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(rehearsed=rehearsals(longest=40))
def test_a_walk_was_left_with_what_following_it_says(rehearsed: Rehearsed, tmp_path: Path) -> None:
    path = in_a_file(tmp_path, "walk", rehearsed.events, rehearsed.walk)

    assert as_it_was_left(path, "p7") == anew(path, rehearsed.walk)


@pytest.mark.no_cover  # thirty talks followed to their ends
def test_every_session_of_the_class_was_left_with_what_following_it_says(handed_in: Path) -> None:
    for found in surveyed(files_in([handed_in])).found:
        assert tables_of(found, "p1", NOWHERE) == tables_of(found, "p1", NOWHERE, follow=True)


def one(folder: Path, raw: bytes) -> handed_in.Found:
    (folder / "s.jsonl").write_bytes(raw)
    (found,) = surveyed(files_in([folder])).found
    return found


def lying(session: tuple[Header, list[Entry]], **changes: object) -> bytes:
    """A session that was left with something that following it would not say."""
    came_to = what_it_came_to(Session(*session), conversation_of(session[0]))
    assert came_to is not None
    rows = msgspec.Raw(bytes(came_to.rows).replace(b'"place":1,', b'"place":9,'))
    return as_kept(*session, msgspec.structs.replace(came_to, rows=rows, **changes))


def test_only_this_very_program_with_these_very_tables_is_believed(tmp_path: Path) -> None:
    session = class_of_three()[0]
    truth = tables_of(one(tmp_path, as_kept(*session)), "", NOWHERE)

    assert tables_of(one(tmp_path, lying(session)), "", NOWHERE) != truth  # or this test would prove nothing
    for changes in ({"program": "0.0.9"}, {"tables": 0}):
        assert tables_of(one(tmp_path, lying(session, **changes)), "", NOWHERE) == truth
    assert tables_of(one(tmp_path, lying(session)), "", NOWHERE, follow=True) == truth
    unreadable = as_kept(*session, CameTo("0.1.0", 1, msgspec.Raw(b'{"session":7}')))
    assert tables_of(one(tmp_path, unreadable), "", NOWHERE) == truth


@pytest.mark.parametrize(
    ("said", "forged"),
    [(b'"seconds":', b'"seconds":-'), (b'"place":1,', b'"place":18446744073709551615,'), (b'"reached":"missed"', b'"reached":"praised"')],
)
def test_rows_that_no_session_can_come_to_are_not_believed(said: bytes, forged: bytes, tmp_path: Path) -> None:
    session = next(each for each in class_of_three() if b'"reached":"missed"' in as_left(*each))
    came_to = what_it_came_to(Session(*session), conversation_of(session[0]))
    assert came_to is not None
    assert said in bytes(came_to.rows)
    rows = msgspec.Raw(bytes(came_to.rows).replace(said, forged))
    raw = as_kept(*session, msgspec.structs.replace(came_to, rows=rows))

    assert as_it_was_left(one(tmp_path, raw).path, "") is None


def test_turns_that_are_said_to_try_each_other_again_do_not_go_round_for_ever() -> None:
    session = next(each for each in class_of_three() if each[0].kind == "practice")
    turn = followed(Known("k", "", Session(*session)), conversation_of(session[0])).turns[0]
    tries = {1: 2, 2: 1, 3: 1, 4: 4}

    again = [replace(turn, turn=number, again_of=of, reached="missed") for number, of in tries.items()]

    assert list(retries_of("k", tuple(again))) == [RetryRow("k", "missed", "missed")]


def test_what_happens_after_it_was_left_counts(tmp_path: Path) -> None:
    events: list[AnyEvent] = [Jumped("C1"), Answered("choice.step_back.note", value=True), Paused()]
    walk = next(conversation_of(each) for each, _ in class_of_three() if each.kind == "walk")
    path = in_a_file(tmp_path, "walk", events, walk)
    book = Journal.reopen(path)
    book.append(Resumed(), BEGUN + timedelta(days=1))
    book.append(Answered("choice.offer.note", value=True), BEGUN + timedelta(days=1, seconds=9))
    book.close()

    assert journal.left_with(path) is None
    assert [row.step for row in anew(path, walk).steps if row.came_to == "reached"] == ["C1", "C2"]


def test_a_line_that_was_changed_is_found_in_a_session_that_was_left_too(tmp_path: Path) -> None:
    raw = as_left(*class_of_three()[0])
    lines = raw.splitlines(keepends=True)
    for number in (1, len(lines) // 2, len(lines) - 2):
        broken = b"".join((*lines[:number], *lines[number + 1 :]))
        assert broken.splitlines()[-1].startswith(b'{"came_to"')
        with pytest.raises(Unread, match=f"line {number + 1} is not readable"):
            tables_of(one(tmp_path, broken), "", NOWHERE)


def test_what_was_typed_is_not_in_what_it_came_to_and_is_found_when_it_is_asked_for(tmp_path: Path) -> None:
    session = next(each for each in class_of_three() if any(isinstance(getattr(entry.event, "value", None), str) for entry in each[1]))
    last = as_left(*session).splitlines()[-1].decode()
    words = tables_of(one(tmp_path, as_left(*session)), "", NOWHERE, with_words=True).words

    assert words
    assert not [row.words for row in words if row.words in last]


def test_a_rehearsal_that_comes_to_its_end_says_what_it_came_to(tmp_path: Path, home: Path) -> None:
    rehearsed(tmp_path)

    (found,) = surveyed(files_in([home / "sessions"])).found

    assert as_it_was_left(found.path, "") == tables_of(found, "", own_texts(home, ()), follow=True)
