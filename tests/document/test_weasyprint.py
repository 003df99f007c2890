import io

import pytest
from pypdf import PdfReader

from sdm_cli.commands.printing import by_weasyprint
from sdm_cli.document.blocks import Document, Heading, IconArray, Part, Pictures, Table, line
from sdm_cli.document.html import to_html

pytest.importorskip("weasyprint")
EVENT, EXTRA = "0.043137 0.309804 0.541176 rg", "0.541176 0.227451 0 rg"
"""Blue and brown of paper, as PDF writes them."""


def printed(*blocks: Heading | Pictures | Table) -> PdfReader:
    pdf = by_weasyprint(to_html(Document(blocks)).encode())
    assert pdf is not None
    return PdfReader(io.BytesIO(pdf))


def test_weasyprint_draws_everybody_in_the_colours_of_paper() -> None:
    gel = IconArray("Gel", 100, (Part(50, "had it", "event"), Part(7, "had it too", "extra"), Part(43, "had not", "none")), "57 of 100.")
    contents = printed(Heading(1, "Knee"), Pictures(line("Relief"), (gel,))).pages[0].get_contents()
    assert contents is not None
    drawn = contents.get_data().decode("latin-1")
    assert (drawn.count(EVENT), drawn.count(EXTRA)) == (51, 8), "with one of each in the legend"


def test_weasyprint_sets_the_heading_of_a_row_above_its_cells() -> None:
    names = ("Gel", "Tablets", "Injection", "Exercise")
    table = Table(("Outcome", *names), ((line("Pain"), *(line(f"{name} said") for name in names)),))
    text = printed(Heading(1, "Knee"), table).pages[0].extract_text(extraction_mode="layout")
    rows = [row.split() for row in text.splitlines() if row.split()]
    assert rows[1:5] == [["Outcome"], [*names], ["Pain"], [word for name in names for word in (name, "said")]]
