import shutil
import sys

import pytest

from sdm_cli.commands.printing import CannotPrint, to_pdf


def test_without_anything_that_prints_there_is_one_clear_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)
    monkeypatch.setitem(sys.modules, "weasyprint", None)  # as if it were not installed
    with pytest.raises(CannotPrint, match=r"neither a Chromium here that prints nor WeasyPrint\. Write the page with --to html"):
        to_pdf(b"<p>Knee")


def test_a_browser_that_prints_nothing_is_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    does_nothing = shutil.which("true")
    monkeypatch.setattr("shutil.which", lambda _: does_nothing)
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(CannotPrint):
        to_pdf(b"<p>Knee")
