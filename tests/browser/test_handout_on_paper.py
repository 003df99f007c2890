import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from unicodedata import normalize

import pytest
from playwright.sync_api import Browser
from pypdf import PageObject, PdfReader
from pypdf.generic import DictionaryObject, StreamObject

from sdm_cli.document.html import to_html
from sdm_cli.pages.handout import handout
from tests.browser.conftest import handout_in
from tests.browser.seen import A4, Seen, seen_in
from tests.pages.made_up import LEAST_ALIKE, tiny

A4_HEIGHT = 1017
"""Pixels of a column on A4."""
LITTLE = 300
"""Letters on a page that is nearly empty: three lines."""


@dataclass(frozen=True)
class Printed:
    """A handout on paper: the page that was printed, and the text of each sheet without white space and page number."""

    seen: Seen
    sheets: list[str]

    def texts(self, what: str) -> list[str]:
        """The texts of some elements, as they stand on the sheets."""
        found: list[str] = self.seen.page.evaluate(
            """what => [...document.querySelectorAll(what)].map(each => {
                const copy = each.cloneNode(true);
                copy.querySelectorAll('svg').forEach(picture => picture.remove());
                return copy.textContent;
            })""",
            what,
        )
        return [squeezed(text) for text in found if text.strip()]


SHEETS = [*(("A4", name) for name in LEAST_ALIKE), ("Letter", LEAST_ALIKE[0])]


@pytest.fixture(scope="module", params=SHEETS, ids="-".join)
def printed(request: pytest.FixtureRequest, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Printed]:
    """The handouts that are least alike on A4, and one on Letter too, with a word on every line to write on."""
    sheet, name = request.param
    with handout_in(browser, name, tmp_path_factory.mktemp("paper"), people=False) as page:
        page.found("document.querySelectorAll('.lines div').forEach((line, number) => { line.textContent = `line${number}.` })")
        page.page.emulate_media(media="print")
        pdf = PdfReader(io.BytesIO(page.page.pdf(format=sheet)))
        yield Printed(page, [re.sub(r"^\d+/\d+", "", squeezed(printed_text(each))) for each in pdf.pages])


def squeezed(text: str) -> str:
    """Text without white space and ligatures, in which printed and written text are the same."""
    return re.sub(r"\s+", "", normalize("NFKC", text))


def printed_text(page: PageObject) -> str:
    """The letters of a page in the order of printing. pypdf would find their places too, and take ten times as long."""
    fonts = {name: letters(font.get_object()) for name, font in resource(page, "/Resources", "/Font").items()}
    contents = page.get_contents()
    assert contents is not None
    text, font = "", dict[str, str]()
    for name, codes in re.findall(r"(/\w+) [\d.]+ Tf|(?<!/ActualText )<([0-9A-F]+)>", contents.get_data().decode("latin-1")):
        if name:
            font = fonts[name]
        digits = len(next(iter(font), ""))
        text += "".join(font[codes[start : start + digits]] for start in range(0, len(codes), digits or 1))
    return text


def letters(font: object) -> dict[str, str]:
    """What each code of a font stands for."""
    assert isinstance(font, DictionaryObject)
    table = font["/ToUnicode"]
    assert isinstance(table, StreamObject)
    found: dict[str, str] = {}
    for first, last, meaning in re.findall(r"<(\w{2,4})> (?:<(\w{2,4})> )?<(\w+)>\n", table.get_data().decode("ascii")):
        start, text = int(first, 16), bytes.fromhex(meaning).decode("utf-16-be")
        for code in range(start, int(last or first, 16) + 1):
            found[f"{code:0{len(first)}X}"] = text[:-1] + chr(ord(text[-1]) + code - start)
    return found


def resource(page: PageObject, *path: str) -> DictionaryObject:
    found: object = page
    for name in path:
        assert isinstance(found, DictionaryObject)
        found = found[name]
    assert isinstance(found, DictionaryObject)
    return found


def test_every_text_is_printed(printed: Printed) -> None:
    everything = "".join(printed.sheets)
    assert [text for text in printed.texts("h1, h2, h3, p, dt, th[scope=row], figcaption") if text not in everything] == []


def test_no_heading_is_the_last_on_its_page(printed: Printed) -> None:
    headings = set(printed.texts("h1, h2, h3, caption, figcaption, thead tr, tbody th, .name, .write-in p"))
    assert [heading for sheet in printed.sheets for heading in headings if sheet.endswith(heading)] == []


def test_no_row_picture_fact_or_line_to_write_on_is_torn_from_the_rest(printed: Printed) -> None:
    wholes = printed.texts("tbody tr, figure, dl > div, .write-in")
    assert len(wholes) > 30
    assert [whole for whole in wholes if not any(whole in sheet for sheet in printed.sheets)] == []


def test_a_table_that_goes_on_names_its_columns_again(printed: Printed) -> None:
    tables: list[list[str]] = printed.seen.found(
        "[...document.querySelectorAll('table')].map(table => [table.tHead, ...table.tBodies[0].rows].map(row => row.textContent))"
    )
    for columns, *rows in tables:
        assert [row for row in rows for sheet in printed.sheets if squeezed(row) in sheet and squeezed(columns) not in sheet] == []


def test_no_page_is_nearly_empty_and_there_are_not_too_many(printed: Printed) -> None:
    assert [sheet for sheet in printed.sheets if len(sheet) < LITTLE] == []
    assert len(printed.sheets) <= 16


def test_the_last_sheet_of_each_part_has_all_of_what_ends_it(printed: Printed) -> None:
    (first_of_the_rest,) = [number for number, sheet in enumerate(printed.sheets) if sheet.startswith("Moredetail")]
    for sheet, first, last in (
        (printed.sheets[first_of_the_rest - 1], "Questionstobringalong", "line"),
        (printed.sheets[-1], "Aboutthispage", "person."),
    ):
        assert first in sheet.rpartition(last)[0]


def test_what_ends_a_part_takes_a_fifth_of_a_sheet_however_little_there_is_to_say(browser: Browser, tmp_path: Path) -> None:
    page = to_html(handout(tiny()))
    with seen_in(browser, page, tmp_path / "tiny.html") as seen:
        heights = seen.at(A4, medium="print").found("""(() => {
            const from = (first, last) => last.getBoundingClientRect().bottom - first.getBoundingClientRect().top;
            const [ends, rest] = ['section:has(+ .new-sheet)', '.new-sheet'].map(part => document.querySelector(part));
            return [from(ends, ends), from([...rest.querySelectorAll('h3')].at(-1), rest.lastElementChild)];
        })()""")
    assert min(heights) >= A4_HEIGHT / 5


def test_what_is_taken_home_ends_its_sheet_and_is_short(printed: Printed) -> None:
    (first_of_the_rest,) = [number for number, sheet in enumerate(printed.sheets) if sheet.startswith("Moredetail")]
    assert first_of_the_rest <= 8
