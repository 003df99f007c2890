import json
import os
import re
import signal
from pathlib import Path

import pytest

from sdm_cli.exits import Exit
from sdm_cli.sessions.store import Store
from tests.commands.running import (
    ANSWERS,
    Terminal,
    python,
    rehearsed,
    sdm,
    sdm_after,
    sdm_in_shell,
    sdm_into_closed_pipe,
    sdm_on_terminal,
    sdm_started,
)

KNEE = ("walk", "knee-osteoarthritis")


@pytest.fixture
def answers(tmp_path: Path) -> str:
    path = tmp_path / "answers.yaml"
    path.write_text(ANSWERS)
    return str(path)


def answer_first_question(screen: Terminal) -> None:
    screen.until("A code for this case")
    screen.until("? help")
    screen.type(b"K-07\n")
    screen.until("How many minutes")
    screen.until("? help")


def sessions() -> list[dict[str, str | bool | None]]:
    listed: list[dict[str, str | bool | None]] = json.loads(sdm_started("sessions", "list", "--json").stdout)["sessions"]
    return listed


def test_the_exit_codes_are_those_that_are_documented() -> None:
    assert {code.name: code.value for code in Exit} == {
        "DONE": 0,
        "FINDINGS": 1,
        "USAGE": 2,
        "UNUSABLE": 3,
        "BUG": 70,
        "PAUSED": 130,
        "CLOSED_PIPE": 141,
    }


# No terminal


@pytest.mark.parametrize("extra", [(), ("--plain",), ("--no-save",)])
def test_without_a_terminal_no_question_is_asked_and_nothing_is_taken_for_an_answer(extra: tuple[str, ...], home: Path) -> None:
    done = sdm_started(*KNEE, *extra, given="1\n1\n1\n")

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("There is no terminal to ask on, so nothing was asked. ")
    assert "--answers FILE" in done.stderr
    assert not home.exists()


def test_a_session_is_not_resumed_without_a_terminal(tmp_path: Path, home: Path) -> None:
    name = rehearsed(tmp_path)
    before = (home / "sessions" / f"{name}.jsonl").read_bytes()

    done = sdm_started("sessions", "resume", name, given="1\n")

    assert (done.returncode, done.stdout) == (2, "")
    assert (home / "sessions" / f"{name}.jsonl").read_bytes() == before


def test_the_command_to_type_is_named_as_it_was_typed() -> None:
    assert "scripts/sdm walk" in sdm_started("walk", SDM_COMMAND="scripts/sdm").stderr


def test_what_was_typed_cannot_turn_the_sentence_round_that_refuses_it(tmp_path: Path) -> None:
    said = sdm_started("show", "\u202eeenk\x1b[31m").stderr + sdm_started(*KNEE, "--export", f"{tmp_path}/\u2066a.txt").stderr

    assert r"\u202eeenk\x1b[31m" in said
    assert r"\u2066a.txt" in said
    assert [character for character in said if character in "\u202e\u2066\x1b"] == []


# Nowhere to write to

full_disk = pytest.mark.skipif(not Path("/dev/full").exists(), reason="There is no /dev/full here.")
EVERY_WAY_TO_WRITE = pytest.mark.parametrize(
    "command",
    ["list", "list --json", "show knee-osteoarthritis", "show knee-osteoarthritis --to html", "schema guide", "--help", "--version"],
)


@full_disk
@EVERY_WAY_TO_WRITE
def test_output_that_cannot_be_written_is_one_sentence_and_no_mistake_of_ours(command: str, home: Path) -> None:
    done = sdm_in_shell(f"{command} > /dev/full")

    assert (done.returncode, done.stderr) == (1, "The output could not be written: No space left on device.\n")
    assert not home.exists()


@EVERY_WAY_TO_WRITE
def test_a_closed_stdout_is_one_sentence_and_no_mistake_of_ours(command: str, home: Path) -> None:
    done = sdm_in_shell(f"{command} >&-")

    assert (done.returncode, done.stderr) == (1, "Standard output is closed, so there is nowhere to write to.\n")
    assert not home.exists()


def test_a_closed_stderr_keeps_nobody_from_the_result() -> None:
    done = sdm_in_shell("list 2>&-")

    assert done.returncode == 0
    assert "knee-osteoarthritis" in done.stdout


@pytest.mark.parametrize("stream", ["2>&-", "2> /dev/full"])
def test_a_failure_that_cannot_be_said_is_still_a_failure(stream: str, home: Path) -> None:
    assert sdm_in_shell(f"show nonsense {stream}").returncode in {1, 3}
    assert not home.exists()


