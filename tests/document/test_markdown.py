import re
from collections.abc import Iterator

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from sdm_cli.document.blocks import Block, Break, Bullets, Document, Facts, Faint, Heading, Link, Paragraph, Quotation, Strong, Table, line
from sdm_cli.document.inert import inert
from sdm_cli.document.markdown import escaped, to_markdown

PATIENT = settings(deadline=None)
MARKS = (
    *"!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~",
    *("<script>", "</td>", "<!--", "&amp;", "&#35;", "| a", "||", "- x", "* x", "+ x", "1. x", "1) x", "# x", "x #", "> x", "---", "==="),
    *("```", "~~~", "`x`", "**x**", "__x__", "_x_", "~~x~~", "$x$", "![](x)", "[x](y)", "[^1]", "[ ] x", "<http://x>", "| --- |"),
    *("http://x", "https://x.y/z", "www.x.y", "ftp://x", "a@b.c", "\n", "\n\n", "\r\n", "\t", "  ", "    x", "\\", "\\\n", " "),
    *("\x1b[31m", "\x00", "\x9b", "\u202e", "\u2067", "\u2028", "\ud800", "\u00a0", "\ufeff", "x", "é", "膝", "1", "0123456789"),
)
ANY_TEXT = st.lists(st.sampled_from(MARKS) | st.text(st.characters(exclude_categories=()), max_size=4), max_size=6).map("".join)
SOME_TEXT = ANY_TEXT.filter(lambda text: inert(text).strip() != "")
READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def read_back(*blocks: Block) -> list[str]:
    """What a Markdown reader makes of the blocks: its tokens in order, texts among them."""
    return list(_tokens(READER.parse(to_markdown(Document(blocks)))))


def _tokens(tokens: list[Token]) -> Iterator[str]:
    text = ""
    for token in tokens:
        if token.type in {"text", "text_special"}:
            text += token.content
            continue
        if text.strip():
            yield text.strip()
        text = ""
        if token.type == "inline":
            yield from _tokens(token.children or [])
        elif token.type in {"html_block", "html_inline", "code_block", "code_inline", "fence", "image"}:
            yield f"{token.type}: {token.content}"
        elif not token.hidden:
            yield f"<{'/' if token.nesting < 0 else ''}{token.tag or token.type}{''.join(f' {value}' for value in token.attrs.values())}>"
    if text.strip():
        yield text.strip()


def shown(text: str) -> list[str]:
    return [inert(text).strip()] if inert(text).strip() else []


@PATIENT
@given(ANY_TEXT)
@example("five # four #")
@example("# x")
def test_any_text_is_a_heading_of_that_text(text: str) -> None:
    assert read_back(Heading(2, text)) == ["<h2>", *shown(text), "</h2>"]


@PATIENT
@given(SOME_TEXT)
@example(" - x")
@example(" 1. x")
@example(" # x")
def test_any_text_is_a_paragraph_of_that_text(text: str) -> None:
    assert read_back(Paragraph(line(text))) == ["<p>", *shown(text), "</p>"]
    assert read_back(Paragraph(line(Faint(text)))) == ["<p>", *shown(text), "</p>"]


@PATIENT
@given(SOME_TEXT, ANY_TEXT)
def test_any_text_may_follow_another_in_a_line(first: str, then: str) -> None:
    start = inert(first).strip()
    assert read_back(Paragraph(line(f"{start} ", then))) == ["<p>", *shown(f"{start} {then}"), "</p>"]
    assert read_back(Paragraph(line(start, Faint(f" {then}")))) == ["<p>", *shown(f"{start} {then}"), "</p>"]


@PATIENT
@given(SOME_TEXT)
@example("Notes: ")
@example(" Notes")
def test_any_text_can_be_strong(text: str) -> None:
    assert read_back(Paragraph(line(Strong(text), " and so on"))) == ["<p>", "<strong>", *shown(text), "</strong>", "and so on", "</p>"]


@PATIENT
@given(SOME_TEXT, SOME_TEXT)
@example(" - x", "y")
def test_any_two_texts_are_two_bullets(one: str, two: str) -> None:
    assert read_back(Bullets((line(one), line(two)))) == ["<ul>", "<li>", *shown(one), "</li>", "<li>", *shown(two), "</li>", "</ul>"]


@PATIENT
@given(SOME_TEXT, SOME_TEXT)
def test_any_two_texts_are_two_numbered_points(one: str, two: str) -> None:
    expected = ["<ol>", "<li>", *shown(one), "</li>", "<li>", *shown(two), "</li>", "</ol>"]
    assert read_back(Bullets((line(one), line(two)), ordered=True)) == expected


@PATIENT
@given(SOME_TEXT, ANY_TEXT)
@example(" x", "y")
@example("Who? ", "y")
def test_any_text_can_label_any_other(label: str, text: str) -> None:
    shown_label = inert(label).strip()
    expected = [
        "<ul>",
        "<li>",
        "<strong>",
        f"{shown_label}{'' if shown_label.endswith('?') else ':'}",
        "</strong>",
        *shown(text),
        "</li>",
        "</ul>",
    ]
    assert read_back(Facts(((label, line(text)),))) == expected


