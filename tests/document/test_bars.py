"""A bar shows every part of a whole, and its words say the same in every writing."""

import io

from hypothesis import given
from hypothesis import strategies as st

from sdm_cli.document.blocks import LONGEST_BAR, Bar, Bars, Document, Part, legend_of
from sdm_cli.document.html import to_html
from sdm_cli.document.markdown import to_markdown
from sdm_cli.document.plain import to_plain
from sdm_cli.document.terminal import Canvas, write

BAR = Bar("<b>Offer|the choices", (Part(3, "reached", "event"), Part(1, "not met", "none")), "reached 3, not met 1 & <more>")
PAGE = Document((Bars((BAR,), legend_of((BAR,))),))


@given(st.lists(st.integers(0, 100_000), min_size=1, max_size=5))
def test_a_bar_leaves_nothing_out_and_is_no_longer_than_it_may_be(counts: list[int]) -> None:
    parts = tuple(Part(count, str(number), "event") for number, count in enumerate(counts))
    marks = Bar("x", parts, "").marks()

    assert len(marks) == min(sum(counts), LONGEST_BAR)
    assert {part.meaning for part in marks} == {part.meaning for part in parts if part.count}
    if sum(counts) <= LONGEST_BAR:
        assert [marks.count(part) for part in parts] == counts


def drawn(width: int, encoding: str = "utf-8") -> list[str]:
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    write(PAGE, Canvas(stream, width, colour=False))
    stream.seek(0)
    return stream.read().splitlines()


def test_in_a_wide_terminal_the_words_stand_beside_the_bar_and_in_a_narrow_one_below() -> None:
    assert drawn(80)[0] == "<b>Offer|the choices   ▪▪▪◦   reached 3, not met 1 & <more>"
    assert drawn(40)[:3] == ["<b>Offer|the choices", "  ▪▪▪◦", "  reached 3, not met 1 & <more>"]
    assert "###." in drawn(80, "ascii")[0]
    assert all(len(line) <= 20 for line in drawn(20))


def test_every_writing_says_the_words_and_takes_none_for_its_own() -> None:
    assert to_plain(PAGE) == "<b>Offer|the choices: reached 3, not met 1 & <more>\n"
    assert r"| \<b\>Offer\|the choices | ▪▪▪◦ | reached 3, not met 1 \& \<more\> |" in to_markdown(PAGE)
    page = to_html(PAGE)
    assert "&lt;b&gt;Offer|the choices" in page
    assert "reached 3, not met 1 &amp; &lt;more&gt;" in page
    assert '<rect class="event" x="1" y="1" width="178"' in page
