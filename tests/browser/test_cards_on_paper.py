import io
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader

from sdm_cli.document.html import to_html
from tests.browser.seen import Seen, seen_in
from tests.browser.test_handout_on_paper import printed_text, squeezed
from tests.pages.made_up import texts
from tests.pages.role_cards import CASES, card_of

ROLES = ("patient", "clinician", "observer")
NINE_POINTS = 12.0
"""Pixels."""
SMALLEST = """() => Math.min(...[...document.querySelectorAll('main *')]
    .filter(each => [...each.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.textContent.trim()))
    .map(each => parseFloat(getComputedStyle(each).fontSize)))"""


@pytest.fixture(scope="module", params=[(name, role) for name in CASES for role in ROLES], ids="-".join)
def sheet(request: pytest.FixtureRequest, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Seen, list[str]]]:
    """The card of a bundled case in a browser, and all that has to be read on it."""
    page = card_of(*request.param)
    html = to_html(page, one_sheet=True)
    with seen_in(browser, html, tmp_path_factory.mktemp("card") / "card.html") as seen:
        seen.page.emulate_media(media="print")
        yield seen, [squeezed(text) for text in texts(page)]


def test_a_card_is_one_sheet_of_a4_and_of_letter_with_every_text_on_it(sheet: tuple[Seen, list[str]]) -> None:
    seen, said = sheet
    # As narrow as A4 and as short as Letter: what fits here fits either.
    pdf = PdfReader(io.BytesIO(seen.page.pdf(width="210mm", height="279mm")))

    assert len(pdf.pages) == 1
    letters = sorted(squeezed(printed_text(pdf.pages[0])))
    # Columns are printed across, so a text of a narrow one is not found in one piece; none of its letters may be missing.
    assert len(letters) >= sum(map(len, said)) - len(said)


def test_nothing_on_a_card_is_printed_below_nine_points(sheet: tuple[Seen, list[str]]) -> None:
    seen, _ = sheet
    assert seen.found(SMALLEST) >= NINE_POINTS


def test_a_card_asks_for_nothing_outside_and_brings_no_complaint(sheet: tuple[Seen, list[str]]) -> None:
    seen, _ = sheet
    assert [address for address in seen.asked_for if not address.startswith("file:")] == []
    assert seen.complaints == []
