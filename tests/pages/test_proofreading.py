"""The figures of a set, to be held against the papers: each with a box to tick, and nothing left out."""

from sdm_cli.document.blocks import words
from sdm_cli.document.html import to_html
from sdm_cli.document.markdown import to_markdown
from sdm_cli.model.option_set import OptionSet
from sdm_cli.pages.proofreading import proofreading_page
from tests.conversation.walks import option_set
from tests.pages.made_up import bundled_ids, row, tables, tiny
from tests.pages.test_option_set_page import TEST_FACTS

BOX = "\u2610"


def with_a_test(more: str = "") -> OptionSet:
    return tiny(("\noptions:", f"{TEST_FACTS}{more}\noptions:"))


def test_every_row_has_an_empty_box() -> None:
    page = proofreading_page(with_a_test())
    rows = [row for table in tables(page) for row in table.rows]

    assert len(rows) > 15
    assert {words(row[-1]) for row in rows} == {BOX}
    assert to_markdown(page).count(BOX) == to_html(page).count(BOX) == len(rows)


def test_a_cell_without_a_figure_stands_there_as_such_since_a_paper_may_have_one_after_all() -> None:
    pain, rash, _, work = tables(proofreading_page(tiny()))

    assert row(pain, "Cream")[1:4] == ("not studied", "", "")
    assert row(rash, "Rest")[1] == "does not apply"
    assert row(rash, "Splint")[1] == "not known"
    assert row(work, "Usual care")[1] == "not known"


def test_what_was_worked_out_says_so_once() -> None:
    told = [words(row[1]) for name in bundled_ids() for table in tables(proofreading_page(option_set(name))) for row in table.rows]

    assert any("(derived): " in each for each in told)
    assert [each for each in told if "derived)" in each and "derived: " in each] == []


def test_the_numbers_of_a_test_are_figures_too() -> None:
    (*_, test) = tables(proofreading_page(with_a_test("  sources: [trial]\n")))

    assert [tuple(map(words, each[:3])) for each in test.rows] == [
        ("Ill, and found", "71 of 1000", "trial"),
        ("Well, yet alarmed", "83 of 1000", "trial"),
        ("Well, and told so", "837 of 1000", "trial"),
        ("Ill, yet missed", "29 of 1000", "trial"),
    ]
