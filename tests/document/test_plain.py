import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sdm_cli.document.blocks import Block, Break, Bullets, Document, Facts, Faint, Heading, Link, Paragraph, Quotation, Strong, Table, line
from sdm_cli.document.inert import inert
from sdm_cli.document.json import to_json
from sdm_cli.document.markdown import to_markdown
from sdm_cli.document.plain import folded, to_plain
from sdm_cli.pages.option_set import option_set_page
from sdm_cli.pages.summary import summary
from tests.pages.made_up import bundled, bundled_ids, screens, talkative, texts, walked

PATIENT = settings(deadline=None)
ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=30)


def plain(*blocks: Block) -> list[str]:
    return to_plain(Document(blocks)).splitlines()


def test_every_block_is_a_few_lines_without_boxes_or_columns() -> None:
    assert plain(
        Heading(1, "Knee"),
        Paragraph(line("Pain ", Strong("and"), Faint(" stiffness"))),
        Heading(2, "Options"),
        Bullets((line("rest"), line("splint"))),
        Bullets((line("first"), line("second")), ordered=True),
        Facts((("Time", line("2 weeks")), ("Cost", line("small")))),
        Quotation("I want to play", "Their words"),
        Quotation("No name"),
        Break(),
        Break("Option talk"),
    ) == [
        "Knee",
        "Pain and stiffness",
        "",
        "Options",
        *("- rest", "- splint"),
        *("1. first", "2. second"),
        *("Time: 2 weeks", "Cost: small"),
        'Their words: "I want to play"',
        '"No name"',
        "",
        *("", "Option talk"),
    ]


def test_a_table_has_one_fact_a_line_each_with_its_column_and_no_line_for_an_empty_cell() -> None:
    rows = ((line("Pain"), line("40 of 100"), line("55 of 100")), (line("Rash"), (), line("12 of 1000")))
    assert plain(Table(("Outcome", "Rest", "Splint"), rows, "Chances")) == [
        "Chances",
        *("Outcome: Pain", "Rest: 40 of 100", "Splint: 55 of 100"),
        *("Outcome: Rash", "Splint: 12 of 1000"),
    ]


def test_a_link_shows_its_address_once() -> None:
    assert plain(Paragraph(line(Link("here", "https://x.org"), " and ", Link("https://y.org", "https://y.org")))) == [
        "here (https://x.org) and https://y.org"
    ]


@PATIENT
@given(ANY_TEXT)
def test_any_text_stays_on_its_own_line_and_is_text(text: str) -> None:
    shown = inert(text)
    assert plain(Heading(1, text), Bullets((line(text),)), Facts(((text, line(text)),)), Quotation(text)) == [
        shown,
        f"- {shown}",
        f"{shown}{'' if shown.endswith('?') else ':'} {shown}",
        f'"{shown}"',
    ]


@pytest.mark.parametrize("option_set", bundled_ids())
def test_every_page_of_a_bundled_set_is_lines_with_nothing_left_out(option_set: str) -> None:
    chosen = bundled(option_set)
    talked, silent = talkative(chosen), walked(chosen)
    for page in (option_set_page(chosen), summary(talked), summary(silent), *screens(talked), *screens(silent)):
        for block in page.blocks:
            lines = plain(block)
            empty = (
                {name for number, name in enumerate(block.columns) if not any(row[number] for row in block.rows)}
                if isinstance(block, Table)
                else ()
            )
            assert [
                text for text in map(inert, texts(Document((block,)))) if not any(text in each for each in lines) and text not in empty
            ] == []
            assert [each for each in lines if any("\u2500" <= character <= "\u257f" for character in each)] == []


@PATIENT
@given(st.lists(st.integers(1, 30), max_size=40), st.integers(20, 100))
def test_folding_for_a_terminal_breaks_between_words_and_loses_none(sizes: list[int], width: int) -> None:
    said = [f"{number}".ljust(size, "-") for number, size in enumerate(sizes)]
    lines = folded(" ".join(said), width).splitlines()
    assert " ".join(lines).split() == said
    assert [each for each in lines if len(each) >= width and " " in each] == []


def test_in_a_pipe_a_line_is_as_long_as_its_fact() -> None:
    assert plain(Paragraph(line("a long fact, " * 100 + "end"))) == ["a long fact, " * 100 + "end"]


def test_json_is_one_readable_object_with_every_character_intact() -> None:
    data = {"who": "Zoë", "said": 'a "quote"\n\x1b[31m\x7f\x9b31m\u202e', "list": [1, True, None]}
    written = to_json(data)
    assert json.loads(written) == data
    assert written.endswith("}\n")
    assert '\n  "who": "Zoë"' in written


def test_json_holds_no_character_that_could_steer_a_terminal() -> None:
    written = to_json({"said": "\x1b[31m\x07\x00 \x7f \x9b31m \u202e \u2028"})
    assert [character for character in written if not character.isprintable() and character != "\n"] == []


@pytest.mark.parametrize("width", [0, 1, 2])
def test_a_window_with_room_for_nothing_still_gets_every_word(width: int) -> None:
    assert folded("No session begins so.", width).split() == ["No", "session", "begins", "so."]


def test_a_table_without_headings_is_read_column_by_column_since_its_rows_are_no_pairs() -> None:
    rows = ((line("Less pain"), line("A rash")), (line("Few visits"), line("The cost")), (line(""), line("The time")))
    assert plain(Table(("Benefits", "Harms"), rows, headed=False)) == [
        "Benefits: Less pain",
        "Benefits: Few visits",
        "Harms: A rash",
        "Harms: The cost",
        "Harms: The time",
    ]


def test_a_label_that_asks_has_its_mark_and_no_colon_behind_it() -> None:
    asked = Facts((("Where will it be?", line("Clinic")), ("Date", line("today"))))
    assert plain(asked) == ["Where will it be? Clinic", "Date: today"]
    assert to_markdown(Document((asked,))).splitlines() == ["- **Where will it be?** Clinic", "- **Date:** today"]
