import io
from collections.abc import Iterator

import pytest

from sdm_cli.commands.surroundings import Surroundings, Unseen
from sdm_cli.document.blocks import Bullets, Document, Facts, Heading, IconArray, Paragraph, Part, Pictures, Strong, Table, line
from sdm_cli.document.plain import to_plain

PAGE = Document(
    (
        Paragraph(line(Strong("What to do"))),
        Facts(tuple((f"Fact {number}", line("said")) for number in range(8))),
        Table(("Benefits", "Harms"), tuple((line(f"good {number}"), line(f"bad {number}")) for number in range(9)), headed=False),
        Paragraph(line(Strong("Not studied: "), "much.")),
        Heading(2, "Sources"),
        Bullets(tuple(line(f"source {number}") for number in range(9)), ordered=True),
    )
)


class Window(io.StringIO):
    def isatty(self) -> bool:
        return True


def surroundings(rows: int, *, plain: bool = False) -> Surroundings:
    environment = {"COLUMNS": "72", "LINES": str(rows), "NO_COLOR": "1"}
    return Surroundings(Window(), Window(), Window(), environment, plain)


def screenfuls(rows: int, below: int) -> Iterator[list[str]]:
    """What comes at once, and then with each look at the rest."""
    here = surroundings(rows)
    page: Document | Unseen | None = PAGE
    while page is not None:
        before = len(_written(here))
        page = here.note_a_screenful(page, below)
        yield _written(here)[before:].splitlines()


def _written(here: Surroundings) -> str:
    assert isinstance(here.stderr, io.StringIO)
    return here.stderr.getvalue()


def whole() -> list[str]:
    here = surroundings(1000)
    here.note(PAGE)
    return _written(here).splitlines()


@pytest.mark.parametrize("rows", [24, 20, 12, 2])
def test_screenfuls_fit_above_the_question_and_together_are_the_whole_page(rows: int) -> None:
    shown = list(screenfuls(rows, 5))

    said = {each for part in shown[:-1] for each in part[[line.startswith("More below") for line in part].index(True) :]}
    assert [part for part in shown if len(part) > max(rows - 5, 6)] == []
    assert [each for part in shown for each in part if each not in said] == whole()


@pytest.mark.parametrize("rows", range(12, 30))
def test_the_names_of_columns_never_stand_alone_at_the_end_of_a_screenful(rows: int) -> None:
    for part in screenfuls(rows, 5):
        shown = [each for each in part[: next((number for number, each in enumerate(part) if each.startswith("More")), None)] if each]
        assert not set(shown[-1]) <= set("-\u2500 "), part
        assert "Benefits" not in shown[-1], part


def test_what_follows_is_named_with_the_way_to_it() -> None:
    first, *rest = screenfuls(20, 6)

    assert first[-1] == "More below: Benefits, Harms; Not studied; Sources. ? shows it."
    assert rest[0][-1] == "More below: Sources. ? shows it."
    assert len(rest) == 2


def test_a_sentence_that_stands_out_names_nothing_that_follows() -> None:
    here = surroundings(8)
    here.note_a_screenful(Document((Facts((("Why", line("said")),) * 9), Paragraph(line(Strong("Pause, look, and ask."))))), 4)
    assert _written(here).splitlines()[-1] == "More below. ? shows it."


def test_a_page_that_fits_is_shown_whole_and_names_nothing() -> None:
    assert list(screenfuls(60, 5)) == [whole()]


def test_line_by_line_everything_comes_in_order() -> None:
    here = surroundings(10, plain=True)

    assert here.note_a_screenful(PAGE, 5) is None
    assert " ".join(_written(here).split()) == " ".join(to_plain(PAGE).split())


TALL = Pictures(
    line(Strong("Strokes")),
    (IconArray("With", 1000, (Part(18, "a stroke", "event"), Part(982, "none", "none")), "18 of 1000 people had a stroke; 982 had none."),),
)
TALK = Document((Paragraph(line("You showed the chances.")), TALL, Paragraph(line("That many."))))


def test_a_picture_taller_than_the_window_is_told_in_words_and_shown_by_itself() -> None:
    here = surroundings(24)

    unseen = here.note_the_newest(TALK, 8)

    shown = _written(here).split()
    assert "You showed the chances. Strokes With 18 of 1000 people had a stroke; 982 had none." in " ".join(shown)
    assert "The picture is taller than this window. ? shows it. That many." in " ".join(shown)
    assert unseen is not None
    alone = Surroundings(Window(), Window(), Window(), {"COLUMNS": "72", "LINES": "1000", "NO_COLOR": "1"})
    alone.note(Document((TALL,)))
    assert [each.text.plain for each in unseen.lines] == _written(alone).splitlines()


@pytest.mark.parametrize(("rows", "plain"), [(60, False), (10, True)])
def test_a_picture_that_fits_or_is_read_line_by_line_stands_where_it_belongs(rows: int, plain: bool) -> None:  # noqa: FBT001
    here, same = surroundings(rows, plain=plain), surroundings(rows, plain=plain)

    assert here.note_the_newest(TALK, 8) is None
    same.note(TALK)
    assert _written(here) == _written(same)


SMALL = Pictures(line(Strong("Falls")), (IconArray("With", 100, (Part(8, "a fall", "event"), Part(92, "none", "none")), "8 of 100 fell."),))


@pytest.mark.parametrize(("rows", "again"), [(24, True), (40, False)])
def test_a_picture_whose_head_leaves_the_window_can_be_shown_again(rows: int, again: bool) -> None:  # noqa: FBT001
    here = surroundings(rows)

    unseen = here.note_the_newest(Document((SMALL, Paragraph(line("So few.")))), 8)

    assert "8 of 100 fell." in _written(here)
    assert ("? shows the picture again, from its beginning." in _written(here)) == again
    assert [each.text.plain.strip() for each in unseen.lines if "Falls" in each.text.plain] == ["Falls"] if unseen else not again
