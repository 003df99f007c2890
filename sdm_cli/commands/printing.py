"""A page as PDF, by whatever on this machine can print one."""

import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from sdm_cli.exits import Refusal

_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_PATIENCE = 60
"""Seconds that a browser has for one page."""


_SHAPES = re.compile(r"<defs>.*?</defs>", re.DOTALL)
_PICTURE = re.compile(r"<svg viewBox[^>]*>")
_WIDE_TABLE = re.compile(r'<table role="table" class="above">.*?</table>', re.DOTALL)
_FIRST_CELL = re.compile(r'<tr role="row">(?:<th ([^>]*>.*?</th>)|<td role="cell"></td>)')
_WEASYPRINT = """
.above tr { display: table-row !important }
.above th, .above td { display: table-cell !important; padding: 2pt 7pt 3pt 0 !important; border-bottom: 0.5pt solid #aaa !important }
.above thead th { font-weight: 600 !important; color: #000 !important }
.above .heading { break-after: avoid }
.above .heading th { border: 0 !important }
.one .array, .three .array { display: block !important }
ul, ol, dl { columns: auto !important }
"""
"""Instead of flexible rows and of a grid in a grid, which WeasyPrint lays out otherwise or not at all, and of columns of text,
on which it spends half of its time.
"""


class CannotPrint(Refusal):
    """Nothing here prints PDF."""

    def __init__(self, why: str) -> None:
        super().__init__(
            f"{why} Write the page with --to html and print it from any browser, or install the extra: pip install 'sdm-cli[pdf]'."
        )


def to_pdf(page: bytes) -> bytes:
    """The page as PDF: by a browser, with which its promises on paper are tested, or else by WeasyPrint. Raises CannotPrint."""
    printed = by_browser(page) or by_weasyprint(page)
    if printed is None:
        raise CannotPrint("There is neither a Chromium here that prints nor WeasyPrint.")
    return printed


def by_browser(page: bytes) -> bytes | None:
    """The page as PDF; None where no browser prints it."""
    browser = next((found for name in _BROWSERS if (found := shutil.which(name))), None)
    if browser is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "page.html"), Path(folder, "page.pdf")
        source.write_bytes(page)
        command = [
            browser, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", f"--user-data-dir={folder}/profile", "--no-pdf-header-footer",
            f"--print-to-pdf={target}", source.as_uri(),
        ]  # fmt: skip
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=_PATIENCE)  # noqa: S603 - our own words and paths
            return target.read_bytes()
        except (subprocess.SubprocessError, OSError):
            return None


def by_weasyprint(page: bytes) -> bytes | None:
    """The page as PDF; None where WeasyPrint is not installed, or without the system's libraries that it needs."""
    try:
        from weasyprint import CSS, HTML
    except (ImportError, OSError):
        return None
    printed: bytes = HTML(string=_for_weasyprint(page.decode())).write_pdf(stylesheets=[CSS(string=_WEASYPRINT)])
    return printed


def _for_weasyprint(page: str) -> str:
    """The page as WeasyPrint can print it.

    It draws a picture without what stands beside it, so every picture gets the shapes of people; and a heading that stands
    above its cells gets a row of its own.
    """
    shapes = _SHAPES.search(page)
    drawn = page if shapes is None else _PICTURE.sub(lambda picture: picture[0] + shapes[0], page)
    return _WIDE_TABLE.sub(lambda table: _headings_above(table[0]), drawn)


def _headings_above(table: str) -> str:
    columns = table.partition("</thead>")[0].count('scope="col"')
    has_corner = '<thead role="rowgroup"><tr role="row"><th' in table
    across = columns - has_corner

    def above(first: re.Match[str]) -> str:
        heading = f'<tr class="heading" role="row"><th colspan="{across}" {first[1]}</tr>' if first[1] else ""
        return f'{heading}<tr role="row">'

    return _FIRST_CELL.sub(above, table)
