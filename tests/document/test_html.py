import re
from base64 import b64encode
from hashlib import sha256
from urllib.parse import unquote
from xml.etree.ElementTree import Element

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from sdm_cli.content.catalogue import Catalogue
from sdm_cli.document.blocks import (
    Block,
    Break,
    Bullets,
    Document,
    Facts,
    Faint,
    Heading,
    IconArray,
    Line,
    Link,
    Paragraph,
    Part,
    Pictures,
    Quotation,
    Strong,
    Table,
    WriteIn,
    line,
)  # fmt: skip
from sdm_cli.document.html import to_html
from sdm_cli.document.inert import inert
from tests.document.html_reader import people, read_back, read_page, said, skeleton

MARKS = (
    *("<", ">", "&", '"', "'", "`", "=", "/", "<script>", "</script>", "<script>alert(1)</script>", "</style>", "</title>", "</main>"),
    *("</td>", "</svg>", "<!--", "-->", "<![CDATA[", "]]>", "<?x", "<!x", "&amp;", "&lt;", "&#60;", "&#x3c;", "&copy", "&notit;"),
    *('" onload="x', "' onload='x", "<img src=x onerror=x>", "javascript:x", "{{ 1 }}", "{% x %}", "{# x", "https://x.yz", "\\"),
    *("\x00", "\x0b", "\x1b[31m", "\x7f", "\x9b", "\u202e", "\u2067", "\u2028", "\ud800", "\ufeff", "\u00a0", "\ufffe"),
    *("\n", "\r\n", "\t", "  ", " ", "x", "é", "膝", "1"),
)
ANY_TEXT = st.lists(st.sampled_from(MARKS) | st.text(st.characters(exclude_categories=()), max_size=4), max_size=6).map("".join)
SOME_TEXT = ANY_TEXT.filter(lambda text: inert(text).strip() != "")
SETS = tuple(Catalogue(()).ids("option-sets"))


def shown(text: str) -> str:
    return inert(text).strip()


def pieces(element: Element, tag: str) -> list[str]:
    return [said(found) for found in element.iter(tag)]


def only(element: Element, tag: str) -> Element:
    (found,) = element.iter(tag)
    return found


def every_block(text: str) -> tuple[Block, ...]:
    array = IconArray(text, 10, (Part(3, text, "event"), Part(7, text, "none")), text)
    lines: Line = line(text, Strong(text), Faint(text), Link(text, f"https://x.yz/{text}"), Link(text, "javascript:x"))
    return (
        Heading(1, text),
        Heading(2, text),
        Heading(3, text),
        Paragraph(lines),
        Bullets((lines, line(text))),
        Bullets((lines, line(text)), ordered=True),
        Facts(((text, lines),)),
        Table(("", text), ((lines, lines),), caption=text),
        Table((text,) * 5, ((line(text),) * 5,)),
        Table((text, text), ((lines, line(text)), (line(text), line())), headed=False),
        Quotation(text, by=text),
        Break(text),
        Pictures((text,), (array, array)),
        WriteIn(text),
    )


@settings(deadline=None)
@given(SOME_TEXT)
@example("<script>alert(1)</script>")
@example("\"'&]]>\x00")
def test_any_text_is_only_text_wherever_it_stands(text: str) -> None:
    page, plain = (read_page(to_html(Document(every_block(each)))) for each in (text, "x"))
    assert skeleton(page) == skeleton(plain)
    for found, pattern in zip(page.iter(), plain.iter(), strict=True):
        if found.tag != "style":
            told = " ".join((pattern.text or "").split()).replace("x", shown(text), 1) if pattern.text else ""
            assert " ".join((found.text or "").split()) == " ".join(told.split())


@given(SOME_TEXT)
@example(" x ")
def test_any_text_is_the_name_of_its_column_in_every_cell(text: str) -> None:
    cells = list(read_back(Table(("", text), ((line("row"), line("cell")),))).iter("td"))
    assert [cell.get("data-column") for cell in cells[1:]] == [inert(text)]


@given(SOME_TEXT)
def test_any_text_can_be_the_title_of_the_window(text: str) -> None:
    assert said(only(read_page(to_html(Document((Heading(1, text),)))).find("head") or Element("head"), "title")) == shown(text)


@given(SOME_TEXT, SOME_TEXT)
@example("26 of 100 ", "people")
@example("26 of 100\n", "people")
@example("26 of 100", "\tpeople")
def test_words_that_follow_each_other_stay_apart_or_together(one: str, two: str) -> None:
    apart = " " if one[-1].isspace() or two[0].isspace() else ""
    expected = " ".join(f"{shown(one)}{apart}{shown(two)}".split())
    assert said(read_back(Paragraph(line(one, two)))) == expected
    assert said(read_back(Paragraph(line(Strong(one), Faint(two))))) == expected


@given(ANY_TEXT)
def test_every_page_can_be_written_as_utf_8(text: str) -> None:
    assert to_html(Document(every_block(text))).encode()