@PATIENT
@given(ANY_TEXT, ANY_TEXT, ANY_TEXT)
def test_any_text_stays_in_its_cell_of_a_table(header: str, cell: str, strong: str) -> None:
    assume(inert(strong).strip())
    head = ["<thead>", "<tr>", "<th>", *shown(header), "</th>", "<th>", "B", "</th>", "</tr>", "</thead>"]
    first = ["<tr>", "<td>", *shown(cell), "</td>", "<td>", "b", "</td>", "</tr>"]
    second = ["<tr>", "<td>", "<strong>", *shown(strong), "</strong>", "</td>", "<td>", *shown(cell), "</td>", "</tr>"]
    table = Table((header, "B"), ((line(cell), line("b")), (line(Strong(inert(strong).strip())), line(cell))))
    assert read_back(table) == ["<table>", *head, "<tbody>", *first, *second, "</tbody>", "</table>"]


@PATIENT
@given(SOME_TEXT)
def test_any_text_can_be_the_caption_of_a_table(text: str) -> None:
    found = read_back(Table(("A",), ((line("a"),),), inert(text).strip()))
    assert found[:5] == ["<p>", "<strong>", *shown(text), "</strong>", "</p>"]
    assert found[5] == "<table>"


@PATIENT
@given(SOME_TEXT, SOME_TEXT)
@example(" - x", "y")
def test_any_words_are_a_quotation_by_anybody(text: str, by: str) -> None:
    said = inert(text).strip()
    assert read_back(Quotation(text)) == ["<blockquote>", "<p>", said, "</p>", "</blockquote>"]
    assert read_back(Quotation(said, inert(by).strip())) == [
        "<blockquote>",
        "<p>",
        f"{said} ({inert(by).strip()})",
        "</p>",
        "</blockquote>",
    ]


@PATIENT
@given(SOME_TEXT)
def test_any_text_can_stand_over_a_link(text: str) -> None:
    assert read_back(Paragraph(line(Link(text, "https://doi.org/10.1/x")))) == [
        "<p>",
        "<a https://doi.org/10.1/x>",
        *shown(text),
        "</a>",
        "</p>",
    ]


@PATIENT
@given(st.from_regex(r"https?://[!-~]{1,12}|https?://\S{1,6}", fullmatch=True))
@example("https://x/a(1)_b|c<d>*e*")
@example("https://x/`a`")
@example("https://x/?a=1&copy;=2")
@example("https://x/\x1b[31m\x00")
@example("https://x/\u202egpj")
def test_any_address_that_a_source_may_have_is_one_link_in_a_cell_and_outside(address: str) -> None:
    for block in (
        Paragraph(line("See ", Link("here", address), " `now`")),
        Table(("A",), ((line("See ", Link("here", address), " `now`"),),)),
    ):
        found = read_back(block)
        assert found[found.index("See") :][2:5] == ["here", "</a>", "`now`"]
        assert found[found.index("See") + 1].startswith("<a http")
        assert inert(to_markdown(Document((block,)))) == " ".join(to_markdown(Document((block,))).split())


def test_the_address_of_a_link_keeps_its_meaning() -> None:
    found = read_back(Paragraph(line(Link("here", "https://doi.org/10.1016/S0140-6736(13)60900-9?a=1&copy;=2"))))
    assert found[1].replace("%28", "(").replace("%29", ")") == "<a https://doi.org/10.1016/S0140-6736(13)60900-9?a=1&copy;=2>"


def test_a_link_after_an_exclamation_mark_is_no_picture() -> None:
    assert read_back(Paragraph(line("Read this!", Link("here", "https://x")))) == [
        "<p>",
        "Read this!",
        "<a https://x>",
        "here",
        "</a>",
        "</p>",
    ]


@PATIENT
@given(ANY_TEXT, st.sampled_from(["http://x.yz", "https://x.yz", "HTTP://x.yz", "ftp://x.yz"]))
@example("1", "http://x.yz")
@example("é", "http://x.yz")
@example("_", "https://x.yz")
def test_github_finds_no_address_to_link_whatever_stands_before_it(before: str, address: str) -> None:
    assert re.search(r"(?i)(?<![a-z])(?:https?|ftp)://", escaped(before + address)) is None


@pytest.mark.parametrize("before", ["", " ", "see ", "(", "*", "_", "~", "\n"])
def test_github_finds_no_www_to_link_where_it_would_look_for_one(before: str) -> None:
    assert re.search(r"(?i)(?:^|[\s*_~(])www\.", escaped(f"{before}www.x.yz")) is None


def test_github_finds_no_formula_between_two_dollars() -> None:
    assert escaped("from $5 to $10") == r"from \$5 to \$10"


@pytest.mark.parametrize(
    "text",
    ["26 of 100 people; 74 were not.", "Well-known: 3 - 2 = 1", "It's 5.5 (or so), isn't it?", "#1", "-5", "2026-11-22", "50% / half"],
)
def test_text_without_marks_reads_in_the_raw_file_as_it_is(text: str) -> None:
    assert escaped(text) == text


def test_a_word_on_a_line_across_the_page_is_kept() -> None:
    assert "Option talk" in " ".join(read_back(Break("Option talk")))


def test_blocks_do_not_run_into_each_other_and_the_file_ends_in_one_newline() -> None:
    blocks = (Paragraph(line("Under this")), Break(), Paragraph(line("===")), Quotation("said"), Paragraph(line("not said")))
    assert read_back(*blocks) == [
        *("<p>", "Under this", "</p>", "<hr>", "<p>", "===", "</p>"),
        *("<blockquote>", "<p>", "said", "</p>", "</blockquote>", "<p>", "not said", "</p>"),
    ]
    assert re.search(r"[^\n]\n\Z", to_markdown(Document(blocks)))
