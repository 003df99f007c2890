"""Nothing leaves the machine: every command does its work where no connection can be made."""

import re
from pathlib import Path

import pytest

from tests.check.whole_thumb import WHOLE_THUMB
from tests.commands.running import ANSWERS, python, rehearsed, sdm_after

GUARD = """
import socket
def refuse(event, arguments):
    if event == "socket.__new__" and arguments[1] not in {socket.AF_UNIX} or event in {"socket.connect", "socket.getaddrinfo", "socket.bind", "socket.sendto"}:
        raise RuntimeError(f"reached for the network: {event}")
sys.addaudithook(refuse)
"""
"""Stops an interpreter at the first thing that it would need to reach another machine."""


COMMANDS: tuple[tuple[str, ...], ...] = (
    ("--version",),
    ("list",),
    ("list", "--kind", "cases"),
    ("show", "knee-osteoarthritis"),
    ("show", "knee-osteoarthritis", "--to", "html", "-o", "page.html"),
    ("check", "knee-osteoarthritis", "--profile", "clinical", "--report", "report.html"),
    ("check", "--explain", "R02"),
    ("schema", "option-set"),
    ("new", "option-set", "mine.yaml"),
    ("preview", "thumb.yaml", "--once"),
    ("completion", "bash"),
    ("walk", "knee-osteoarthritis", "--answers", "answers.yaml", "--export", "summary.md"),
    ("practice", "stairs-and-grandchildren", "--seed", "1", "--answers", "talk.yaml", "--export", "debrief.html"),
    ("practice", "--due"),
    ("progress",),
    ("reflect", "patient", "T7", "--answers", "talk.yaml", "--export", "reflection.html"),
    ("cards", "stairs-and-grandchildren", "--to", "html", "-o", "cards"),
    ("score", "sure", "1", "1", "0", "1"),
    ("check", "stairs-and-grandchildren", "--play", "3"),
    ("class", "report", "home/sessions", "--to", "html", "-o", "class.html"),
    ("sessions", "export", "--all", "--to", "csv", "-o", "tables"),
    ("sessions", "list"),
)

ONE_AFTER_THE_OTHER = """
import sys
from sdm_cli.app import main
for number, typed in enumerate(COMMANDS):
    sys.argv = ["sdm", *typed]
    try:
        main()
    except SystemExit as end:
        print("ended", number, end.code or 0, file=sys.stderr)
"""


def test_no_command_reaches_for_the_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "thumb.yaml").write_text(WHOLE_THUMB, encoding="utf-8")
    (tmp_path / "answers.yaml").write_text(ANSWERS, encoding="utf-8")
    (tmp_path / "talk.yaml").write_text("{}\n", encoding="utf-8")
    rehearsed(tmp_path)
    done = python(f"import sys\n{GUARD}\nCOMMANDS = {COMMANDS!r}\n{ONE_AFTER_THE_OTHER}")

    assert re.findall(r"^ended (\d+) (\w+)$", done.stderr, re.MULTILINE) == [(str(number), "0") for number in range(len(COMMANDS))]
    assert "network" not in done.stderr


def test_the_guard_would_stop_a_connection() -> None:
    done = sdm_after(f"{GUARD}\nsocket.create_connection(('127.0.0.1', 9))", "list")

    assert "reached for the network" in done.stderr
