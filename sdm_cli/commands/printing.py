"""A page as PDF, by whatever on this machine can print one."""

import shutil
import subprocess
import tempfile
from importlib.util import find_spec
from pathlib import Path

from sdm_cli.exits import Refusal

_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_PATIENCE = 60
"""Seconds that a browser has for one page."""


class CannotPrint(Refusal):
    """Nothing here prints PDF."""

    def __init__(self, why: str) -> None:
        super().__init__(
            f"{why} Write the page with --to html and print it from any browser, or install the extra: pip install 'sdm-cli[pdf]'."
        )


def to_pdf(page: bytes) -> bytes:
    """The page as PDF. Raises CannotPrint."""
    if find_spec("weasyprint") is not None:
        from weasyprint import HTML

        printed: bytes = HTML(string=page.decode()).write_pdf()
        return printed
    browser = next((found for name in _BROWSERS if (found := shutil.which(name))), None)
    if browser is None:
        raise CannotPrint("Neither WeasyPrint nor Chromium is installed here.")
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
        except (subprocess.SubprocessError, OSError):
            raise CannotPrint(f"{browser} could not print the page.") from None
        return target.read_bytes()
