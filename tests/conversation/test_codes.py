"""A code joins three people, and is never a name."""

import random

import pytest

from sdm_cli.model.code import code_in, made_code


@pytest.mark.parametrize(("typed", "code"), [("T7", "T7"), (" t7 ", "T7"), ("k7-m2", "K7-M2"), ("round3", "ROUND3")])
def test_a_code_has_one_form_however_it_is_typed(typed: str, code: str) -> None:
    assert code_in(typed) == code
    assert code_in(code) == code


@pytest.mark.parametrize(
    "typed", ["", "T", "7", "Anna", "anna miller", "T7-", "7T", "T7 K2", "A1234567890123", "MRN123456", "T\u0667", "T7\x1b"]
)
def test_a_name_a_number_of_somebody_s_and_a_long_text_are_no_code(typed: str) -> None:
    assert code_in(typed) is None


def test_a_made_code_is_a_code_that_nobody_reads_as_a_word() -> None:
    chance = random.Random(7)  # noqa: S311 - a test
    made = [made_code(chance.choice) for _ in range(200)]

    assert all(code_in(code) == code for code in made)
    assert not set("".join(made)) & set("AEIOUY01")
