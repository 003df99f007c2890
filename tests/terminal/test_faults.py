"""Every fault, at a prompt or two of each conversation; `scripts/faults.py` tries them at every prompt."""

from pathlib import Path

import pytest

from tests.terminal.faults import FAULTS, TALKS, strike, talk

IN_MEMORY = {"disk full", "folder read-only"}
"""Faults for which a file system is mounted: these are left to the script."""
SHORT = {name: fault for name, fault in FAULTS.items() if name not in IN_MEMORY}


@pytest.mark.parametrize("name", SHORT)
def test_whatever_happens_at_a_prompt_no_answer_is_lost_and_the_way_on_is_said(name: str, tmp_path: Path) -> None:
    if not FAULTS[name].can_be():
        pytest.skip("this machine has nothing to do it with")
    number = list(SHORT).index(name)
    for turn, kind in enumerate(TALKS if number % 6 == 0 else (TALKS[number % 3],)):
        # Of every conversation another prompt for each fault; with keys and line by line in turn.
        at = 1 + (5 * number + turn) % (len(talk(kind).answers) - 1)
        strike(kind, at, name, tmp_path / kind, plain=(number + turn) % 2 == 0)


@pytest.mark.parametrize("name", [name for name, fault in SHORT.items() if fault.first is not None][::3])
def test_before_the_first_answer_there_is_nothing_to_lose(name: str, tmp_path: Path) -> None:
    strike("walk", 0, name, tmp_path, plain=True)
