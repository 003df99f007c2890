import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sdm_cli.document.inert import inert, unbroken

PATIENT = settings(deadline=None)
ANY_TEXT = st.text(st.characters(exclude_categories=()))


@pytest.mark.parametrize(
    "text", ["Steroid injection", "86 ÷ 2 = 43", "Zoë's knee, über 5 µg", "[red]x[/red] :smile: | # *", "膝の痛み", "👩🏽\u200d⚕️", ""]
)
def test_ordinary_text_of_any_script_stays_as_it_is(text: str) -> None:
    assert inert(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[2J", r"\x1b[2J"),
        ("bell\x07", r"bell\x07"),
        ("back\x08\x08", r"back\x08\x08"),
        ("\x9b31mred", r"\x9b31mred"),
        ("\x7f", r"\x7f"),
        ("a\x00b", r"a\x00b"),
        ("\u202egnihton", r"\u202egnihton"),
        ("\u2066in\u2069", r"\u2066in\u2069"),
        ("one\u2028two\u2029three", r"one\u2028two\u2029three"),
        ("half\ud83d", r"half\ud83d"),
    ],
)
def test_what_could_steer_a_terminal_or_turn_text_round_is_shown_as_an_escape(text: str, shown: str) -> None:
    assert inert(text) == shown


def test_any_white_space_is_one_space() -> None:
    assert inert("one\n two\r\n\tthree\u00a0\u3000four") == "one two three four"


@PATIENT
@given(ANY_TEXT)
def test_no_control_character_ever_gets_through(text: str) -> None:
    assert {unicodedata.category(character) for character in inert(text)}.isdisjoint({"Cc", "Cs", "Zl", "Zp"})
    assert {unicodedata.bidirectional(character) for character in inert(text)}.isdisjoint(
        {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    )


@PATIENT
@given(ANY_TEXT)
def test_inert_text_is_one_line_and_making_it_inert_again_changes_nothing(text: str) -> None:
    once = inert(text)
    assert len(once.splitlines()) <= 1
    assert "  " not in once
    assert inert(once) == once


@PATIENT
@given(ANY_TEXT)
def test_every_visible_character_is_kept_in_its_order(text: str) -> None:
    left = iter(inert(text))
    assert all(character in left for character in text if character.isprintable() and not character.isspace())


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("12 345 678 of 54 276", "12_345_678 of 54_276"),
        ("In 2015 100 people", "In 2015 100 people"),
        ("Scores of 100 101 102 103 points", "Scores of 100 101 102 103 points"),
        ("1.5 100 or 3 of 100", "1.5 100 or 3 of 100"),
        ("10 000 1000", "10_000 1000"),
    ],
)
def test_only_a_number_in_groups_is_one_word(text: str, kept: str) -> None:
    assert unbroken(text, "_") == kept
