import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from sdm_cli.document.html import to_html
from sdm_cli.pages.handout import handout
from tests.browser.seen import Seen, seen_in
from tests.pages.made_up import bundled, bundled_ids

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


@pytest.fixture(scope="session", params=bundled_ids())
def seen(request: pytest.FixtureRequest, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seen]:
    """The handout of each bundled set, open in a browser."""
    option_set = bundled(request.param)
    page = to_html(handout(option_set), option_set.language)
    with seen_in(browser, page, tmp_path_factory.mktemp("handout") / f"{option_set.id}.html") as opened:
        yield opened


@pytest.fixture(scope="session")
def plain(seen: Seen) -> Iterator[Seen]:
    """The same without the people in its pictures, which take their time and matter only to few promises."""
    with seen.without_people() as opened:
        yield opened
