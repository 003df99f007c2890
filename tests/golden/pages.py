import io
from collections.abc import Iterator
from pathlib import Path

from sdm_cli.document.html import to_html
from sdm_cli.document.markdown import to_markdown
from sdm_cli.document.plain import to_plain
from sdm_cli.document.terminal import Canvas, write
from sdm_cli.pages.handout import handout
from sdm_cli.pages.option_set import option_set_page
from tests.pages.made_up import bundled

FOLDER = Path(__file__).parent
SET = "knee-osteoarthritis"
WIDTHS = (40, 80, 120, 200)


def golden_pages() -> Iterator[tuple[str, str]]:
    """Each page with the name of the file that it is kept in."""
    option_set = bundled(SET)
    page = option_set_page(option_set)
    for width in WIDTHS:
        terminal = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
        write(page, Canvas(terminal, width, colour=False))
        terminal.seek(0)
        yield f"{SET}-{width}.txt", terminal.read()
    yield f"{SET}-plain.txt", to_plain(page)
    yield f"{SET}.md", to_markdown(handout(option_set))
    yield f"{SET}.html", to_html(handout(option_set), option_set.language)
