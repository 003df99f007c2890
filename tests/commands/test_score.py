import json
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdm_cli.model.measure import MEASURES, Unscorable
from tests.commands.running import sdm

FREE, CONFLICT = "no sign of decisional conflict", "possible decisional conflict: talk about it"
ABOVE = "above 37.5, which studies used as a cut"


@pytest.mark.parametrize(
    ("measure", "numbers", "values"),
    [
        (
            "collaborate",
            [9, 9, 9] * 10 + [9, 9, 8] * 20,
            [
                ("Top score", "100/3", "100", "10 of 30 encounters had the highest answer on all three"),
                ("Mean score", "79/9", "9", ""),
            ],
        ),
        (
            "collaborate",
            [9] * 75,
            [("Top score", "100", "100", "25 of 25 encounters had the highest answer on all three"), ("Mean score", "9", "9", "")],
        ),
        ("sure", [1, 1, 1, 1], [("Sum", "4", "4", FREE)]),
        ("sure", [1, 0, 1, 1], [("Sum", "3", "4", CONFLICT)]),
        ("dcs", [1, 2] * 8, [("Total", "75/2", "100", "")]),
        ("dcs", [1, 2] * 7 + [2, 2], [("Total", "625/16", "100", ABOVE)]),
        ("dcs", [0] * 15 + [1], [("Total", "25/16", "100", "")]),
        ("option5", [0, 1, 2, 3, 4], [("Sum", "10", "20", ""), ("Rescaled", "50", "100", "")]),
    ],
)
def test_values_are_exact_and_say_of_what_and_what_is_read_in_them(
    measure: str, numbers: list[int], values: list[tuple[str, str, str, str]]
) -> None:
    assert [(each.name, str(each.value), each.of, each.meaning) for each in MEASURES[measure].results(numbers)] == values


@pytest.mark.parametrize(
    ("measure", "numbers", "why"),
    [
        ("collaborate", [9] * 72, "not scored below 25 encounters, and these are 24"),
        ("collaborate", [9] * 77, "missing item"),
        ("collaborate", [10] * 75, r"^Number 1 is 10; .* goes from 0 to 9\.$"),
        ("sure", [1, 1, 1], r"\. A form with a missing item is not scored: leave the whole form out\.$"),
        ("sure", [1, 1, 2, 1], "0 to 1"),
        ("sure", [1] * 8, "form by form"),
        ("dcs", [4] * 15, "missing item"),
        ("option5", [], "missing item"),
    ],
)
def test_what_the_source_forbids_is_refused_with_the_reason(measure: str, numbers: list[int], why: str) -> None:
    with pytest.raises(Unscorable, match=why):
        MEASURES[measure].results(numbers)


@given(st.sampled_from(sorted(MEASURES)), st.lists(st.integers(-1, 12), max_size=90))
def test_whatever_comes_in_the_value_is_within_its_bounds_or_refused(measure: str, numbers: list[int]) -> None:
    try:
        results = MEASURES[measure].results(numbers)
    except Unscorable:
        return
    assert all(0 <= each.value <= Fraction(each.of) for each in results)


def test_formula_source_and_limits_stand_beside_the_value() -> None:
    done = sdm("score", "sure", "1", "0", "1", "1")

    assert done.returncode == 0
    for text in ("3 of 4; possible decisional conflict", "Formula", "PMID 20705870", "not a measure of the clinician", "hold the right"):
        assert text in done.stdout


def test_numbers_may_come_from_a_file_and_leave_as_json() -> None:
    given_in = "\n".join(["9,9,9"] * 10 + ["9,9,8"] * 20)

    data = json.loads(sdm("score", "collaborate", "-", "--json", given=given_in).stdout)

    assert (data["format"], data["measure"], data["forms"]) == (1, "collaborate", 30)
    assert [each["value"] for each in data["values"]] == ["100/3", "79/9"]
    assert "33.3 (exactly 100/3) of 100; 10 of 30" in sdm("score", "collaborate", "-", given=given_in).stdout


@pytest.mark.parametrize("numbers", [["9"] * 72, ["9", "x", "9"], ["9.5"], []])
def test_a_refusal_is_one_sentence_and_a_usage_error(numbers: list[str]) -> None:
    done = sdm("score", "collaborate", *numbers)

    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr
