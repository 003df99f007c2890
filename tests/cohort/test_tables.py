"""Rows say what the session says, under a key of its own, and nothing that was typed."""

from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from sdm_cli.cohort.following import Known, key_of, practice_tables, walk_tables
from sdm_cli.cohort.tables import TABLES, Tables, columns
from sdm_cli.conversation.outcome import steps_reached
from sdm_cli.conversation.pace import time_per_step
from sdm_cli.conversation.replaying import replayed
from sdm_cli.model.event import Answered, AnyEvent, Jumped, Marked, Paused, Resumed
from sdm_cli.model.session import Entry, Header, Session
from tests.conversation.practices import Talked, practice_of, talks
from tests.conversation.walks import Rehearsed, rehearsals, walk_of

BEGUN = datetime(2026, 10, 5, 12, tzinfo=UTC)


def session(kind: str, *events: AnyEvent, pace: int = 7) -> Session:
    header = Header(id="k7m2", kind=kind, started=BEGUN, program="0.1.0", option_set="x", guide="elwyn-2012", contents={})
    return Session(header, tuple(Entry(BEGUN + timedelta(seconds=pace * number), event) for number, event in enumerate(events, start=1)))


def walked(*events: AnyEvent, with_words: bool = False) -> Tables:
    return walk_tables(Known("k", "", session("walk", *events)), walk_of(), with_words=with_words)


def came_to(tables: Tables) -> dict[str, str]:
    return {row.step: row.came_to for row in tables.steps}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(talks(longest=40), st.integers(1, 90))
def test_rows_of_a_practice_tell_the_same_as_its_debrief(talked: Talked, pace: int) -> None:
    kept = session("practice", *talked.events, pace=pace)

    tables = practice_tables(Known("k", "p1", kept), talked.practice)

    spent = time_per_step(talked.practice, BEGUN, kept.entries)
    reached = steps_reached(talked.practice, talked.state)
    assert all(reached[row.step] == row.came_to for row in tables.steps)
    assert {step for step, word in reached.items() if word != "not met"} <= set(came_to(tables))
    assert all(row.seconds == round(spent.get(row.step, timedelta()).total_seconds()) for row in tables.steps)
    assert [row.turn for row in tables.turns] == [turn.number for turn in talked.state.turns]
    assert tables.session.seconds == round(sum(spent.values(), start=timedelta()).total_seconds())
    assert not tables.words


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rehearsals(longest=40), st.integers(1, 90))
def test_rows_of_a_walk_tell_the_same_as_the_walk_asked_at_every_event(rehearsed: Rehearsed, pace: int) -> None:
    kept = session("walk", *rehearsed.events, pace=pace)
    walk = rehearsed.walk

    tables = walk_tables(Known("k", "p1", kept), walk, with_words=True)

    state, spent = replayed(walk, rehearsed.events), time_per_step(walk, BEGUN, kept.entries)
    assert tables.session.finished == (state.at is None)
    assert {row.step: row.seconds for row in tables.steps} == {
        row.step: round(spent.get(row.step, timedelta()).total_seconds()) for row in tables.steps
    }
    words = {"done": "reached", "came up early": "reached", "skipped on purpose": "skipped", "touched": "touched", "open": "not met"}
    assert all(row.came_to == words[walk.mark(state, row.step)] for row in tables.steps)
    assert {row.question for row in tables.words} <= {question for question, answer in state.answers.items() if answer is not None}


def test_a_step_that_a_case_has_no_place_for_has_no_row() -> None:
    practice = practice_of()
    places = {exchange.step for exchange in practice.case.exchanges}

    tables = practice_tables(Known("k", "", session("practice")), practice)

    assert places <= set(came_to(tables))
    assert "C3" not in places
    assert "C3" not in came_to(tables)


def test_a_walk_tells_reached_touched_skipped_and_not_met() -> None:
    tables = walked(
        Jumped("C1"),
        Answered("choice.step_back.note", "Let us step back."),
        Answered("choice.offer.note", None),
        Marked("C3", "skipped on purpose"),
        Marked("D4", "came up early"),
    )

    told = came_to(tables)
    assert (told["C1"], told["C2"], told["C3"], told["D4"], told["O1"]) == ("reached", "touched", "skipped", "reached", "not met")
    assert {row.step: row.marked for row in tables.steps}["D4"] == "came up early"


def test_time_stops_while_somebody_is_away() -> None:
    tables = walked(Jumped("C1"), Paused(), Resumed(), Answered("choice.step_back.note", value=True))

    assert {row.step: row.seconds for row in tables.steps}["C1"] == 14


def test_what_was_typed_stands_in_no_table_unless_it_is_asked_for() -> None:
    typed = "Mrs Miller from number four"
    events = (Answered("prepare.before.case", typed), Jumped("C1"), Answered("choice.step_back.note", typed))

    assert typed not in str(walked(*events))
    (row,) = walked(*events, with_words=True).words
    assert (row.step, row.words) == ("C1", typed)  # and never what the clinician prepared


def test_sessions_that_differ_in_anything_have_different_keys() -> None:
    one = session("walk").header
    others = [replace(one, started=BEGUN + timedelta(microseconds=number)) for number in range(5000)]
    others += [replace(one, id="k7m3"), replace(one, kind="practice"), replace(one, seed=7), replace(one, case="a")]

    assert len({key_of(header) for header in others}) == 5004
    assert key_of(replace(one, sdm_session=1)) == key_of(one)  # in whatever format it was written


def test_every_column_says_what_it_means() -> None:
    for table, shape in TABLES.items():
        assert list(columns(table)) == list(shape.__struct_fields__)
        assert all(meaning.endswith(".") for meaning in columns(table).values()), table
