from pathlib import Path

import pytest
from hypothesis import settings

from tests.pages.made_up import LEAST_ALIKE, bundled_ids
from tests.pages.role_cards import CASES

# How long one example takes is told by the machine, and by what else it does, more than by the test. Every run has
# examples of its own, so few a run are many over time; `scripts/test --hypothesis-profile=thorough` has many at once.
settings.register_profile("any machine", deadline=None, max_examples=50)
settings.register_profile("thorough", deadline=None, max_examples=1000)
settings.load_profile("any machine")

_MANY = {*bundled_ids(), *CASES}
_MEASURED = {*LEAST_ALIKE, "stairs-and-grandchildren", "his-daughter-made-the-appointment"}


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep every test away from the real sessions, library, terminal settings and width."""
    folder = tmp_path / "home"
    monkeypatch.setenv("SDM_HOME", str(folder))
    for name in ("SDM_LIBRARY", "SDM_PLAIN", "ACCESSIBLE", "NO_COLOR", "COLUMNS", "SDM_COMMAND"):
        monkeypatch.delenv(name, raising=False)
    return folder


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is run without measuring coverage, which takes up to twice as long as running it.

    In a terminal and in a browser other processes do the work; a property runs a hundred times what examples run; and
    what holds for every bundled set or case is measured on those that are least alike.
    """
    for item in items:
        is_elsewhere = item.path.parent.name in {"terminal", "browser"}
        if is_elsewhere or (isinstance(item, pytest.Function) and (_is_property(item) or _is_one_set_of_many(item))):
            item.add_marker("no_cover")


def _is_property(item: pytest.Function) -> bool:
    return bool(getattr(item.obj, "is_hypothesis_test", False))


def _is_one_set_of_many(item: pytest.Function) -> bool:
    parameters = item.callspec.params.values() if hasattr(item, "callspec") else ()
    names = {each.stem if isinstance(each, Path) else each for each in parameters if isinstance(each, str | Path)}
    return bool(names & _MANY - _MEASURED)
