import pytest

from tests.golden.pages import FOLDER, golden_pages

PAGES = dict(golden_pages())


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_as_it_was_when_a_person_last_looked_at_it(name: str) -> None:
    kept = FOLDER.joinpath(name).read_text(encoding="utf-8")
    assert PAGES[name].splitlines() == kept.splitlines(), "python -m tests.golden writes the pages anew"
