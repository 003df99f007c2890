"""What is on the disk when the power goes: told by the system calls, as the kernel saw them."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands.running import ANSWERS, usual

pytestmark = pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")


@pytest.fixture
def calls(home: Path, tmp_path: Path) -> list[str]:
    """The calls of one walk that have to do with its session, in order, by what they are and what they are about."""
    trace, answers = tmp_path / "trace", tmp_path / "answers.yaml"
    answers.write_text(ANSWERS, encoding="utf-8")
    traced = ["strace", "-f", "-y", "-s", "200", "-e", "trace=write,fsync,fdatasync,rename,renameat,renameat2", "-o", str(trace)]
    walk = [sys.executable, "-m", "sdm_cli", "walk", "knee-osteoarthritis", "--answers", str(answers)]
    subprocess.run([*traced, *walk], check=True, capture_output=True, env=usual())
    # Who holds the session may be lost: after a power cut nobody does.
    lines = [line for line in trace.read_text(errors="replace").splitlines() if ".holder" not in line]
    return [_told(line) for line in lines if str(home / "sessions") in line]


def _told(line: str) -> str:
    call = re.sub(r"^\d+ +", "", line).split("(")[0]
    about = "contents" if "/contents" in line else "session" if ".jsonl" in line else "folder"
    return f"{'rename' if call.startswith('rename') else call} {about}"


def test_a_session_begins_with_everything_that_it_was_run_against_on_the_disk(calls: list[str]) -> None:
    content = ["write contents", "fsync contents", "rename contents", "fsync contents"]
    begins = ["write session", "fsync session", "rename session", "fsync folder"]

    assert calls[: 3 * len(content) + len(begins)] == content * 3 + begins


def test_every_event_is_forced_onto_the_disk_before_anything_else_happens(calls: list[str]) -> None:
    events = calls[16:]

    assert len(events) > 20
    assert events == ["write session", "fsync session"] * (len(events) // 2)