def test_a_closed_stderr_gets_into_no_session(answers: str, home: Path) -> None:
    assert sdm_in_shell(f"walk knee-osteoarthritis --answers '{answers}' 2>&-").returncode == 0
    (journal,) = (home / "sessions").glob("*.jsonl")
    assert [line for line in journal.read_text().splitlines() if not json.loads(line)] == []


@full_disk
def test_a_walk_whose_summary_cannot_be_written_says_that_it_is_kept(answers: str) -> None:
    done = sdm_in_shell(f"walk knee-osteoarthritis --answers '{answers}' > /dev/full")

    assert done.returncode == 1
    assert done.stderr == "The output could not be written: No space left on device. What was answered is kept.\n"
    assert len(sessions()) == 1


def test_a_closed_stdin_asks_nobody(home: Path) -> None:
    done = sdm_in_shell("walk knee-osteoarthritis <&-")

    assert done.returncode == 2
    assert done.stderr.startswith("There is no terminal to ask on")
    assert not home.exists()


# Export


@pytest.mark.parametrize(
    "command",
    [
        "show knee-osteoarthritis --to html -o {}.html",
        "cards stairs-and-grandchildren -o {}",
        "join t7 . --only -o {}.md",
        "join t7 {} --only",
        "class report . -o {}.md",
        "class report {}",
    ],
)
def test_a_name_that_is_too_long_for_a_file_is_one_sentence(command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    done = sdm(*command.format("a" * 300).split())

    assert done.returncode == 2
    assert "File name too long" in done.stderr


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("there.md", "exists. Use --force to replace it"),
        ("summary.txt", "ends neither in .md nor in .json"),
        ("summary", "ends neither in .md nor in .json"),
        ("nowhere/summary.md", "does not exist. Make it first"),
        ("folder.md", "is a folder. Name a file in it"),
    ],
)
def test_an_export_that_cannot_be_written_is_refused_before_the_walk_begins(tmp_path: Path, home: Path, name: str, reason: str) -> None:
    (tmp_path / "there.md").write_text("mine")
    (tmp_path / "folder.md").mkdir()

    with sdm_on_terminal(*KNEE, "--plain", "--export", str(tmp_path / name)) as screen:
        code, shown = screen.rest_in_one_line()

    assert code == 2
    assert reason in shown
    assert "A code for this case" not in shown
    assert (tmp_path / "there.md").read_text() == "mine"
    assert not home.exists()


@pytest.mark.parametrize("name", ["a" * 300 + ".md", "there.md/summary.md"])
def test_an_export_to_a_path_that_cannot_be_is_refused_before_the_walk_begins(tmp_path: Path, home: Path, answers: str, name: str) -> None:
    (tmp_path / "there.md").write_text("mine")

    done = sdm_started(*KNEE, "--answers", answers, "--export", str(tmp_path / name))

    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
    assert not home.exists()


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="There is no /proc here.")
@pytest.mark.parametrize("extra", [("--no-save",), ("--no-save", "--force"), ()])
@pytest.mark.parametrize("form", ["md", "html", "json"])
def test_an_export_to_a_folder_in_which_no_file_can_be_made_is_refused_before_the_walk_begins(
    tmp_path: Path, home: Path, answers: str, form: str, extra: tuple[str, ...]
) -> None:
    good = tmp_path / "good.md"

    done = sdm_started(*KNEE, "--answers", answers, "--export", str(good), "--export", f"/proc/x.{form}", *extra)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"/proc/x.{form} cannot be written: No such file or directory.\n"
    assert not good.exists()
    assert not home.exists()


def test_looking_whether_a_file_can_be_replaced_leaves_it_as_it_was(tmp_path: Path, answers: str) -> None:
    mine = tmp_path / "mine.md"
    mine.write_text("mine")

    done = sdm_started(*KNEE, "--answers", answers, "--force", "--export", str(mine), "--export", str(tmp_path / "no" / "b.md"))

    assert done.returncode == 2
    assert mine.read_text() == "mine"


def test_a_link_that_leads_nowhere_is_refused_before_the_walk_begins_and_nothing_is_made_there(tmp_path: Path, answers: str) -> None:
    (tmp_path / "link.md").symlink_to(tmp_path / "nothing.md")

    done = sdm_started(*KNEE, "--answers", answers, "--export", str(tmp_path / "link.md"))

    assert done.returncode == 2
    assert done.stderr == f"{tmp_path / 'link.md'} cannot be written: File exists.\n"
    assert not (tmp_path / "nothing.md").exists()


