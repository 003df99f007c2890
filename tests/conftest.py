from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep every test away from the real sessions, library, terminal settings and width."""
    folder = tmp_path / "home"
    monkeypatch.setenv("SDM_HOME", str(folder))
    for name in ("SDM_LIBRARY", "SDM_PLAIN", "ACCESSIBLE", "NO_COLOR", "COLUMNS", "SDM_COMMAND"):
        monkeypatch.delenv(name, raising=False)
    return folder


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is run without measuring coverage, which takes twice as long as running it.

    In a terminal and in a browser other processes do the work, and a property runs a hundred times what examples run.
    """
    for item in items:
        is_elsewhere = item.path.parent.name in {"terminal", "browser"}
        is_property = isinstance(item, pytest.Function) and getattr(item.obj, "is_hypothesis_test", False)
        if is_elsewhere or is_property:
            item.add_marker("unmeasured")
