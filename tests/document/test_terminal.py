import io
import re
from collections.abc import Iterator
from functools import cache
from itertools import count, cycle, product

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from sdm_cli.conversation.playing import played
from sdm_cli.document.blocks import (
    Block,
    Break,
    Bullets,
    Document,
    Facts,
    Faint,
    Heading,
    Link,
    Paragraph,
    Pictures,
    Quotation,
    Strong,
    Table,
    line,
    words,
)  # fmt: skip
from sdm_cli.document.inert import inert
from sdm_cli.document.plain import to_plain
from sdm_cli.document.terminal import Canvas, lines, write
from sdm_cli.pages.debrief import debrief
from sdm_cli.pages.option_set import option_set_page
from sdm_cli.pages.summary import summary
from tests.content.test_bundled_cases import CASES, practice
from tests.pages.made_up import LEAST_ALIKE, bundled, bundled_ids, screens, talkative, texts, tiny, walked
from tests.pages.test_debrief import told

FEWER = settings(max_examples=50, deadline=None)
WIDTHS = (40, 60, 80, 120, 200)
SGR = re.compile(r"\x1b\[[0-9;]*m")
UNRULY = "[red]x[/red] :smile: \x1b[31mred \x1b]0;title\x07 \u202egnp.exe [bold"
UNRULY_SHOWN = r"[red]x[/red] :smile: \x1b[31mred \x1b]0;title\x07 \u202egnp.exe [bold"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def drawn(*blocks: Block, width: int = 80, colour: bool = False) -> str:
    stream = Terminal()
    write(Document(blocks), Canvas(stream, width, colour))
    return stream.getvalue()


def squeezed(text: str) -> str:
    return "".join(text.split())


def on_one_line(text: str) -> str:
    return " ".join(text.split())


def lines_of(output: str) -> list[str]:
    return [line.rstrip() for line in output.splitlines() if line.strip()]


def facts_in(block: Block) -> Iterator[str]:
    """What must be readable: all texts, but for a column's name if it names nothing or the rows' own headings."""
    if not isinstance(block, Table):
        yield from texts(Document((block,)))
        return
    yield block.caption
    yield from (words(cell) for row in block.rows for cell in row)
    yield from (
        name
        for number, name in enumerate(block.columns)
        if (number > 0 or not block.headed) and any(words(row[number]) for row in block.rows)
    )


def laid_out(*blocks: Block, width: int) -> str:
    """The lines as they will be written, without Rich, which takes as long again to write them."""
    return "".join(f"{each.text.plain}\n" for each in lines(Document(blocks), Canvas(Terminal(), width, colour=False)))


@pytest.mark.parametrize("option_set", LEAST_ALIKE)
def test_what_is_written_is_what_was_laid_out(option_set: str) -> None:
    blocks = option_set_page(bundled(option_set)).blocks
    assert drawn(*blocks, width=72) == laid_out(*blocks, width=72)


def flaws(block: Block, width: int) -> Iterator[str]:
    output = laid_out(block, width=width)
    whole = squeezed(output)
    yield from (f"wider than {width}: {row}" for row in output.splitlines() if cell_len(row) > width)
    for text in map(inert, facts_in(block)):
        missing = [word for word in text.split() if word not in output and cell_len(word) <= width]
        yield from (f"lost or broken at {width}: {word!r} of {text!r}" for word in missing)
        if not isinstance(block, Table | Pictures) and squeezed(text) not in whole:
            yield f"lost at {width}: {text!r}"


@cache
def blocks_of(option_set: str) -> tuple[Block, ...]:
    chosen = bundled(option_set)
    talked, silent = talkative(chosen), walked(chosen)
    pages = (option_set_page(chosen), summary(talked), summary(silent), *screens(talked), *screens(silent))
    return tuple(dict.fromkeys(block for page in pages for block in page.blocks))


@pytest.mark.no_cover
@pytest.mark.parametrize(("option_set", "width"), [*product(bundled_ids(), WIDTHS[:1]), *zip(cycle(LEAST_ALIKE), WIDTHS[1:], strict=False)])
def test_every_page_of_a_bundled_set_is_whole_at_any_width(option_set: str, width: int) -> None:
    assert [flaw for block in blocks_of(option_set) for flaw in flaws(block, width)] == []


@pytest.mark.no_cover
@pytest.mark.parametrize("case", CASES)
def test_the_debrief_of_every_bundled_case_is_whole_in_a_narrow_window(case: str) -> None:
    talk = practice(case, 1)
    page = debrief(told(talk, played(talk)))
    assert [flaw for block in page.blocks for flaw in flaws(block, 40)] == []


