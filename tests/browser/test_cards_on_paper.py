"""Role cards as they are printed: all of them one behind the other, since a browser takes half a second for every document that it prints."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache

import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader

from sdm_cli.document.blocks import Document, Paragraph, line
from sdm_cli.document.html import to_html
from tests.browser.seen import Seen, seen_in
from tests.browser.test_handout_on_paper import printed_text, squeezed
from tests.pages.made_up import texts
from tests.pages.role_cards import CASES, card_of

ROLES = ("patient", "clinician", "observer")
NINE_POINTS = 12.0
"""Pixels."""
SMALLEST = """main => Math.min(...[...main.querySelectorAll('*')]
    .filter(each => [...each.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.textContent.trim()))
    .map(each => parseFloat(getComputedStyle(each).fontSize)))"""


@cache
def cards() -> dict[str, Document]:
    """The cards of all bundled cases by their names."""
    return {f"{name}, {role}": card_of(name, role) for name in CASES for role in ROLES}


@dataclass(frozen=True)
class Stack:
    """Cards in a browser, one `main` each."""

    seen: Seen

    def smallest_letters(self) -> list[float]:
        """The size of the smallest letters of each card, in pixels."""
        found: list[float] = self.seen.found(f"[...document.querySelectorAll('main')].map({SMALLEST})")
        return found

    def sheets(self) -> list[str]:
        """The letters of each sheet. As narrow as A4 and as short as Letter: what fits here fits either."""
        pdf = PdfReader(io.BytesIO(self.seen.page.pdf(width="210mm", height="279mm")))
        return [squeezed(printed_text(page)) for page in pdf.pages]


@contextmanager
def stacked(browser: Browser, pages: list[Document], folder: pytest.TempPathFactory) -> Iterator[Stack]:
    """Cards in one document, each of which begins a sheet."""
    first, *others = (to_html(each, one_sheet=True) for each in pages)
    mains = "\n".join(html[html.index("<main>") : html.index("</body>")] for html in others)
    with seen_in(browser, first.replace("</main>", f"</main>\n{mains}"), folder.mktemp("cards") / "cards.html") as seen:
        seen.page.emulate_media(media="print")
        seen.found("[...document.querySelectorAll('main + main')].forEach(each => { each.style.breakBefore = 'page' })")
        yield Stack(seen)


@pytest.fixture(scope="module")
def stack(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The cards of all bundled cases."""
    with stacked(browser, list(cards().values()), tmp_path_factory) as pile:
        yield pile


def test_every_card_is_one_sheet_of_a4_and_of_letter_with_every_text_on_it(stack: Stack) -> None:
    sheets = stack.sheets()

    assert len(sheets) == len(cards())
    for (name, card), sheet in zip(cards().items(), sheets, strict=True):
        said = [squeezed(text) for text in texts(card)]
        assert said[0] in sheet, name
        # Columns are printed across, so a text of a narrow one is not found in one piece; none of its letters may be missing.
        assert len(sheet) >= sum(map(len, said)) - len(said), name


def test_a_card_with_too_much_on_it_takes_another_sheet(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> None:
    card = card_of(CASES[0], "patient")
    longer = Document((*card.blocks, *(Paragraph(line("and so on")) for _ in range(30))))
    with stacked(browser, [card, longer, card], tmp_path_factory) as stack:
        assert len(stack.sheets()) == 4


def test_nothing_on_a_card_is_printed_below_nine_points(stack: Stack) -> None:
    smallest = stack.smallest_letters()

    assert len(smallest) == len(cards())
    assert [name for name, size in zip(cards(), smallest, strict=True) if size < NINE_POINTS] == []


def test_cards_ask_for_nothing_outside_and_bring_no_complaint(stack: Stack) -> None:
    assert [address for address in stack.seen.asked_for if not address.startswith("file:")] == []
    assert stack.seen.complaints == []
