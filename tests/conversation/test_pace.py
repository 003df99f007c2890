from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sdm_cli.conversation.pace import elapsed, kept_time, moments, time_between, time_per_step
from sdm_cli.model.event import Answer, Answered, AnyEvent, Jumped, Marked, Paused, Resumed, WentBack
from sdm_cli.model.session import Entry
from tests.conversation.walks import Rehearsed, rehearsals, walk_of

NINE = datetime(2026, 1, 1, 9, 0, tzinfo=UTC)


def at(minute: float) -> datetime:
    return NINE + timedelta(minutes=minute)


def happened(*events: tuple[float, AnyEvent]) -> list[Entry]:
    return [Entry(at(minute), event) for minute, event in events]


def said(question: str, answer: Answer = None) -> Answered:
    return Answered(question, answer)


def minutes(spent: dict[str, timedelta]) -> dict[str, float]:
    return {step: time / timedelta(minutes=1) for step, time in spent.items()}


def test_time_runs_from_the_beginning_to_now() -> None:
    assert elapsed(NINE, happened((1, Jumped("C1")), (3, said("choice.step_back.note"))), at(4)) == timedelta(minutes=4)


def test_time_runs_before_anything_happened() -> None:
    assert elapsed(NINE, [], at(2)) == timedelta(minutes=2)


def test_a_pause_takes_no_time() -> None:
    entries = happened((2, Jumped("C1")), (3, Paused()), (63, Resumed()))

    assert elapsed(NINE, entries, at(65)) == timedelta(minutes=5)


def test_time_stands_still_until_the_person_comes_back() -> None:
    assert elapsed(NINE, happened((3, Paused())), at(63)) == timedelta(minutes=3)


def test_a_session_that_was_killed_takes_no_time_until_it_is_resumed() -> None:
    entries = happened((2, Jumped("C1")), (600, Resumed()))

    assert elapsed(NINE, entries, at(601)) == timedelta(minutes=3)


def test_every_pause_is_left_out() -> None:
    entries = happened((1, Paused()), (10, Resumed()), (11, Paused()), (20, Resumed()))

    assert elapsed(NINE, entries, at(22)) == timedelta(minutes=4)


def test_a_clock_that_was_put_back_takes_no_time_away() -> None:
    entries = happened((5, said("prepare.before.case")), (-60, said("prepare.before.minutes")), (-58, said("prepare.before.setting")))

    assert elapsed(NINE, entries, at(-57)) == timedelta(minutes=8)


def test_time_belongs_to_the_step_at_which_it_was_spent() -> None:
    entries = happened(
        (1, Jumped("C1")),
        (4, said("choice.step_back.note")),
        (9, said("choice.offer.note")),
        (9.5, said("choice.justify.note")),
    )

    assert minutes(time_per_step(walk_of(), NINE, entries)) == {"P1": 1, "C1": 3, "C2": 5, "C3": 0.5}


def test_a_step_gathers_the_time_of_all_its_questions_and_visits() -> None:
    entries = happened(
        (0, Jumped("O3")),
        (1, said("option.describe.wait")),
        (2, said("option.describe.plaster")),
        (5, Jumped("O3")),
        (15, said("option.describe.wait")),
    )

    assert minutes(time_per_step(walk_of(), NINE, entries)) == {"P1": 0, "O3": 12, "O4": 3}


def test_time_after_going_back_belongs_to_the_step_gone_back_to() -> None:
    entries = happened((0, Jumped("C1")), (1, said("choice.step_back.note")), (3, WentBack()), (7, said("choice.step_back.note")))

    assert minutes(time_per_step(walk_of(), NINE, entries)) == {"P1": 0, "C1": 5, "C2": 2}


def test_time_before_a_mark_belongs_to_the_step_one_was_in() -> None:
    entries = happened((0, Jumped("C1")), (2, Marked("C1", "skipped on purpose")), (5, said("choice.offer.note")))

    assert minutes(time_per_step(walk_of(), NINE, entries)) == {"P1": 0, "C1": 2, "C2": 3}


def test_a_pause_belongs_to_no_step() -> None:
    entries = happened((0, Jumped("C1")), (2, Paused()), (600, Resumed()), (603, said("choice.step_back.note")))

    assert minutes(time_per_step(walk_of(), NINE, entries)) == {"P1": 0, "C1": 5}


