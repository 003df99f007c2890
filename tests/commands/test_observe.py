import json
import re
from pathlib import Path

import pytest
import yaml

from tests.commands.running import sdm

CASE = "stairs-and-grandchildren"
NOTES = """\
observe.note.1: c1
observe.note.2: C2 "There is more than one way"
observe.note.3: She looks at her hands
observe.note.4: O4
observe.review: [O4]
observe.step.O4: checked
observe.retry: Ask before telling
"""


def observed(folder: Path, *arguments: str, notes: str = NOTES) -> str:
    """Observe from an answers file and return the id of the session."""
    file = folder / "notes.yaml"
    file.write_text(notes, encoding="utf-8")
    done = sdm("observe", *arguments, "--answers", str(file))
    assert done.returncode == 0, done.stderr
    found = re.search(r"Kept as session (\w+)", done.stderr)
    assert found is not None, done.stderr
    return found[1]


@pytest.mark.parametrize(
    ("arguments", "case", "option_set"),
    [((CASE,), CASE, "knee-osteoarthritis"), (("chronic-insomnia",), None, "chronic-insomnia"), ((), None, None)],
)
def test_a_case_an_option_set_or_just_the_steps_can_be_watched(
    arguments: tuple[str, ...], case: str | None, option_set: str | None, tmp_path: Path
) -> None:
    name = observed(tmp_path, *arguments, "--code", "T7")

    data = json.loads(sdm("sessions", "export", name, "--to", "json").stdout)
    assert (data["kind"], data["case"], data["option_set"], data["code"]) == ("observation", case, option_set, "T7")
    listed = sdm("sessions", "list").stdout
    assert case or option_set or "observation" in listed
    assert "finished" in listed
    assert sdm("sessions", "delete", name, "--yes").returncode == 0


def test_feedback_is_shown_and_exported_in_every_format(tmp_path: Path) -> None:
    name = observed(tmp_path, CASE)

    assert "clear, and checked with the patient" in sdm("sessions", "show", name).stdout
    assert "as the learner sees it" in sdm("sessions", "show", name, "--template", "pendleton").stdout
    assert sdm("sessions", "export", name).stdout.startswith("# Feedback: The third floor")
    assert "<h1>Feedback: The third floor" in sdm("sessions", "export", name, "--to", "html").stdout
    assert "## What went well" in sdm("sessions", "export", name, "--template", "pendleton").stdout
    assert sdm("sessions", "export", name, "--to", "handout").returncode == 2


def test_an_observation_is_replayed_from_its_own_answers(tmp_path: Path) -> None:
    answers = sdm("sessions", "export", observed(tmp_path, CASE), "--to", "answers").stdout

    again = sdm("sessions", "export", observed(tmp_path, CASE, notes=answers), "--to", "answers").stdout

    assert yaml.safe_load(again) == yaml.safe_load(answers)
    assert yaml.safe_load(answers)["observe.note.2"] == "C2 There is more than one way"


def test_a_slip_in_a_file_of_notes_is_told_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "notes.yaml"
    file.write_text("observe.note.1: C1\nobserve.note.3: C2\nobserve.step.C1: brilliant\n")

    done = sdm("observe", "--answers", str(file), "--no-save")

    assert done.returncode == 1
    assert f"{file}:2:1" in done.stderr
    assert f"{file}:3:1" in done.stderr


def test_without_a_terminal_nothing_is_asked() -> None:
    done = sdm("observe", CASE)

    assert done.returncode == 2
    assert done.stderr.startswith("There is no terminal to ask on")


def test_nothing_is_kept_if_nothing_is_to_be_kept(tmp_path: Path) -> None:
    file = tmp_path / "notes.yaml"
    file.write_text(NOTES)
    target = tmp_path / "feedback.md"

    done = sdm("observe", CASE, "--answers", str(file), "--no-save", "--export", str(target))

    assert done.returncode == 0, done.stderr
    assert "She looks at her hands" in target.read_text(encoding="utf-8")
    assert sdm("sessions", "list").stdout.startswith("There are no sessions")


def test_what_is_neither_a_case_nor_an_option_set_is_said() -> None:
    done = sdm("observe", "stares", "--answers", "-", "--no-save")

    assert done.returncode == 3
    assert "stares" in done.stderr
