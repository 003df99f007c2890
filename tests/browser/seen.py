"""A handout as a browser shows it, and what the browser did and said on the way."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Browser, Page

A4 = 680
"""Pixels of a line on A4; Letter has a few more."""

_PERSON = re.compile(r'<use href="#[\w-]+"(?: x="\d+")? y="\d+"/>')

Scheme = Literal["light", "dark"]
Medium = Literal["screen", "print"]


@dataclass(frozen=True)
class Seen:
    """An open page. `asked_for` has every address that it wanted, `complaints` what the browser had to say."""

    page: Page
    file: Path
    asked_for: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def at(self, width: int, scheme: Scheme = "light", medium: Medium = "screen") -> "Seen":
        """The same page in a window of this width, or as it would print on a sheet so wide."""
        self.page.set_viewport_size({"width": width, "height": 900})
        self.page.emulate_media(color_scheme=scheme, media=medium)
        return self

    def found(self, script: str) -> Any:
        """What a script finds on the page."""
        return self.page.evaluate(script)


def without_people(html: str) -> str:
    """The page with empty pictures of the same size: thousands of people take their time to look at."""
    return _PERSON.sub("", html)


@contextmanager
def seen_in(browser: Browser, html: str, file: Path) -> Iterator[Seen]:
    """A page written to a file, and the file open in a browser."""
    file.write_text(html, encoding="utf-8")
    page = browser.new_page()
    seen = Seen(page, file)
    page.on("request", lambda request: seen.asked_for.append(request.url))
    page.on("console", lambda message: seen.complaints.append(message.text))
    page.on("pageerror", lambda error: seen.complaints.append(str(error)))
    page.goto(file.as_uri())
    yield seen
    page.close()
