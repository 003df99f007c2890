"""What looks like one person in a note, and what does not."""

import pytest

from sdm_cli.model.identifying import looks_like, may_be_a_name


@pytest.mark.parametrize(
    ("note", "what"),
    [
        ("Mrs A, date of birth 1.2.1950", "a date of birth"),
        ("born 12 March 1950, likes tea", "a date of birth"),
        ("DOB: 1950-03-12", "a date of birth"),
        ("NHS number 943 476 5919", "a record number"),
        ("MRN 00123456", "a record number"),
        ("hospital no. A12 345 678", "a record number"),
        ("write to ann.other@example.org", "an e-mail address"),
        ("ring +44 20 7946 0958", "a phone number"),
        ("ring 0151 496 0123 in the evening", "a phone number"),
    ],
)
def test_what_points_to_one_person_is_named(note: str, what: str) -> None:
    assert looks_like(note) == what


@pytest.mark.parametrize(
    "note",
    [
        "case B, 67, lives alone",
        "She asked for her date of birth to be left out",
        "babies born on time",
        "10 000 000 people",
        "18 of 100, range 10 to 26",
        "back on 2027-01-05 at 10.30",
        "hospital number two in town",
        "between 5 and 10 years, 2010-2015",
        "weight 82.5 kg, 1.72 m",
    ],
)
def test_what_any_note_may_hold_is_let_pass(note: str) -> None:
    assert looks_like(note) is None


@pytest.mark.parametrize(
    ("code", "is_name"),
    [
        ("??Anna Miller", True),
        ("anna", True),
        ("Zo\u00eb", True),
        ("case 7 of May", False),
        ("K-07", False),
        ("K", False),
        ("AM", False),
        ("\u0667\u0668", False),
    ],
)
def test_a_code_that_is_a_word_without_a_digit_may_be_a_name(code: str, *, is_name: bool) -> None:
    assert may_be_a_name(code) is is_name