@given(st.from_regex(r"https?://\S{1,12}", fullmatch=True))
@example("https://doi.org/10.1016/S0140-6736(13)60900-9?a=1&copy;=2#x")
@example('https://x.yz/"onclick="x')
@example("https://x.yz/\x00\x1b\u202e")
@example("https://x.yz/100%25")
def test_the_address_of_a_link_keeps_its_meaning(address: str) -> None:
    link = only(read_back(Paragraph(line(Link("here", address)))), "a")
    assert sorted(link.attrib) == ["href"]
    assert link.attrib["href"].isprintable()
    assert unquote(link.attrib["href"]) == unquote(address)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//x.yz", "", " https://x.yz"])
def test_only_an_address_on_the_web_becomes_a_link(address: str) -> None:
    page = read_back(Paragraph(line("See ", Link("here", address))))
    assert said(page) == "See here"
    assert not list(page.iter("a"))


@given(ANY_TEXT)
@example('de" onload="x')
def test_the_language_is_said_and_is_only_a_language(language: str) -> None:
    page = read_page(to_html(Document((Heading(1, "x"),)), language))
    assert page.attrib == {"lang": language}


def test_the_browser_is_told_to_run_nothing_and_to_load_nothing() -> None:
    html = to_html(Document(every_block("x")))
    page = read_page(html)
    (policy,) = (meta.attrib["content"] for meta in page.iter("meta") if meta.get("http-equiv") == "Content-Security-Policy")
    style = re.search(r"<style>(.*?)</style>", html, re.DOTALL)
    assert style is not None
    hashed = b64encode(sha256(style[1].encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{hashed}'; base-uri 'none'; form-action 'none'"
    assert not re.search(r"url\(|@import", style[1])
    assert not {element.tag for element in page.iter()} & {"script", "img", "link", "iframe", "object", "form", "base", "foreignobject"}
    attributes = {name for element in page.iter() for name in element.attrib}
    assert not {name for name in attributes if name.startswith("on")} | (attributes & {"style", "src", "srcset", "xlink:href"})
    assert all(use.attrib["href"].startswith("#") for use in page.iter("use"))


def test_headings_open_a_section_each() -> None:
    page = read_back(
        Heading(1, "Knee"), Paragraph(line("Why")), Heading(2, "One"), Paragraph(line("1")), Heading(2, "Two"), Heading(3, "Deep")
    )
    assert [(inside.tag, said(inside)) for inside in page] == [("h1", "Knee"), ("p", "Why"), ("section", "One 1"), ("section", "Two Deep")]


def test_a_table_names_its_columns_and_its_rows() -> None:
    table = read_back(Table(("", "Gel", "Tablets"), ((line("Cost"), line("low"), line("high")),)))
    assert [(head.get("scope"), said(head)) for head in table.iter("th")] == [("col", "Gel"), ("col", "Tablets"), ("row", "Cost")]
    assert [(cell.get("data-column"), said(cell)) for cell in table.iter("td")] == [(None, ""), ("Gel", "low"), ("Tablets", "high")]
    assert [head.get("role") for head in table.iter("th")] == ["columnheader", "columnheader", "rowheader"]
    roles = {element.tag: element.get("role") for element in table.iter() if element.tag in {"table", "thead", "tbody", "tr", "td"}}
    assert roles == {"table": "table", "thead": "rowgroup", "tbody": "rowgroup", "tr": "row", "td": "cell"}


def test_columns_side_by_side_are_lists_so_that_no_two_points_look_like_a_pair() -> None:
    rows = ((line("No cost"), line("Pain")), ((), line("Time")))
    table = read_back(Table(("Benefits", "Harms"), rows, headed=False))
    assert pieces(table, "th") == ["Benefits", "Harms"]
    assert pieces(table, "td") == ["No cost", "PainTime"]
    assert pieces(table, "li") == ["Pain", "Time"]


def test_a_table_without_rows_is_still_a_page() -> None:
    for headed in (True, False):
        assert pieces(read_back(Table(("A", "B"), (), headed=headed)), "th") == ["A", "B"]


def test_room_to_write_has_its_lines_and_nothing_to_read_out() -> None:
    room = read_back(WriteIn("Your own questions", 3))
    assert said(room) == "Your own questions"
    assert [len(inside) for inside in room.iter("div") if inside.get("class") == "lines"] == [3]
    assert not list(room.iter("hr"))


@st.composite
def arrays(draw: st.DrawFn) -> IconArray:
    total = draw(st.sampled_from([100, 1000]))
    low, high = sorted((draw(st.integers(0, total)), draw(st.integers(0, total))))
    some = Part(high - low, "may have", "between")
    second = draw(st.sampled_from([some, replace(some, kind="extra"), replace(some, kind="avoided")]))
    parts = (Part(low, "had it", "event"), second, Part(total - high, "had not", "none"))
    return IconArray("Gel", total, tuple(part for part in parts if part.count), f"{low} of {total} people had it.")


@settings(max_examples=30, deadline=None)
@given(arrays())
@example(IconArray("Gel", 100, (Part(100, "had it", "event"),), "100 of 100 people had it."))
def test_a_picture_has_a_mark_for_every_person_filled_from_the_bottom_by_rows(array: IconArray) -> None:
    drawn = next(each for each in read_back(Pictures(line("Relief"), (array,))).iter("svg") if each.get("role") == "img")
    marks = people(drawn)
    from_the_bottom = sorted(marks, key=lambda mark: (-mark[0], mark[1]))
    assert [kind for *_, kind in from_the_bottom] == [part.kind for part in array.parts for _ in range(part.count)]
    assert len({mark[:2] for mark in marks}) == array.total
    assert len({y for y, *_ in marks}) == array.total / array.columns


@settings(max_examples=30, deadline=None)
@given(arrays(), SOME_TEXT)
def test_a_picture_says_what_it_shows(array: IconArray, name: str) -> None:
    named = IconArray(name, array.total, array.parts, array.sentence)
    page = read_back(Pictures(line("Relief"), (named, array)))
    drawn = [each for each in page.iter("svg") if each.get("role") == "img"]
    by_id = {element.attrib["id"]: said(element) for element in page.iter() if "id" in element.attrib}
    told = [" ".join(by_id[part] for part in each.attrib["aria-labelledby"].split()) for each in drawn]
    assert told == [f"{shown(name)} {array.sentence}", f"Gel {array.sentence}"]
    assert pieces(page, "p").count(array.sentence) == 2


def test_a_row_of_one_kind_is_the_same_people_as_one_by_one() -> None:
    shapes = only(read_page(to_html(Document(()))), "defs")
    rows = [each for each in shapes if "-" in each.attrib["id"]]
    assert len(rows) == 10
    for row in rows:
        kind, columns = row.attrib["id"].split("-")
        places = [column * 14 + column // 10 * 6 for column in range(int(columns))]
        assert [(one.attrib["href"], int(one.attrib["x"])) for one in row] == [(f"#{kind}", x) for x in places]


def test_a_legend_has_each_kind_once_with_its_shape() -> None:
    gel = IconArray("Gel", 100, (Part(50, "had it", "event"), Part(10, "had it too", "extra"), Part(40, "had not", "none")), "60 had it.")
    dummy = IconArray("Dummy", 100, (Part(50, "had it", "event"), Part(50, "had not", "none")), "50 had it.")
    items = list(only(read_back(Pictures(line("Relief"), (dummy, gel))), "ul"))
    assert [(only(item, "use").attrib["href"], said(item)) for item in items] == [
        ("#event", "had it"),
        ("#extra", "had it too"),
        ("#none", "had not"),
    ]


def test_every_kind_of_person_has_a_shape_on_the_page() -> None:
    page = read_page(to_html(Document((Heading(1, "x"),))))
    shapes = {element.attrib["id"] for element in only(page, "defs")}
    kinds = {"event", "extra", "avoided", "between", "none"}
    assert shapes == kinds | {f"{kind}-{columns}" for kind in kinds for columns in (10, 40)}


def test_no_line_is_broken_within_a_number() -> None:
    text = "12 345 678 of 54 276 people in 2011"
    picture = IconArray("10 000 people", 1000, (Part(1000, "of 10 000", "event"),), text)
    _, _, html = to_html(Document((Heading(1, text), Paragraph(line(text)), Pictures(line(text), (picture,), text)))).partition("<main>")
    assert html.count("12\u00a0345\u00a0678 of 54\u00a0276 people in 2011") == 6
    assert html.count("10\u00a0000") == 3
    assert not re.search(r">[^<]*\d \d{3}\b[^<]*<", html)


@pytest.mark.parametrize(
    ("language", "direction"),
    [("ar", "rtl"), ("he-IL", "rtl"), ("fa", "rtl"), ("UR", "rtl"), ("az-Arab-IR", "rtl"), ("yi", "rtl"), ("en", None), ("ku-Latn", None), ("ur-Latn", None), ("arn", None)],
)  # fmt: skip
def test_the_page_says_from_which_side_its_language_is_read(language: str, direction: str | None) -> None:
    assert read_page(to_html(Document((Heading(1, "x"),)), language)).get("dir") == direction


def test_what_stands_below_a_heading_needs_no_brackets() -> None:
    heading = line(Strong("Pain"), Faint(" (1 year; adults (54))"))
    array = IconArray("Rest", 100, (Part(100, "none", "none"),), "0 of 100.")
    page = read_back(Table(("Outcome", "Rest"), ((heading, line("1")),)), Pictures(heading, (array,)), Paragraph(heading))
    assert [said(only(page, "tbody").find(".//th") or page), said(only(page, "figcaption"))] == ["Pain 1 year; adults (54)"] * 2
    assert said(page).endswith("Pain (1 year; adults (54))")