@given(st.integers(50, 160), st.lists(st.tuples(st.integers(3, 30), st.integers(1, 20)), min_size=2, max_size=7))
@FEWER
@example(60, [(4, 12), (4, 12), (21, 3)])
def test_a_table_of_any_shape_is_whole_at_any_width(width: int, shape: list[tuple[int, int]]) -> None:
    number = count()
    columns = [[" ".join(f"{next(number)}".ljust(size, "x") for _ in range(many)) for _ in range(3)] for size, many in shape]
    table = Table(tuple(column[0] for column in columns), tuple(tuple(line(column[row]) for column in columns) for row in (1, 2)))
    assert list(flaws(table, width)) == []


@given(st.lists(st.text("ab(膝é- ", max_size=60), min_size=2, max_size=2), st.integers(24, 120))
@FEWER
def test_any_words_are_whole_at_any_width(said: list[str], width: int) -> None:
    one, two = said
    kinds = (
        Heading(1, one),
        Paragraph(line(one, Strong(" !"), two)),
        Quotation(one, two),
        Facts(((one, line(two)),)),
        Bullets((line(one), line(two))),
        Break(one),
    )
    assert [cell_len(row) for kind in kinds for row in drawn(kind, width=width).splitlines() if cell_len(row) > width] == []
    assert [kind for kind in kinds for text in texts(Document((kind,))) if squeezed(text) not in squeezed(drawn(kind, width=width))] == []


@given(st.integers(16, 34), st.lists(st.tuples(st.integers(1, 40), st.integers(1, 12)), min_size=3, max_size=6))
@FEWER
@example(20, [(40, 1), (18, 2), (3, 1)])
@example(22, [(21, 1), (22, 1), (20, 1)])
@example(26, [(26, 1), (25, 1), (40, 1)])
def test_no_word_that_fits_a_narrow_window_is_broken_anywhere(width: int, shape: list[tuple[int, int]]) -> None:
    number = count()
    first, *rest = [" ".join(f"{next(number)}".ljust(size, "x") for _ in range(many)) for size, many in shape]
    items = tuple(map(line, rest))
    kinds: list[Block] = [
        Bullets((line(" ".join(rest)), line(first))),
        Bullets(items * 5, ordered=True),
        Facts(tuple((first, each) for each in items)),
        Quotation(f"a {' '.join(rest)} z", "b"),
        Table((first, *rest), (tuple(map(line, (first, *rest))),)),
        Table((first, *rest), (tuple(map(line, (first, *rest))),), headed=False),
    ]
    assert [flaw for kind in kinds for flaw in flaws(kind, width)] == []


def test_a_narrow_summary_still_tells_the_first_preference_from_the_informed_one() -> None:
    long = tiny(("name: Cream", "name: Cream-for-the-whole-hand"), ("name: Splint", "name: Splint-for-the-whole-hand"))
    account = walked(long, {"option.know.initial": ("cream",), "option.list.note": True, "decision.elicit.leaning": ("splint",)})
    page = on_one_line(drawn(*summary(account).blocks, width=40))
    assert re.search(r"At first\W+Cream-for-the-whole-hand", page)
    assert re.search(r"Informed\W+Splint-for-the-whole-hand", page)


def test_narrow_pros_and_cons_still_say_which_are_the_benefits() -> None:
    long = "A-rather-long-word-for-a-small-screen"
    page = on_one_line(drawn(*option_set_page(tiny(("Nothing to buy", long), ("Idle evenings", long))).blocks, width=40))
    assert re.search(rf"Benefits\W+{long}", page)
    assert re.search(rf"Harms and burdens\W+{long}", page)


def test_a_table_stands_side_by_side_where_it_fits_and_row_by_row_where_not() -> None:
    table = Table(("Outcome", "Rest", "Splint"), ((line("Free of pain"), line("40 of 100"), line("55 of 100")),))
    assert "Free of pain   40 of 100   55 of 100" in drawn(table, width=60)
    assert lines_of(drawn(table, width=24)) == ["Free of pain", " Rest: 40 of 100", " Splint: 55 of 100"]


@pytest.mark.parametrize("width", WIDTHS)
def test_no_line_ends_in_blanks(width: int) -> None:
    stream = Terminal()
    write(option_set_page(bundled("knee-osteoarthritis")), Canvas(stream, width, colour=False))
    assert [text for text in stream.getvalue().splitlines() if text != text.rstrip()] == []


