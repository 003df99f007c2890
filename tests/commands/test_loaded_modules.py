import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands.running import ANSWERS, rehearsed, sdm_after, terminal
from tests.content.small_case import SMALL_CASE

WATCH = "import atexit; atexit.register(lambda: print('LOADED', *sorted(sys.modules), file=sys.stderr))"
KEYS = {"questionary", "prompt_toolkit"}
FOR_MISTAKES = {"jsonschema_rs", "sdm_cli.content.wording"}
FOR_WRITING = {"filelock"}
NEVER = {"pydantic", "jinja2", "click", "asyncio", "ssl", "http", "urllib.request", "email", "sqlite3", "multiprocessing", "unittest"}


def loaded(*arguments: str, before: str = "") -> set[str]:
    """The modules that a fresh interpreter has loaded when a command ends."""
    done = sdm_after(f"{WATCH}\n{before}", *arguments)
    assert "LOADED" in done.stderr, done.stderr
    return set(done.stderr.rpartition("LOADED")[2].split())


def loaded_at_first_question(tmp_path: Path, *arguments: str) -> set[str]:
    """The modules that are loaded when the first question waits for its answer, on a terminal."""
    file = tmp_path / "loaded.txt"
    script = f"""
import sys
from pathlib import Path
import sdm_cli.app

class Keyboard:
    def __getattr__(self, name):
        return getattr(sys.__stdin__, name)
    def readline(self):
        Path({str(file)!r}).write_text(" ".join(sys.modules))
        return ""

sys.stdin = Keyboard()
sys.argv = ["sdm", *{arguments!r}]
sdm_cli.app.main()
"""
    with terminal("-c", script) as opened:
        opened.rest()
    return set(file.read_text().split())


def test_the_program_can_be_watched_at_all() -> None:
    """Guards the tests below: what a command does load is seen."""
    assert loaded("list") >= {"typer", "yaml", "sdm_cli.commands.listing", "sdm_cli.document.plain"}


@pytest.mark.parametrize(
    "arguments",
    [
        ("--version",),
        ("--help",),
        (),
        ("walk", "--help"),
        ("practice", "--help"),
        ("observe", "--help"),
        ("cards", "--help"),
        ("sessions", "--help"),
    ],
)
def test_version_and_help_load_nothing_but_the_names_of_the_commands(arguments: tuple[str, ...]) -> None:
    modules = loaded(*arguments)

    assert modules & {*KEYS, *FOR_MISTAKES, *FOR_WRITING, *NEVER, "yaml", "msgspec", "rich", "rich.console", "platformdirs"} == set()
    asked = {f"sdm_cli.command_line.{name}" for name in arguments if not name.startswith("-")}
    declared = {"sdm_cli.command_line", "sdm_cli.command_line.options", *asked} if asked else set()
    assert {name for name in modules if name.startswith("sdm_cli")} == {"sdm_cli", "sdm_cli.app", *declared}


@pytest.mark.parametrize(
    "arguments", [("list",), ("list", "--json"), ("show", "knee-osteoarthritis"), ("show", "knee-osteoarthritis", "--json")]
)
def test_reading_the_library_into_a_pipe_loads_no_screen_no_keys_and_no_validator(arguments: tuple[str, ...]) -> None:
    modules = loaded(*arguments)

    assert modules & {*KEYS, *FOR_MISTAKES, *FOR_WRITING, *NEVER, "rich", "rich.console"} == set()
    assert not any(name.startswith(("sdm_cli.ask", "sdm_cli.sessions")) for name in modules)
    assert modules & {"sdm_cli.model.case", "sdm_cli.content.case_loading", "sdm_cli.content.case_references"} == set()


def test_listing_and_showing_sessions_takes_no_lock(tmp_path: Path) -> None:
    name = rehearsed(tmp_path)

    for arguments in (("list",), ("show", name), ("export", name, "--to", "json")):
        assert loaded("sessions", *arguments) & {*KEYS, *FOR_MISTAKES, *FOR_WRITING, *NEVER, "rich"} == set()


def test_the_first_question_in_plain_has_loaded_no_screen_no_keys_no_validator_and_no_lock(tmp_path: Path) -> None:
    modules = loaded_at_first_question(tmp_path, "walk", "knee-osteoarthritis", "--plain")

    assert modules >= {"sdm_cli.ask.plain", "sdm_cli.pages.screen"}
    assert modules & {*KEYS, *FOR_MISTAKES, *FOR_WRITING, *NEVER, "rich", "sdm_cli.ask.terminal", "sdm_cli.document.terminal"} == set()


def test_the_first_note_line_by_line_has_loaded_no_board_no_feedback_for_paper_and_no_lock(tmp_path: Path) -> None:
    modules = loaded_at_first_question(tmp_path, "observe", "stairs-and-grandchildren", "--plain")

    assert modules >= {"sdm_cli.ask.plain", "sdm_cli.conversation.observation"}
    assert modules & {*KEYS, *FOR_MISTAKES, *FOR_WRITING, *NEVER, "rich", "sdm_cli.ask.board", "sdm_cli.ask.terminal"} == set()


def test_a_card_in_a_pipe_loads_no_screen_and_no_keys() -> None:
    modules = loaded("cards", "stairs-and-grandchildren", "--role", "patient")

    assert modules & {*KEYS, *FOR_MISTAKES, *FOR_WRITING, *NEVER, "rich"} == set()


def test_the_first_question_of_a_practice_has_loaded_no_more_than_that_of_a_walk(tmp_path: Path) -> None:
    case = tmp_path / "stairs.yaml"
    case.write_text(SMALL_CASE, encoding="utf-8")

    modules = loaded_at_first_question(tmp_path, "practice", str(case), "--plain")

    assert modules >= {"sdm_cli.ask.plain", "sdm_cli.pages.encounter"}
    assert modules & {*KEYS, *FOR_MISTAKES, *FOR_WRITING, *NEVER, "rich", "sdm_cli.ask.terminal", "sdm_cli.document.terminal"} == set()
    assert not any(name.startswith(("sdm_cli.check", "sdm_cli.pages.debrief", "sdm_cli.ask.answers_file")) for name in modules)


def test_the_first_screen_in_plain_has_loaded_no_more_than_the_first_question(tmp_path: Path) -> None:
    modules = loaded_at_first_question(tmp_path, "walk", "--plain")

    assert modules & {*KEYS, *FOR_MISTAKES, *FOR_WRITING, *NEVER, "rich"} == set()


def test_answers_from_a_file_need_no_screen_and_no_keys(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(ANSWERS)

    modules = loaded("walk", "knee-osteoarthritis", "--answers", str(file), "--no-save")

    assert modules & {*KEYS, *FOR_MISTAKES, *FOR_WRITING, *NEVER, "rich"} == set()


def test_only_a_file_with_a_mistake_brings_in_the_validator(tmp_path: Path) -> None:
    file = tmp_path / "broken.yaml"
    file.write_text("id: x\ndecision: y\n")

    assert FOR_MISTAKES & loaded("check", "knee-osteoarthritis") == set()
    assert loaded("check", str(file)) >= FOR_MISTAKES


def test_importing_the_program_starts_nothing() -> None:
    done = subprocess.run([sys.executable, "-c", "import sdm_cli.app"], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