def test_time_at_the_end_belongs_to_no_step() -> None:
    entries = happened(
        (0, Jumped("R1")), (1, Marked("R1", "done")), (500, Resumed()), (501, Jumped("C1")), (502, said("choice.step_back.note"))
    )

    assert minutes(time_per_step(walk_of(), NINE, entries)) == {"P1": 0, "R1": 1, "C1": 1}


def test_no_step_loses_time_when_the_clock_is_put_back() -> None:
    entries = happened(
        (0, Jumped("C1")), (4, said("choice.step_back.note")), (-60, said("choice.offer.note")), (-58, said("choice.justify.note"))
    )

    assert minutes(time_per_step(walk_of(), NINE, entries)) == {"P1": 0, "C1": 4, "C2": 0, "C3": 2}


def test_every_answer_has_its_moment_counted_from_the_beginning_without_the_pauses() -> None:
    entries = happened(
        (1, said("a")),
        (2, Jumped("C1")),
        (3, Paused()),
        (60, Resumed()),
        (62, said("b")),
        (600, Resumed()),
        (601, said("c", "words")),
    )

    assert minutes(moments(NINE, entries)) == {"a": 1, "b": 5, "c": 6}


def test_an_answer_that_was_changed_has_the_moment_at_which_it_was_given_last() -> None:
    assert minutes(moments(NINE, happened((1, said("a")), (3, said("b")), (4, WentBack()), (9, said("a"))))) == {"a": 9, "b": 3}


def test_no_moment_lies_before_an_earlier_one_when_the_clock_is_put_back() -> None:
    assert minutes(moments(NINE, happened((-5, said("a")), (-3, said("b")), (-60, said("c"))))) == {"a": 0, "b": 2, "c": 2}


def test_a_pause_takes_no_time_either_where_the_coming_back_was_not_kept() -> None:
    entries = happened((0, Jumped("C1")), (2, Paused()), (60, said("choice.step_back.note")), (61, said("choice.offer.note")))

    assert elapsed(NINE, entries, at(61)) == timedelta(minutes=3)
    assert minutes(moments(NINE, entries)) == {"choice.step_back.note": 2, "choice.offer.note": 3}
    assert minutes(time_per_step(walk_of(), NINE, entries)) == {"P1": 0, "C1": 2, "C2": 1}


def test_where_nothing_was_answered_there_is_no_moment() -> None:
    assert moments(NINE, happened((1, Jumped("C1")), (2, Paused()))) == {}


@pytest.mark.parametrize(
    ("before", "after", "spent"),
    [
        (None, said("a"), 3),
        (said("a"), Jumped("C1"), 3),
        (said("a"), Paused(), 3),
        (Resumed(), said("a"), 3),
        (Paused(), said("a"), 0),
        (said("a"), Resumed(), 0),
        (Paused(), Resumed(), 0),
        (None, Resumed(), 0),
    ],
)
def test_between_two_events_all_time_counts_but_what_follows_a_pause_or_comes_before_a_return(
    before: AnyEvent | None, after: AnyEvent, spent: int
) -> None:
    assert time_between(at(1), at(4), before, after) == timedelta(minutes=spent)
    assert time_between(at(4), at(1), before, after) == timedelta()


@pytest.mark.parametrize(("seconds", "kept"), [((), None), ((0.5, 0.49), None), ((0.5, 0.5), 1), ((0, 60, 1), 61)])
def test_less_than_a_second_altogether_is_no_time_that_was_kept(seconds: tuple[float, ...], kept: int | None) -> None:
    spent = {f"C{number}": timedelta(seconds=each) for number, each in enumerate(seconds)}

    assert kept_time(spent) == (timedelta(seconds=kept) if kept is not None else None)


@settings(max_examples=40, deadline=None)
@given(rehearsals(longest=15).filter(lambda each: all(state.at for state in each.states)), st.data())
def test_the_steps_together_took_as_long_as_the_walk(rehearsed: Rehearsed, data: st.DataObject) -> None:
    count = len(rehearsed.events)
    clock = data.draw(st.lists(st.integers(-600, 600), min_size=count, max_size=count))
    entries = [Entry(at(minute), event) for minute, event in zip(clock, rehearsed.events, strict=True)]

    spent = time_per_step(rehearsed.walk, NINE, entries)

    assert sum(spent.values(), timedelta()) == elapsed(NINE, entries, entries[-1].at if entries else NINE)
    assert all(time >= timedelta() for time in spent.values())
