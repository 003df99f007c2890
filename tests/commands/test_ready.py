"""That a forked sdm is what one that is begun anew would be: else tests would pass that should fail."""

import subprocess
from pathlib import Path

import pytest

from tests.commands.ready import COMMAND, is_like
from tests.commands.running import rehearsed, sdm_started, usual

pytestmark = pytest.mark.no_cover


def begun_anew(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    surroundings = usual(LC_ALL="C.UTF-8", **environment)
    return subprocess.run([*COMMAND, *arguments], capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL, env=surroundings)


def told(done: subprocess.CompletedProcess[str]) -> tuple[int, str, str]:
    return done.returncode, done.stdout, done.stderr


def test_it_says_the_same(tmp_path: Path) -> None:
    rehearsed(tmp_path)
    asked: list[tuple[str, dict[str, str]]] = [
        ("bogus", {}),
        ("sessions list", {"TZ": "Asia/Tokyo"}),
    ]
    answers = []
    for words, environment in asked:
        assert is_like(COMMAND, usual(LC_ALL="C.UTF-8", **environment))
        answers.append(told(sdm_started(*words.split(), **environment)))
        assert answers[-1] == told(begun_anew(*words.split(), **environment))
    assert answers[-1] != told(sdm_started("sessions", "list", TZ="UTC"))
