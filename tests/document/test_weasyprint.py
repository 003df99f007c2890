import io

import pytest
from pypdf import PdfReader

from sdm_cli.commands.printing import to_pdf
from sdm_cli.document.blocks import Document, Heading, IconArray, Part, Pictures, Table, line
from sdm_cli.document.html import to_html

pytest.importorskip("weasyprint")
EVENT, EXTRA = "0.043 0.31 0.541", "0.541 0.227 0"
"""Blue and brown of paper, as PDF writes them."""


def printed(*blocks: Heading | Pictures | Table) -> PdfReader:
    return PdfReader(io.BytesIO(to_pdf(to_html(Document(blocks)).encode())))


def test_weasyprint_draws_everybody_in_the_colours_of_paper() -> None:
    gel = IconArray("Gel", 100, (Part(50, "had it", "event"), Part(7, "had it too", "extra"), Part(43, "had not", "none")), "57 of 100.")
    contents = printed(Heading(1, "Knee"), Pictures(line("Relief"), (gel,))).pages[0].get_contents()
    assert contents is not None
    drawn = contents.get_data().decode("latin-1")
    fills = [" ".join(f"{float(part):.3g}" for part in row.split()[:3]) for row in drawn.splitlines() if row.endswith(" rg")]
    assert (fills.count(EVENT), fills.count(EXTRA)) == (51, 8), "with one of each in the legend"


def test_weasyprint_sets_the_heading_of_a_row_above_cells_of_one_width() -> None:
    names = ("Gel", "Tablets", "Injection", "Exercise")
    table = Table(("Outcome", *names), ((line("Pain"), *(line(f"{name} said") for name in names)),))
    places: dict[str, tuple[float, float]] = {}

    def found(text: str, _cm: list[float], matrix: list[float], *_: object) -> None:
        places.setdefault(text.strip(), (matrix[4], matrix[5]))

    printed(Heading(1, "Knee"), table).pages[0].extract_text(visitor_text=found)
    rows = {round(places[f"{name} said"][1]) for name in names}
    assert len(rows) == 1
    assert places["Pain"][1] > rows.pop()
