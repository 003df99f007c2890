import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from sdm_cli.document.html import to_html
from sdm_cli.pages.handout import handout
from tests.browser.seen import Seen, seen_in, without_people
from tests.pages.made_up import LEAST_ALIKE, bundled

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_QUIETLY = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    found = next((path for name in _NAMES if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("There is no Chromium on the PATH, so no page can be looked at here.")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=found, args=_QUIETLY)
        yield opened
        opened.close()


@contextmanager
def handout_in(browser: Browser, name: str, folder: Path, *, people: bool = True) -> Iterator[Seen]:
    """The handout of a bundled set, open in a browser; without `people` its pictures are empty, and quick to look at."""
    option_set = bundled(name)
    page = to_html(handout(option_set), option_set.language)
    with seen_in(browser, page if people else without_people(page), folder / f"{name}.html") as opened:
        yield opened


@pytest.fixture(scope="session", params=LEAST_ALIKE)
def plain(request: pytest.FixtureRequest, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seen]:
    """The handouts that are least alike, without the people in their pictures: they take their time and matter only to few promises.

    What rests on a set's own words and not on the style sheet is promised for every set, without a browser, in tests/pages.
    """
    with handout_in(browser, request.param, tmp_path_factory.mktemp("plain"), people=False) as opened:
        yield opened


@pytest.fixture(scope="session", params=LEAST_ALIKE)
def peopled(request: pytest.FixtureRequest, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seen]:
    """The same with everybody in them."""
    with handout_in(browser, request.param, tmp_path_factory.mktemp("peopled")) as opened:
        yield opened
