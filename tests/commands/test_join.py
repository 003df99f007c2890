"""`sdm reflect` and `sdm join` from the command line: from answers to one page, and nothing overwritten."""

import json
import re
from io import StringIO
from pathlib import Path

import pytest
import yaml

from sdm_cli.ask.plain import PlainAsker
from sdm_cli.ask.replies import Left
from sdm_cli.commands.coding import asked_code
from sdm_cli.commands.keeping import Nowhere
from sdm_cli.commands.reflection_staging import ReflectionStaging
from sdm_cli.commands.rehearsal import Rehearsal, rehearse
from sdm_cli.commands.surroundings import Surroundings
from sdm_cli.conversation.reflection import Reflection
from sdm_cli.model.session import REFLECTION
from tests.cohort.role_plays import BEGUN, CASE, CLINICIAN, PATIENT, WATCHED, handed_in, header_of, observation
from tests.commands.running import sdm

ANSWERS = "reflect.patient.understood: some\nreflect.patient.understood.words: what it costs\nreflect.patient.decided: open\n"


def reflected(folder: Path, *arguments: str, answers: str = ANSWERS) -> str:
    """Reflect from an answers file and return the id of the session."""
    file = folder / "reflected.yaml"
    file.write_text(answers, encoding="utf-8")
    done = sdm("reflect", *arguments, "--answers", str(file))
    assert done.returncode == 0, done.stderr
    found = re.search(r"Kept as session (\w+)", done.stderr)
    assert found is not None, done.stderr
    return found[1]


def exported(name: str, form: str) -> str:
    done = sdm("sessions", "export", name, "--to", form)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_reflection_is_shown_listed_written_in_every_format_replayed_and_deleted(tmp_path: Path) -> None:
    name = reflected(tmp_path, "patient", "t7", "--case", CASE)

    data = json.loads(exported(name, "json"))
    assert (data["kind"], data["role"], data["code"], data["case"], data["finished"]) == ("reflection", "patient", "T7", CASE, True)
    assert [(theme["picked"], theme["words"]) for theme in data["themes"]] == [("some", "what it costs"), (None, None), ("open", None)]
    assert "> what it costs" in exported(name, "markdown")
    assert "<h1>After the talk: the patient" in exported(name, "html")
    again = reflected(tmp_path, "patient", "T7", answers=exported(name, "answers"))
    assert yaml.safe_load(exported(again, "answers")) == yaml.safe_load(ANSWERS)
    assert sdm("sessions", "export", name, "--to", "handout").returncode == 2
    assert f"{CASE}, patient's part, code T7 finished" in sdm("sessions", "list").stdout
    assert sdm("sessions", "delete", name, "--yes").returncode == 0


def test_without_a_code_one_is_made(tmp_path: Path) -> None:
    made = {json.loads(exported(reflected(tmp_path, "clinician", answers="{}\n"), "json"))["code"] for _ in range(3)}

    assert len(made) == 3
    assert all(re.fullmatch(r"[A-Z]\d[A-Z]\d", code) for code in made)


@pytest.mark.parametrize(
    ("typed", "code"),
    [("t7\n", "T7"), ("Anna\n?\n<\nk2-m4\n", "K2-M4"), ("\n", "[A-Z][0-9][A-Z][0-9]")],
)
def test_the_code_is_asked_for_until_it_is_one(typed: str, code: str) -> None:
    shown = StringIO()

    asked = asked_code(PlainAsker(StringIO(typed), shown), Surroundings(StringIO(), shown, shown, {}))

    assert re.fullmatch(code, asked)
    assert ("'Anna' is not a code." in shown.getvalue()) == ("Anna" in typed)
    with pytest.raises(Left):
        asked_code(PlainAsker(StringIO(".\n"), shown), Surroundings(StringIO(), shown, shown, {}))


def test_each_theme_is_announced_once_and_help_says_what_becomes_of_the_answers() -> None:
    header = header_of(REFLECTION, "p777", role="patient")
    staging = ReflectionStaging(Reflection("patient"), header)
    typed, shown = StringIO("1\n?\nwhat it costs\n2\n<\n3\n\n>\n3\n1\n\n"), StringIO()
    rehearsal = Rehearsal(staging, header, [], staging.conversation.start(), Nowhere(), lambda: BEGUN)

    assert rehearse(rehearsal, PlainAsker(typed, shown), Surroundings(typed, shown, shown, {}, plain=True), quiet=False)

    told = shown.getvalue()
    assert (
        told.index("the patient's part | code T7") < told.index("What was understood") < told.index("T7 joins what the three of you keep")
    )
    picked = [staging.conversation.picked(rehearsal.state, theme) for theme in ("understood", "mattered", "decided")]
    assert [choice and choice.id for choice in picked] == ["all", "partly", "together"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("reflect", "patient", "Anna"),
        ("observe", "--code", "Anna Miller"),
        ("join", "Anna"),
    ],
)
def test_a_name_is_no_code(arguments: tuple[str, ...], tmp_path: Path) -> None:
    answers = ("--answers", str(tmp_path / "none.yaml")) if arguments[0] != "join" else ()
    (tmp_path / "none.yaml").write_text("{}\n")
    done = sdm(*arguments, *answers)

    assert done.returncode == 2
    assert "is not a code. A code is 2 to 12 letters" in done.stderr