def test_a_file_that_is_named_twice_is_refused_before_the_walk_begins(tmp_path: Path, answers: str) -> None:
    done = sdm_started(*KNEE, "--answers", answers, *("--export", str(tmp_path / "a.md")) * 2)

    assert done.returncode == 2
    assert done.stderr == f"{tmp_path / 'a.md'} is named twice. Name each file once.\n"
    assert not (tmp_path / "a.md").exists()


def test_one_export_of_several_that_cannot_be_written_refuses_all(tmp_path: Path, answers: str) -> None:
    done = sdm_started(*KNEE, "--answers", answers, "--export", str(tmp_path / "a.md"), "--export", str(tmp_path / "b.pdf"))

    assert done.returncode == 2
    assert not (tmp_path / "a.md").exists()


def test_exports_are_written_in_the_format_of_their_ending_and_named_at_the_end(tmp_path: Path, answers: str) -> None:
    text, data = tmp_path / "a.md", tmp_path / "a.json"

    done = sdm_started(*KNEE, "--answers", answers, "--export", str(text), "--export", str(data))

    assert done.returncode == 0
    assert text.read_text(encoding="utf-8").startswith("# Rehearsal of a shared decision: ")
    assert json.loads(data.read_text(encoding="utf-8"))["format"] == 1
    assert done.stderr.splitlines()[:2] == [f"Written: {text}", f"Written: {data}"]


def test_with_force_an_export_replaces_a_file(tmp_path: Path, answers: str) -> None:
    file = tmp_path / "there.md"
    file.write_text("mine")

    done = sdm_started(*KNEE, "--answers", answers, "--export", str(file), "--force")

    assert done.returncode == 0
    assert file.read_text(encoding="utf-8").startswith("# Rehearsal of a shared decision: ")


def test_resuming_refuses_to_overwrite_before_it_asks(tmp_path: Path) -> None:
    name = rehearsed(tmp_path)
    (tmp_path / "there.md").write_text("mine")

    done = sdm_started("sessions", "resume", name, "--export", str(tmp_path / "there.md"))

    assert done.returncode == 2
    assert "--force" in done.stderr


# Keeping


def test_with_no_save_nothing_is_kept_on_the_machine(home: Path, answers: str) -> None:
    done = sdm_started(*KNEE, "--answers", answers, "--no-save")

    assert done.returncode == 0
    assert "Stairs, and my garden" in done.stdout
    assert "Kept" not in done.stderr
    assert not home.exists()


def test_with_no_save_leaving_says_that_nothing_was_kept(home: Path) -> None:
    with sdm_on_terminal(*KNEE, "--plain", "--no-save") as screen:
        answer_first_question(screen)
        screen.type(b"\x04")
        code, shown = screen.rest_in_one_line()

    assert code == 130
    assert "Nothing was kept, since --no-save was given." in shown
    assert not home.exists()


def test_looking_in_and_leaving_keeps_nothing(home: Path) -> None:
    with sdm_on_terminal(*KNEE, "--plain") as screen:
        screen.until("? help")
        screen.type(b"\x04")
        code, shown = screen.rest_in_one_line()

    assert code == 130
    assert "nothing was kept" in shown
    assert not home.exists()


def test_where_nothing_can_be_kept_it_says_so_in_one_line_with_the_way_out(tmp_path: Path, answers: str) -> None:
    (tmp_path / "file").write_text("")

    done = sdm_started(*KNEE, "--answers", answers, SDM_HOME=str(tmp_path / "file" / "home"))

    assert (done.returncode, done.stdout) == (3, "")
    assert len(done.stderr.splitlines()) == 1
    assert "Nothing can be kept in" in done.stderr
    assert "--no-save" in done.stderr


def test_a_disk_that_is_full_in_the_middle_of_a_walk_is_said_in_one_line_and_loses_nothing_before(answers: str) -> None:
    full = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))"
    Path(answers).write_text(f"reflect.after.goals: {'x' * 60_000}\nreflect.after.tasks: {'y' * 60_000}\n")

    done = sdm_after(full, *KNEE, "--answers", answers)
    (kept,) = sessions()

    assert sdm_started("sessions", "export", str(kept["id"]), "--to", "answers").stdout.startswith("reflect.after.goals: xxx")
    assert (done.returncode, done.stdout) == (3, "")
    assert len(done.stderr.splitlines()) == 1
    assert "mistake in sdm" not in done.stderr


# Leaving


