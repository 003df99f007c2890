from functools import cache

import pytest

from tests.golden.pages import FOLDER, golden_pages


@cache
def pages() -> dict[str, str]:
    return dict(golden_pages())


@pytest.mark.parametrize("name", sorted(path.name for path in FOLDER.iterdir() if path.suffix in {".txt", ".md", ".html"}))
def test_a_page_is_as_it_was_when_a_person_last_looked_at_it(name: str) -> None:
    kept = FOLDER.joinpath(name).read_text(encoding="utf-8")
    assert pages()[name].splitlines() == kept.splitlines(), "python -m tests.golden writes the pages anew"


def test_every_page_is_kept() -> None:
    assert [name for name in pages() if not FOLDER.joinpath(name).exists()] == []