def test_a_slip_in_the_answers_is_told_with_its_line_and_nothing_is_kept(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("reflect.patient.understood: perhaps\nreflect.patient.liked: yes\n")

    done = sdm("reflect", "patient", "T7", "--answers", str(file))

    assert done.returncode == 1
    assert f"{file}:1:" in done.stderr
    assert f"{file}:2:1" in done.stderr
    assert sdm("sessions", "list").stdout.startswith("There are no sessions")


def test_without_a_terminal_nothing_is_asked() -> None:
    done = sdm("reflect", "patient", "T7")

    assert done.returncode == 2
    assert done.stderr.startswith("There is no terminal to ask on")


def test_one_s_own_session_is_joined_with_the_files_of_the_others(home: Path, tmp_path: Path) -> None:
    handed_in(home / "sessions", w777=WATCHED)
    others = handed_in(tmp_path / "others", anna=PATIENT, ben=CLINICIAN)

    done = sdm("join", "t7", str(others / "anna.jsonl"), str(others))

    assert (done.returncode, done.stderr) == (0, "")
    for text in ("There is more than one way", "what an injection does", "I asked her twice"):
        assert text in done.stdout
    assert "not handed in" not in done.stdout
    alone = sdm("join", "T7", str(others), "--only").stdout
    assert "Watched by: not handed in" in alone


@pytest.mark.parametrize(("form", "sign"), [("markdown", "# Side by side"), ("html", "<!doctype html>"), ("json", "{")])
def test_every_format_goes_to_stdout_or_to_a_file_that_is_not_replaced_unasked(form: str, sign: str, tmp_path: Path) -> None:
    three = handed_in(tmp_path / "three", a=WATCHED, b=PATIENT, c=CLINICIAN)
    target = tmp_path / "page"

    printed = sdm("join", "T7", str(three), "--to", form).stdout
    assert printed.lower().startswith(sign.lower())
    assert sdm("join", "T7", str(three), "--to", form, "-o", str(target)).stdout == ""
    assert target.read_text(encoding="utf-8") == printed
    target.write_text("mine")
    again = sdm("join", "T7", str(three), "--to", form, "-o", str(target))
    assert (again.returncode, target.read_text()) == (2, "mine")
    assert sdm("join", "T7", str(three), "--to", form, "-o", str(target), "--force").returncode == 0
    assert target.read_text(encoding="utf-8") == printed


def test_another_case_under_the_same_code_is_refused_and_nothing_written(tmp_path: Path) -> None:
    three = handed_in(tmp_path / "three", a=WATCHED, b=observation("C1", name="x222", case="not-another-pill"))
    target = tmp_path / "page.md"

    done = sdm("join", "T7", str(three), "-o", str(target))

    assert done.returncode == 3
    assert "not-another-pill" in done.stderr
    assert CASE in done.stderr
    assert not target.exists()


def test_broken_and_foreign_files_are_named_and_the_rest_is_joined(tmp_path: Path) -> None:
    three = handed_in(tmp_path / "three", a=WATCHED, b=PATIENT.replace(b"some", b"ways"))
    (three / "essay.docx").write_bytes(b"PK\x03\x04")

    done = sdm("join", "T7", str(three))

    assert done.returncode == 0
    assert "essay.docx: it is no session file of sdm." in done.stderr
    assert "b.jsonl: line " in done.stderr
    assert "The patient's part: not handed in" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("T9", "{}"), 3, "has the code T9. There are: T7."),
        (("T9",), 3, "No session there has a code."),
        (("T9", "--only"), 2, "--only reads what is named"),
        (("T9", "{}/nowhere"), 2, "There is no "),
    ],
)
def test_what_cannot_be_joined_is_one_sentence_that_says_what_to_do(
    arguments: tuple[str, ...], code: int, said: str, tmp_path: Path
) -> None:
    three = handed_in(tmp_path / "three", a=WATCHED)

    done = sdm("join", *(each.format(three) for each in arguments))

    assert done.returncode == code
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


def test_the_order_of_a_feedback_sheet_is_remembered_until_another_is_asked_for(tmp_path: Path) -> None:
    (tmp_path / "notes.yaml").write_text("observe.note.1: C1\n")
    done = sdm("observe", "--template", "pendleton", "--answers", str(tmp_path / "notes.yaml"))
    assert "as the learner sees it" in done.stdout
    found = re.search(r"Kept as session (\w+)", done.stderr)
    assert found is not None

    assert "as the learner sees it" in sdm("sessions", "show", found[1]).stdout
    assert "## What went well, as the learner sees it" in exported(found[1], "markdown")
    assert "as the learner sees it" not in sdm("sessions", "show", found[1], "--template", "agenda").stdout