@pytest.mark.parametrize("leave", [b"\x04", b".\n"], ids=["ctrl-d", "pause"])
def test_leaving_keeps_what_was_answered_and_names_the_command_that_goes_on(leave: bytes) -> None:
    with sdm_on_terminal(*KNEE, "--plain") as screen:
        answer_first_question(screen)
        screen.type(leave)
        code, shown = screen.rest_in_one_line()
    (kept,) = sessions()

    assert code == (130 if leave == b"\x04" else 0)
    assert re.search(rf"Go on with:\s+sdm sessions resume {kept['id']} --plain", shown)
    assert kept["step"] == "P1"
    assert sdm_started("sessions", "export", str(kept["id"]), "--to", "answers").stdout.startswith("prepare.before.case: K-07\n")


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_ends_the_walk_with_its_own_code_and_keeps_what_was_answered(number: signal.Signals, code: int) -> None:
    with sdm_on_terminal(*KNEE, "--plain") as screen:
        answer_first_question(screen)
        screen.kill(number)
        ended, shown = screen.rest_in_one_line()
    (kept,) = sessions()

    assert ended == code
    assert "Traceback" not in shown
    assert re.search(rf"Go on with:\s+sdm sessions resume {kept['id']} --plain", shown)
    assert sdm_started("sessions", "export", str(kept["id"]), "--to", "answers").stdout.startswith("prepare.before.case: K-07\n")


@pytest.mark.parametrize("by", [{"SDM_PLAIN": "1"}, {"TERM": "dumb"}], ids=str)
def test_lines_that_the_surroundings_ask_for_need_not_be_typed_again(by: dict[str, str]) -> None:
    with sdm_on_terminal(*KNEE, **by) as screen:
        answer_first_question(screen)
        screen.type(b".\n")
        _, shown = screen.rest_in_one_line()

    assert f"sdm sessions resume {sessions()[0]['id']}" in shown
    assert "--plain" not in shown


def test_a_session_that_is_open_elsewhere_is_neither_resumed_nor_deleted(tmp_path: Path, home: Path) -> None:
    name = rehearsed(tmp_path)

    with Store(home / "sessions").resuming(name):
        with sdm_on_terminal("sessions", "resume", name, "--plain") as screen:
            code, shown = screen.rest_in_one_line()
        deleted = sdm_started("sessions", "delete", name, "--yes")

    assert code == deleted.returncode == 3
    assert shown == deleted.stderr.strip()
    assert is_held_here(name, shown)
    assert [each["id"] for each in sessions()] == [name]


def test_without_a_name_the_newest_session_goes_on_that_no_other_window_has(home: Path) -> None:
    for note in ("first", "second"):
        with sdm_on_terminal("walk", "knee-osteoarthritis", "--plain") as screen:
            screen.until("? help")
            screen.type(f"{note}\n.\n".encode())
            screen.rest()
    newest, oldest = (str(each["id"]) for each in sessions())

    with Store(home / "sessions").resuming(newest):
        listed = sdm("sessions", "list").stdout
        unasked = sdm("sessions", "delete", newest)
        with sdm_on_terminal("sessions", "resume", "--plain") as screen:
            screen.until(f"Session {newest} is open in another window: process {os.getpid()}, since")
            screen.until(f"{oldest}.")
            screen.until("? help")
            screen.type(b".\n")
            _, shown = screen.rest_in_one_line()
        with Store(home / "sessions").resuming(oldest), sdm_on_terminal("sessions", "resume", "--plain") as screen:
            code, refused = screen.rest_in_one_line()

    assert f"sessions resume {oldest}" in shown
    assert code == 3
    assert is_held_here(newest, refused)
    assert re.search(rf"{newest}.*P1 Prepare; open in another window: process {os.getpid()}, since \d\d:\d\d\n", listed)
    assert f"resume {newest}" not in listed
    assert f"stopped at P1 Prepare; go on: sdm sessions resume {oldest}\n" in listed
    assert unasked.returncode == 3
    assert is_held_here(newest, unasked.stderr.strip())


def is_held_here(name: str, said: str) -> bool:
    """Whether it was said that this very process has the session."""
    by = rf"Session {name} is open in another window: process {os.getpid()}, since \d\d:\d\d\."
    return re.fullmatch(rf"{by} Pause it there, or end that process; what was answered is kept\.", said) is not None


def test_nothing_to_resume_is_one_sentence() -> None:
    with sdm_on_terminal("sessions", "resume", "--plain") as screen:
        code, shown = screen.rest_in_one_line()

    assert code == 3
    assert shown == "There is no unfinished session. 'sdm walk' begins one."


