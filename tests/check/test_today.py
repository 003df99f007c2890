"""What is asked about the day, and until when it is answered in the same way."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

import sdm_cli.check
from sdm_cli.check.judging import Asked, judged
from sdm_cli.check.today import Today
from tests.check.whole_thumb import TODAY, WHOLE_THUMB

DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))
NEAR = st.integers(-400, 400).map(lambda days: TODAY + timedelta(days))
QUESTIONS: list[Callable[[Today, date], Any]] = [
    lambda today, other: today.is_before(other),
    lambda today, other: today.is_after(other),
    lambda today, other: today.days_until(other),
    lambda today, other: today.years_since(other.year),
]


@given(DAYS, DAYS)
@example(date(2026, 12, 31), date(2026, 12, 31))
def test_every_answer_holds_until_the_day_that_is_named_and_no_day_longer(day: date, other: date) -> None:
    for question in QUESTIONS:
        today = Today(day)
        answer = question(today, other)
        assert today.until >= day
        assert question(Today(min(today.until, date(2040, 1, 1))), other) == answer
        if today.until < date.max:
            assert question(Today(today.until + timedelta(1)), other) != answer


def test_what_holds_shortest_counts() -> None:
    today = Today(TODAY)
    today.is_after(date(2026, 12, 24))
    today.is_after(date(2027, 12, 24))
    assert today.until == date(2026, 12, 24)


@settings(max_examples=25)
@given(NEAR, NEAR, st.integers(2009, 2014), st.integers(0, 500))
@example(TODAY, TODAY + timedelta(days=95), 2020, 4)
def test_what_comes_of_a_set_stays_the_same_until_the_day_that_is_named(updated: date, due: date, year: int, days: int) -> None:
    text = WHOLE_THUMB.replace("updated: 2026-11-01", f"updated: {updated}").replace("review_due: 2027-11-01", f"review_due: {due}")
    raw = text.replace("year: 2020", f"year: {year}").encode()
    now = judged(raw, "thumb.yaml", Asked(TODAY, "clinical"))
    assert now.rests_on is not None
    later = TODAY + timedelta(days)

    if later <= now.rests_on.until:
        assert judged(raw, "thumb.yaml", Asked(later, "clinical")).diagnostics == now.diagnostics


def test_no_rule_reads_the_clock_or_a_file_by_itself() -> None:
    """What is remembered of a file is believed because of that; the word lists are kept an eye on."""
    reads = re.compile(r"\.(?:now|today|time)\(|\bopen\(|read_\w+\(|\bcontents\(|environ|getenv")
    rooms = [path for path in Path(sdm_cli.check.__file__).parent.rglob("*.py") if reads.search(path.read_text(encoding="utf-8"))]
    assert [path.name for path in rooms] == ["words.py"]


def test_a_set_that_is_due_in_a_year_is_not_looked_at_again_every_day() -> None:
    rests_on = judged(WHOLE_THUMB.encode(), "thumb.yaml", Asked(TODAY, "clinical")).rests_on
    assert rests_on is not None
    assert rests_on.until == date(2026, 12, 31)  # the year in which a source is as old as it is
