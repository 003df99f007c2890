import pytest
from msgspec.structs import replace

from sdm_cli.model.figure import Absent, Effect, Figure, Scale, grouped
from tests.conversation.walks import option_set

BETTER = option_set("tiny").outcomes[0]
SOURCES = ("thumb-2020",)
COUNTED = Figure(events=50, sources=SOURCES)


@pytest.mark.parametrize(
    ("figure", "drawn"),
    [
        (COUNTED, True),
        (Figure(between=(40, 60), sources=SOURCES), True),
        (Figure(at_baseline=True, sources=SOURCES), True),
        (Figure(effect=Effect(measure="RR", value=0.5), sources=SOURCES), True),
        (Figure(more=5, sources=SOURCES), False),
        (Figure(fewer=5, sources=SOURCES), False),
        (Figure(mean=5, sources=SOURCES), False),
        ("not studied", False),
    ],
)
def test_people_are_drawn_where_they_were_counted_and_not_where_only_a_difference_or_a_mean_is_known(
    figure: Figure | Absent, *, drawn: bool
) -> None:
    assert replace(BETTER, by_option={"wait": figure, "plaster": "not known"}).has_counts() is drawn


@pytest.mark.parametrize(("out_of", "drawn"), [(100, True), (1000, True), (50, False), (10_000, False)])
def test_people_are_drawn_out_of_a_hundred_or_a_thousand(out_of: int, *, drawn: bool) -> None:
    assert replace(BETTER, by_option={"wait": COUNTED}, out_of=out_of).has_counts() is drawn


def test_behind_an_average_there_are_no_people_to_draw() -> None:
    scale = Scale(lowest=0, highest=10, lowest_means="none", highest_means="much")

    assert not BETTER.is_average()
    for average in (replace(BETTER, scale=scale), replace(BETTER, unit="minutes of sleep")):
        assert average.is_average()
        assert not replace(average, by_option={"wait": COUNTED}).has_counts()


@pytest.mark.parametrize(
    ("number", "read"),
    [
        (0, "0"),
        (9999, "9999"),
        (10_000, "10 000"),
        (1_234_567, "1 234 567"),
        (-10_000, "-10 000"),
        (-9999.5, "-9999.5"),
        (10_000.5, "10 000.5"),
    ],
)
def test_a_number_is_read_in_groups_of_three_from_ten_thousand_on(number: float, read: str) -> None:
    assert grouped(number) == read