@pytest.mark.parametrize("width", [25, 31, 40])
def test_a_long_word_beside_a_label_goes_below_it_rather_than_break(width: int) -> None:
    assert "Physiotherapeutically-led" in drawn(Facts((("Next step", line("Physiotherapeutically-led help")),)), width=width)


def test_long_labels_stand_beside_what_is_short_enough_for_one_line() -> None:
    short = Facts((("O5 Provide decision support", line("not seen")), ("O6 Summarise", line("clear"))))
    assert lines_of(drawn(short, width=50)) == ["O5 Provide decision support  not seen", "O6 Summarise                 clear"]
    assert lines_of(drawn(short, width=36))[:2] == ["O5 Provide decision support", "  not seen"]


def test_row_by_row_neighbours_that_say_the_same_say_it_once() -> None:
    table = Table(("Outcome", "Rest", "Splint", "Cream"), ((line("A rash"), line("not known"), line("not known"), line("12 of 100")),))
    assert lines_of(drawn(table, width=24)) == ["A rash", " Rest, Splint: not known", " Cream: 12 of 100"]


def test_where_columns_do_not_fit_those_without_headings_come_one_after_the_other() -> None:
    sides = Table(("Benefits", "Harms"), ((line("Less pain"), line("A rash")), (line("Few visits"), line(""))), headed=False)
    assert lines_of(drawn(sides, width=14)) == ["Benefits: Less", "pain", "Benefits: Few", "visits", "Harms: A rash"]


@pytest.mark.parametrize("forced", ["FORCE_COLOR", "CLICOLOR_FORCE", "TTY_COMPATIBLE"])
def test_without_colour_there_is_no_escape_sequence_even_on_a_terminal(forced: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(forced, "1")
    page = option_set_page(tiny())
    assert "\x1b" not in drawn(*page.blocks)
    assert "\x1b" in drawn(*page.blocks, colour=True)


def test_colour_is_never_the_only_carrier_of_a_fact() -> None:
    blocks = summary(talkative(tiny())).blocks
    assert SGR.sub("", drawn(*blocks, colour=True)) == drawn(*blocks)


def test_marks_and_escape_sequences_from_a_file_are_text_on_every_page() -> None:
    quoted = '"' + UNRULY.replace("\x1b", "\\e").replace("\x07", "\\a").replace("\u202e", "\\u202E") + '"'
    unruly = tiny(
        *((text, quoted) for text in ("Nothing to buy.", "Rest takes longer.", "Some weeks.", "It did not.", "A survey", "A stiff sleeve."))
    )
    talked = talkative(unruly)
    for page in (option_set_page(unruly), summary(talked), *screens(talked)):
        seen = SGR.sub("", drawn(*page.blocks, width=200, colour=True))
        assert controls_in(seen) == set()
    assert on_one_line(SGR.sub("", drawn(*option_set_page(unruly).blocks, width=200, colour=True))).count(UNRULY_SHOWN) == 6


def test_marks_and_escape_sequences_that_a_person_typed_are_text_in_the_summary() -> None:
    typed = ("decision.matters.open", "decision.matters.own", "decision.close.next_step", "decision.review.who", "prepare.before.case")
    seen = SGR.sub("", drawn(*summary(walked(tiny(), dict.fromkeys(typed, UNRULY))).blocks, width=200, colour=True))
    assert controls_in(seen) == set()
    assert on_one_line(seen).count(UNRULY_SHOWN) >= len(typed)


@given(st.text(st.characters(exclude_categories=()), max_size=30))
@FEWER
def test_no_text_in_any_block_reaches_the_terminal_as_a_control_character(text: str) -> None:
    blocks = (
        Heading(1, text),
        Paragraph(line(text, Strong(text), Faint(text), Link(text, text))),
        Bullets((line(text),)),
        Facts(((text, line(text)),)),
        Table((text, text), ((line(text), line(text)),), text),
        Quotation(text, text),
        Break(text),
    )
    assert controls_in(drawn(*blocks)) == set()


def controls_in(seen: str) -> set[str]:
    return {character for character in seen if character != "\n" and inert(character) != character and not character.isspace()}


@pytest.mark.parametrize("width", range(12, 30))
def test_no_line_ends_within_a_number(width: int) -> None:
    text = "About 12 345 678 of 54 276 people, 10 000 a year"
    rows = lines_of(drawn(Paragraph(line(text)), width=width)) + to_plain(Document((Paragraph(line(text)),)), width).splitlines()
    assert on_one_line(" ".join(rows)) == f"{text} {text}"
    assert [row for row in rows if re.search(r"\d$", row) and not re.search(r"(678|276|000)$", row)] == []