@pytest.mark.parametrize("step", ["Q9", "o44"])
def test_a_step_that_the_guide_has_not_is_wrong_usage_with_those_that_it_has(step: str, answers: str) -> None:
    done = sdm_started(*KNEE, "--answers", answers, "--from", step)

    assert (done.returncode, done.stdout) == (2, "")
    assert f"There is no step {step}. This guide has P1, C1, " in done.stderr


# Closed pipes


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--version",),
        ("--help",),
        ("sessions", "--help"),
        ("list",),
        ("list", "--json"),
        ("show", "knee-osteoarthritis"),
        ("show", "knee-osteoarthritis", "--json"),
        ("sessions", "list"),
        ("completion", "bash"),
    ],
    ids=" ".join,
)
def test_a_reader_that_is_gone_ends_the_program_quietly(arguments: tuple[str, ...]) -> None:
    done = sdm_into_closed_pipe(*arguments)

    assert (done.returncode, done.stderr) == (141, "")


def test_a_walk_is_kept_although_the_reader_of_its_summary_is_gone(answers: str) -> None:
    done = sdm_into_closed_pipe(*KNEE, "--answers", answers)

    assert done.returncode == 141
    assert "Traceback" not in done.stderr
    assert [each["finished"] for each in sessions()] == [True]


# Our own mistakes

MARIA = "Maria Gärtner"
IN_THE_LIST = f"""
import sdm_cli.commands.listing as command
def run(*_, **__):
    patient = {MARIA!r}
    raise ZeroDivisionError(patient)
command.run = run
"""
IN_THE_SUMMARY = f"""
import sdm_cli.commands.walk_staging as command
def summary(account):
    raise KeyError({MARIA!r}, account)
command.summary = summary
"""


def reports(home: Path) -> list[Path]:
    return sorted(home.glob("bug-*.txt"))


def test_a_mistake_of_ours_ends_with_a_report_and_without_a_traceback(home: Path) -> None:
    done = sdm_after(IN_THE_LIST, "list")
    (report,) = reports(home)

    assert (done.returncode, done.stdout) == (70, "")
    assert done.stderr.startswith("This is a mistake in sdm, not yours.")
    assert str(report) in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert MARIA not in done.stderr


def test_a_report_says_where_it_happened_and_nothing_that_anybody_typed(home: Path, answers: str) -> None:
    sdm_after(IN_THE_SUMMARY, *KNEE, "--answers", answers)
    (report,) = reports(home)
    text = report.read_text(encoding="utf-8")

    assert "KeyError" in text
    assert "walk.py:" in text
    assert "Python 3." in text
    for private in (MARIA, "Maria", "K-07", "Stairs", "garden", "until spring", str(home), str(Path.home()), answers):
        assert private not in text


def test_after_a_mistake_of_ours_everything_that_was_answered_is_there(answers: str) -> None:
    done = sdm_after(IN_THE_SUMMARY, *KNEE, "--answers", answers)
    (kept,) = sessions()

    assert done.returncode == 70
    assert "Stairs, and my garden" in sdm_started("sessions", "show", str(kept["id"])).stdout


def test_with_no_save_a_mistake_of_ours_does_not_claim_that_answers_were_kept(answers: str) -> None:
    done = sdm_after(IN_THE_SUMMARY, *KNEE, "--answers", answers, "--no-save")

    assert done.returncode == 70
    assert "is kept" not in done.stderr


def test_where_no_report_can_be_written_it_is_printed(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    done = sdm_after(IN_THE_LIST, "list", "--kind", "guides", SDM_HOME=str(tmp_path / "file" / "home"))

    assert done.returncode == 70
    assert "ZeroDivisionError" in done.stderr
    assert "Traceback" not in done.stderr
    assert MARIA not in done.stderr


def test_a_session_that_cannot_be_opened_is_not_taken_for_a_mistake_of_ours(home: Path) -> None:
    (home / "sessions" / "bbbb.jsonl").mkdir(parents=True)

    for arguments in (("list",), ("show", "bbbb")):
        done = sdm_started("sessions", *arguments)
        assert done.returncode == 3
        assert re.match(r".*bbbb(\.jsonl)? cannot be opened: Is a directory\.", done.stderr.splitlines()[0])
        assert "Traceback" not in done.stderr
        assert "mistake" not in done.stderr


def test_ctrl_c_while_the_program_loads_ends_it_without_a_word() -> None:
    script = """
import sys
class Pressed:
    def find_spec(self, name, path=None, target=None):
        if name == "typer":
            raise KeyboardInterrupt
sys.meta_path.insert(0, Pressed())
from sdm_cli.__main__ import main
main()
"""
    done = python(script)

    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")
