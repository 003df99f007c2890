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
