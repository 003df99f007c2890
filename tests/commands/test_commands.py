import json
import os
import re
import shlex
import shutil
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from errno import EACCES
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
import typer.main
from typer.core import TyperGroup
from typer.testing import CliRunner, Result

from sdm_cli import __version__
from sdm_cli.app import COMMANDS, app, declared
from sdm_cli.check.judging import RULES
from sdm_cli.commands.sessions import NowhereToGo, run_resume
from sdm_cli.commands.surroundings import Surroundings
from sdm_cli.content.catalogue import BUNDLED
from sdm_cli.exits import Exit
from sdm_cli.model.diagnostic import Diagnostic
from sdm_cli.pages.annotations import workflow_commands
from sdm_cli.sessions.store import NothingToResume
from tests.check.whole_thumb import WHOLE_THUMB
from tests.commands.running import rehearsed, sdm, sdm_after
from tests.document.test_terminal import Terminal

SETS = sorted(path.stem for path in BUNDLED.glob("option_sets/*.yaml"))
CASES = sorted(path.stem for path in BUNDLED.glob("cases/*.yaml"))
KNEE_FILE = BUNDLED / "option_sets" / "knee-osteoarthritis.yaml"


def commands(group: TyperGroup, *path: str) -> Iterator[tuple[str, ...]]:
    """Every command, from the program's own down, by the words that call it."""
    yield path
    for name, command in group.commands.items():
        if isinstance(command, TyperGroup):
            yield from commands(command, *path, name)
        else:
            yield (*path, name)


GROUP = typer.main.get_command(app)
assert isinstance(GROUP, TyperGroup)
GROUP.commands = {name: declared(name) for name in COMMANDS}
EVERY_COMMAND = list(commands(GROUP))
every_command = pytest.mark.parametrize("command", EVERY_COMMAND, ids=lambda command: "-".join(["sdm", *command]))


@pytest.fixture
def broken_set(tmp_path: Path) -> Path:
    """The set on knees with two mistakes: a key that is none, and a date that is none."""
    path = tmp_path / "broken.yaml"
    text = KNEE_FILE.read_text(encoding="utf-8")
    text = re.sub(r"(?m)^decision:", "decison:", text)
    path.write_text(re.sub(r"(?m)^review_due: .*$", "review_due: next year", text), encoding="utf-8")
    return path


def own_set(home: Path, text: str) -> Path:
    """A set in the user's own library."""
    path = home / "library" / "mine.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    return path


def parsed(*arguments: str) -> Result:
    """What the parser makes of a command line; for help and wrong usage, which never reach the command itself."""
    return CliRunner().invoke(app, arguments, prog_name="sdm")


def one_object(text: str) -> Any:
    """The JSON object that is the whole text."""
    data = json.loads(text)
    assert data["format"] == 1
    return data


# Help


def test_the_program_alone_says_what_to_type_first() -> None:
    done = sdm()

    assert (done.returncode, done.stderr) == (0, "")
    assert len(done.stdout.splitlines()) <= 8
    assert "sdm walk knee-osteoarthritis" in done.stdout
    assert "sdm --help" in done.stdout


@every_command
def test_every_command_has_a_help_with_an_example_that_can_be_copied(command: tuple[str, ...]) -> None:
    done = sdm(*command, "--help")
    example = re.search(r"\n  Example: sdm ((?:.|\n)+)\n$", done.stdout)

    assert (done.returncode, done.stderr) == (0, "")
    assert example is not None
    assert "\n" not in example[1]
    assert example[1].startswith(" ".join(command))
    assert_can_be_typed(example[1].split(" | ")[0].split(" > ")[0])


def assert_can_be_typed(line: str) -> None:
    """The parser takes the line: the command exists, with these options and this many arguments, on a set that exists."""
    command, words = GROUP, shlex.split(line)
    while isinstance(command, TyperGroup):
        word, *words = words
        command = command.commands[word]
    context = command.make_context(word, words)
    assert context.params.get("option_set") in {None, "", *SETS}


@pytest.mark.parametrize("command", [(), ("sessions",), ("walk",)])
def test_a_short_h_is_help_too(command: tuple[str, ...]) -> None:
    assert parsed(*command, "-h").stdout == parsed(*command, "--help").stdout != ""


@pytest.mark.parametrize("group", [(), ("sessions",), ("class",)])
def test_help_lists_every_command_with_a_line_of_its_own_that_is_not_cut(group: tuple[str, ...]) -> None:
    listed = sdm_after("", *group, "--help", COLUMNS="80").stdout.partition("Commands:\n")[2].partition("\n\n")[0]

    assert [line for line in listed.splitlines() if line.endswith("...") or not line.startswith("  ") or line.startswith("   ")] == []


def test_help_names_every_command() -> None:
    listed = {group: parsed(*group, "--help").stdout for group in {tuple(command[:-1]) for command in EVERY_COMMAND[1:]}}

    assert [word for *group, word in EVERY_COMMAND[1:] if not re.search(rf"(?m)^  {word} ", listed[tuple(group)])] == []


def test_the_version_is_one_line() -> None:
    done = sdm("--version")

    assert (done.returncode, done.stdout, done.stderr) == (0, f"sdm {__version__}\n", "")


# Wrong usage


@every_command
def test_an_unknown_option_is_wrong_usage(command: tuple[str, ...]) -> None:
    done = parsed(*command, "--nonsense")

    assert (done.exit_code, done.stdout) == (2, "")
    assert "No such option: --nonsense" in done.stderr


def test_wrong_usage_is_said_on_stderr_and_ends_with_2() -> None:
    done = sdm("list", "--nonsense")

    assert (done.returncode, done.stdout) == (2, "")
    assert "No such option: --nonsense" in done.stderr


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (("lst",), "'list'"),
        (("wlak",), "'walk'"),
        (("sessions", "resme"), "'resume'"),
        (("list", "--jsno"), "--json"),
        (("walk", "--exprt", "a.md"), "--export"),
    ],
)
def test_a_slip_in_a_command_or_an_option_gets_what_was_meant(typed: tuple[str, ...], meant: str) -> None:
    done = parsed(*typed)

    assert (done.exit_code, done.stdout) == (2, "")
    assert meant in done.stderr


@pytest.mark.parametrize(
    "typed",
    [
        ("list", "--kind", "nonsense"),
        ("show",),
        ("show", "a", "b"),
        ("check", "--profile", "strict"),
        ("completion", "cmd"),
        ("sessions", "show"),
        ("sessions", "export", "k7m2", "--to", "pdf"),
        ("sessions", "delete"),
        ("walk", "--export"),
    ],
)
def test_a_wrong_value_or_a_missing_one_is_wrong_usage(typed: tuple[str, ...]) -> None:
    done = parsed(*typed)

    assert (done.exit_code, done.stdout) == (2, "")
    assert "Error" in done.stderr


# The library


def test_list_shows_the_decisions() -> None:
    done = sdm("list")

    assert (done.returncode, done.stderr) == (0, "")
    assert [line.split(":")[0] for line in done.stdout.splitlines()] == SETS


@pytest.mark.parametrize(("kind", "ids"), [("option-sets", SETS), ("guides", ["elwyn-2012", "elwyn-2017"]), ("cases", CASES)])
def test_list_says_the_same_to_programs(kind: str, ids: list[str]) -> None:
    done = sdm("list", "--kind", kind, "--json")
    data = one_object(done.stdout)

    assert (done.returncode, done.stderr) == (0, "")
    assert data["kind"] == kind
    assert [entry["id"] for entry in data["entries"]] == ids
    assert all(Path(entry["path"]).is_file() and not entry["own"] for entry in data["entries"])


def test_list_shows_ones_own_sets_beside_the_bundled_and_says_whose_they_are(home: Path, tmp_path: Path) -> None:
    text = KNEE_FILE.read_text(encoding="utf-8")
    path = own_set(home, text.replace("id: knee-osteoarthritis", "id: my-knees", 1))

    assert f"Yours: {path}." in sdm("list").stdout
    assert [entry["id"] for entry in one_object(sdm("list", "--json").stdout)["entries"] if entry["own"]] == ["my-knees"]
    assert sdm("list", SDM_LIBRARY=str(tmp_path / "nowhere")).stdout == sdm("list").stdout


def test_show_reads_a_set_by_id_and_by_path_alike() -> None:
    by_id, by_path = sdm("show", "knee-osteoarthritis"), sdm("show", str(KNEE_FILE))

    assert (by_id.returncode, by_id.stderr) == (0, "")
    assert by_id.stdout == by_path.stdout
    assert "Exercise and weight loss" in by_id.stdout


@pytest.mark.parametrize("option_set", SETS)
def test_show_says_the_same_to_programs(option_set: str) -> None:
    done = sdm("show", option_set, "--json")
    data = one_object(done.stdout)

    assert (done.returncode, done.stderr) == (0, "")
    assert data["id"] == option_set
    assert {"decision", "options", "outcomes", "values", "sources"} <= set(data)


@pytest.mark.parametrize(
    "command", [("show", "knee-osteoartritis"), ("walk", "knee-osteoartritis", "--answers", "-"), ("check", "knee-osteoartritis")]
)
def test_a_slip_in_an_id_gets_the_id_that_was_meant(command: tuple[str, ...]) -> None:
    done = sdm(*command)

    assert (done.returncode, done.stdout) == (3, "")
    assert len(done.stderr.splitlines()) == 1
    assert "Did you mean 'knee-osteoarthritis'?" in done.stderr


def test_a_slip_in_the_id_of_a_guide_gets_the_guide_that_was_meant() -> None:
    done = sdm("walk", "knee-osteoarthritis", "--guide", "elwyn2012", "--answers", "-")

    assert (done.returncode, done.stdout) == (3, "")
    assert "Did you mean 'elwyn-2012'?" in done.stderr


def test_an_id_that_is_like_no_other_gets_the_command_that_lists_them() -> None:
    done = sdm("show", "qqq")

    assert done.returncode == 3
    assert "sdm list" in done.stderr


def test_a_set_with_mistakes_is_not_shown_but_its_mistakes_are(broken_set: Path) -> None:
    done = sdm("show", str(broken_set))

    assert (done.returncode, done.stdout) == (3, "")
    assert f"{broken_set}:" in done.stderr
    assert "Did you mean 'decision'?" in done.stderr


# check


@pytest.mark.no_cover  # other processes do the work
def test_check_finds_nothing_to_mend_in_the_bundled_library() -> None:
    done = sdm("check", str(BUNDLED), "--profile", "clinical")

    assert (done.returncode, done.stdout) == (0, "")
    assert re.fullmatch(r"\d+ files, nothing to mend, \d+ notes \(--notes shows them\), \d+ allowed by comments\.\n", done.stderr)


def test_check_takes_ids_of_sets_and_of_guides() -> None:
    done = sdm("check", "knee-osteoarthritis", "elwyn-2017", "--select", "R01")

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "2 files, nothing to mend.\n")


def test_check_prints_everything_to_mend_with_its_place_as_its_result(broken_set: Path) -> None:
    done = sdm("check", str(broken_set), "knee-osteoarthritis", "--select", "1.1.2")
    places = re.findall(rf"(?m)^{re.escape(str(broken_set))}:(\d+):(\d+): ([a-z0-9.-]+): ", done.stdout)

    assert done.returncode == 1
    assert [rule for _, _, rule in places] == ["unknown-key", "wrong-form"]
    assert done.stderr == "2 files, 2 errors.\n"


def test_check_says_why_once_and_notes_only_if_asked() -> None:
    quiet, told = (
        sdm("check", "chronic-insomnia", "knee-osteoarthritis"),
        sdm("check", "chronic-insomnia", "knee-osteoarthritis", "--notes"),
    )

    assert (quiet.returncode, quiet.stdout) == (0, "")
    assert (told.returncode, told.stdout.count(": note: R08: ") > 1) == (0, True)
    assert told.stdout.count("do not feel the same") == 1
    assert "--notes" not in told.stderr


def test_check_says_the_same_to_programs(broken_set: Path) -> None:
    done = sdm("check", str(broken_set), "--json", "--select", "1.1.2")
    data = one_object(done.stdout)

    assert done.returncode == 1
    assert data["files"] == 1
    assert [each["rule"] for each in data["diagnostics"]] == ["unknown-key", "wrong-form"]
    assert {"file", "line", "column", "message", "fix", "level"} <= set(data["diagnostics"][0])
    assert one_object(sdm("check", "knee-osteoarthritis", "--format", "json", "--select", "R07").stdout)["allowed"][0]["rule"] == "R07"


def test_check_writes_lines_that_a_code_host_shows_beside_a_change(tmp_path: Path) -> None:
    odd = tmp_path / "a, b%.yaml"
    odd.write_text(WHOLE_THUMB.replace("It may settle", "It is common to settle"), encoding="utf-8")
    done = sdm("check", str(odd), "--format", "github")
    (line,) = done.stdout.splitlines()

    assert done.returncode == 1
    assert line.startswith(f"::error file={tmp_path}/a%2C b%25.yaml,line=28,col=25,endColumn=31,title=R04::'common' without a number. ")


def test_no_text_of_a_file_steers_the_log_of_a_workflow() -> None:
    told = Diagnostic("a.yaml", 1, 1, "wrong-form", "'\x1b[31m\u202e' is wrong", "Mend it.")
    assert workflow_commands([told]).endswith("::'\\x1b[31m\\u202e' is wrong. Mend it.\n")


def test_check_writes_sarif_with_what_comments_allow(tmp_path: Path) -> None:
    path = tmp_path / "thumb.yaml"
    text = WHOLE_THUMB.replace("natural_course: It may settle", "natural_course: It is common to settle")
    path.write_text(text.replace("come and go.", "come and go.  # sdm allow R04: quoted"), encoding="utf-8")
    done = sdm("check", str(path), "--format", "sarif")
    (run,) = json.loads(done.stdout)["runs"]

    assert done.returncode == 0
    (result,) = run["results"]
    assert (result["ruleId"], result["level"], result["suppressions"]) == (
        "R04",
        "error",
        [{"kind": "inSource", "justification": "quoted"}],
    )
    assert result["locations"][0]["physicalLocation"]["region"] == {"startLine": 28, "startColumn": 25, "endColumn": 31}
    assert {rule["id"] for rule in run["tool"]["driver"]["rules"]} == RULES.keys()


def test_check_explains_a_rule_and_lists_all() -> None:
    explained, listed = sdm("check", "--explain", "r02"), sdm("check", "--explain", "all")

    assert explained.returncode == listed.returncode == 0
    assert RULES["R02"].why in explained.stdout
    assert "It halves the pain." in explained.stdout
    assert all(rule.title in listed.stdout for rule in RULES.values())
    assert sdm("check", "--explain", "unknown-key").stdout.startswith("R19")


@pytest.mark.parametrize(
    "typed", [("--explain", "R99"), ("knee-osteoarthritis", "--select", "X"), ("knee-osteoarthritis", "--ignore", "R02,Z")]
)
def test_check_by_a_rule_that_there_is_not_is_wrong_usage(typed: tuple[str, ...]) -> None:
    done = sdm("check", *typed)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("There is no rule ")


@pytest.mark.parametrize("option", ["--select", "--ignore"])
def test_check_by_no_rule_at_all_is_wrong_usage(option: str) -> None:
    done = sdm("check", "knee-osteoarthritis", option, " ,")

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"{option} names no rule. Write their ids with commas, such as R02,Q,1.1.\n"


@pytest.mark.parametrize("ending", ["md", "html"])
def test_check_writes_a_report_that_never_certifies(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"report.{ending}"
    done = sdm("check", "knee-osteoarthritis", "--profile", "clinical", "--report", str(path))
    text = path.read_text(encoding="utf-8")

    assert done.returncode == 0
    assert re.search(r"Passes \d+ of \d+ machine-checkable criteria\.", text)
    assert "Of 6 things that only people can vouch for, 0 are vouched for." in text
    assert "certified" not in text
    assert sdm("check", "knee-osteoarthritis", "--report", str(path)).returncode == 2
    assert sdm("check", "knee-osteoarthritis", "--report", str(tmp_path / "report.doc")).returncode == 2


def test_check_lists_every_figure_with_its_source_and_place() -> None:
    done = sdm("check", "knee-osteoarthritis", "--figures")

    assert done.returncode == 0
    assert "Place: Abstract, results of both" in done.stdout
    assert done.stdout.count("Source: ") > 20


def test_the_figures_can_be_written_as_a_page_to_be_ticked_off_on_paper(tmp_path: Path) -> None:
    path = tmp_path / "figures.html"
    done = sdm("check", "knee-osteoarthritis", "uncomplicated-appendicitis", "--figures", "--report", str(path))
    page = path.read_text(encoding="utf-8")

    assert (done.returncode, done.stdout, done.stderr) == (0, "", f"Written: {path}\n")
    assert page.count("\u2610") > 40
    assert "Figures of uncomplicated-appendicitis" in page
    assert sdm("check", "knee-osteoarthritis", "--figures", "--report", str(path)).returncode == 2


def test_a_case_has_no_figures_and_no_empty_page_is_written_for_it(tmp_path: Path) -> None:
    path = tmp_path / "figures.html"

    for more in ([], ["--report", str(path)]):
        done = sdm("check", str(BUNDLED / "cases" / "stairs-and-grandchildren.yaml"), "--figures", *more)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith("There are no figures to list")
    assert not path.exists()


def test_check_lists_reviews_that_are_due(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, due in (("past", "2020-01-01"), ("far", "2099-01-01")):
        text = WHOLE_THUMB.replace("id: sore-thumb", f"id: {name}").replace("updated: 2026-11-01", "updated: 2019-01-01")
        (tmp_path / f"{name}.yaml").write_text(text.replace("2027-11-01", due), encoding="utf-8")
    monkeypatch.setenv("SDM_LIBRARY", str(tmp_path))
    done = sdm("check", "--due")

    assert done.returncode == 1
    assert done.stdout.startswith("past: Overdue since 2020-01-01.")
    assert "far" not in done.stdout
    assert next(iter(one_object(sdm("check", "--due", "--json").stdout)["entries"]))["id"] == "past"


def test_sets_whose_review_is_due_on_the_same_day_stand_in_the_order_of_their_ids_and_a_case_is_none_of_them(tmp_path: Path) -> None:
    for name in ("b", "a", "c"):
        text = "title: Undated\n" if name == "c" else "review_due: 2020-01-01\n"
        (tmp_path / f"{name}.yaml").write_text(f"id: {name}\n{text}options: []\n", encoding="utf-8")
    os.mkfifo(tmp_path / "pipe.yaml")
    case = BUNDLED / "cases" / "stairs-and-grandchildren.yaml"

    done = sdm("check", str(tmp_path), str(case), "--due", "--json")

    assert done.returncode == 1, done.stderr
    assert [(entry["id"], entry["review_due"]) for entry in one_object(done.stdout)["entries"]] == [
        ("c", ""),
        ("pipe", ""),
        ("a", "2020-01-01"),
        ("b", "2020-01-01"),
    ]


def test_a_day_has_been_where_the_author_is_though_it_has_not_begun_in_greenwich(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, copied = tmp_path / "thumb.yaml", tmp_path / "copied.yaml"
    path.write_text(WHOLE_THUMB.replace("2026-11-01", "2026-11-23"), encoding="utf-8")
    monkeypatch.setattr(Surroundings, "now", lambda _: datetime(2026, 11, 22, 20, tzinfo=UTC))
    with monkeypatch.context() as in_tokyo:
        in_tokyo.setenv("TZ", "Asia/Tokyo")
        time.tzset()
        checked = sdm("check", str(path), "--profile", "clinical")
        sdm("new", "option-set", str(copied), "--from", "knee-osteoarthritis")
    time.tzset()

    assert (checked.returncode, checked.stdout) == (0, "")
    assert "\nupdated: 2026-11-23\n" in copied.read_text(encoding="utf-8")


def test_check_without_anything_to_check_is_wrong_usage() -> None:
    done = sdm("check")

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("Name files, folders or ids to check")


def test_check_reads_many_files_on_every_core_and_tells_the_same(tmp_path: Path) -> None:
    text = WHOLE_THUMB.replace("It may settle", "It is common to settle")
    for number in range(30):
        (tmp_path / f"{number:02}.yaml").write_text(text, encoding="utf-8")
    done = sdm("check", str(tmp_path), "--format", "github")

    assert done.returncode == 1
    assert [line.split("/")[-1][:2] for line in done.stdout.splitlines()] == [f"{number:02}" for number in range(30)]
    assert done.stderr == "30 files, 30 errors.\n"


def test_check_of_a_folder_without_sets_is_wrong_usage(tmp_path: Path) -> None:
    done = sdm("check", str(tmp_path))

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"{tmp_path} holds no .yaml file.\n"


# sessions


@pytest.fixture(scope="module")
def rehearsed_once(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """A session, and the home in which it is; made once, since each test has a home of its own to copy it to."""
    folder = tmp_path_factory.mktemp("rehearsed")
    return rehearsed(folder, SDM_HOME=str(folder / "home")), folder / "home"


@pytest.fixture
def session(rehearsed_once: tuple[str, Path], home: Path) -> str:
    """The id of a session that was rehearsed to its end."""
    name, made = rehearsed_once
    shutil.copytree(made, home)
    return name


def test_without_sessions_the_list_says_how_to_begin_one(home: Path) -> None:
    done = sdm("sessions", "list")

    assert (done.returncode, done.stderr) == (0, "")
    assert "sdm walk" in done.stdout
    assert one_object(sdm("sessions", "list", "--json").stdout)["sessions"] == []
    assert not home.exists()


def test_sessions_are_listed_with_what_they_are_about(session: str) -> None:
    done = sdm("sessions", "list")

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"{session}: ")
    assert "knee-osteoarthritis" in done.stdout
    assert "finished" in done.stdout


def test_walks_are_told_apart_by_the_code_of_their_case(tmp_path: Path) -> None:
    answers = tmp_path / "a.yaml"
    answers.write_text("prepare.before.case: KO-12\n")
    sdm("walk", "knee-osteoarthritis", "--answers", str(answers))

    assert "knee-osteoarthritis, code KO-12" in sdm("sessions", "list").stdout


def test_a_practice_that_is_over_has_nowhere_to_go_back_to_and_says_so(tmp_path: Path) -> None:
    answers = tmp_path / "a.yaml"
    answers.write_text("practice.1.opening.words: Good morning\n")
    sdm("practice", "stairs-and-grandchildren", "--answers", str(answers))
    session = sdm("sessions", "list").stdout.split(":", 1)[0]

    with (
        patch.object(Surroundings, "has_terminal", new=True),
        pytest.raises(NowhereToGo, match=f"Session {session} has nothing that --from could go to"),
    ):
        run_resume(session, "D4", [], Surroundings.here(), force=False, private=False)


def test_sessions_are_listed_for_programs(session: str) -> None:
    (listed,) = one_object(sdm("sessions", "list", "--json").stdout)["sessions"]

    assert {key: listed[key] for key in ("id", "option_set", "guide", "finished", "step")} == {
        "id": session,
        "option_set": "knee-osteoarthritis",
        "guide": "elwyn-2012",
        "finished": True,
        "step": None,
    }


def test_a_session_is_shown_by_the_beginning_of_its_id(session: str) -> None:
    done = sdm("sessions", "show", session[:1])

    assert (done.returncode, done.stderr) == (0, "")
    assert "Stairs, and my garden" in done.stdout


PRIVATE_LEANING = {
    ("show",): "Own leaning, private: Steroid injection",
    ("export", "--to", "markdown"): "Own leaning, private:** Steroid injection",
    ("export", "--to", "json"): "prepare.before.leaning",
    ("export", "--to", "answers"): "prepare.before.leaning",
}


@pytest.mark.parametrize("reading", PRIVATE_LEANING, ids=" ".join)
def test_the_private_leaning_is_told_only_if_asked_for(session: str, reading: tuple[str, ...]) -> None:
    assert PRIVATE_LEANING[reading] not in sdm("sessions", *reading, session).stdout
    assert PRIVATE_LEANING[reading] in sdm("sessions", *reading, session, "--private").stdout


def test_a_session_is_written_out_for_programs(session: str) -> None:
    data = one_object(sdm("sessions", "export", session, "--to", "json").stdout)

    assert data["session"] == session
    assert data["finished"] is True
    assert data["initial_preference"] == ["replacement"]
    assert data["informed_preference"] == ["exercise"]
    assert data["answers"]["decision.matters.open"] == "Stairs, and my garden"
    assert {step["id"]: step["mark"] for step in data["steps"]}["C4"] == "came up early"


def test_a_session_is_written_to_a_file_which_is_not_replaced_unasked(session: str, tmp_path: Path) -> None:
    file = tmp_path / "summary.md"

    first = sdm("sessions", "export", session, "-o", str(file))
    assert (first.returncode, first.stdout, first.stderr) == (0, "", f"Written: {file}\n")
    assert file.read_text(encoding="utf-8") == sdm("sessions", "export", session).stdout

    file.write_text("mine")
    second = sdm("sessions", "export", session, "-o", str(file))
    assert (second.returncode, second.stdout) == (2, "")
    assert "--force" in second.stderr
    assert file.read_text() == "mine"

    assert sdm("sessions", "export", session, "-o", str(file), "--force").returncode == 0
    assert file.read_text(encoding="utf-8").startswith("# Rehearsal of a shared decision")


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("x.md", b"# Rehearsal"),
        ("x", b"# Rehearsal"),
        ("x.txt", b"# Rehearsal"),
        ("x.html", b"<!doctype html>"),
        ("x.json", b"{"),
        ("x.yaml", b"prepare.before"),
        ("X.PDF", b"%PDF"),
    ],
)
def test_without_a_format_the_ending_of_the_file_says_it(name: str, begins: bytes, session: str, tmp_path: Path) -> None:
    with patch("sdm_cli.commands.printing.to_pdf", lambda page: b"%PDF " + page):
        assert sdm("sessions", "export", session, "-o", str(tmp_path / name)).returncode == 0
    assert (tmp_path / name).read_bytes().startswith(begins)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("sessions", "export", "{session}", "--to", "handout", "-o", "for-them.md"), "ends in .md, and handout in .html or .htm or .pdf."),
        (
            ("sessions", "export", "{session}", "--to", "markdown", "-o", "for-them.html"),
            "ends in .html, and markdown in .md or .markdown.",
        ),
        (("sessions", "export", "{session}", "--to", "html", "-o", "for-them.pdf"), "ends in .pdf, and html in .html or .htm."),
        (("show", "knee-osteoarthritis", "--to", "html", "-o", "knee.pdf"), "ends in .pdf, and html in .html or .htm."),
        (("show", "knee-osteoarthritis", "-o", "knee.yaml"), "ends in .yaml, which is none of: markdown, json, html, pdf."),
    ],
)
def test_a_format_and_an_ending_that_do_not_agree_are_refused(
    arguments: tuple[str, ...], said: str, session: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = sdm(*(session if each == "{session}" else each for each in arguments))
    assert (done.returncode, done.stdout) == (2, "")
    assert said in " ".join(done.stderr.split())
    assert list(tmp_path.glob("*.*")) == []


def test_a_set_written_as_markdown_is_the_set_however_that_is_said(tmp_path: Path) -> None:
    assert sdm("show", "knee-osteoarthritis", "-o", str(tmp_path / "knee.md")).returncode == 0
    assert (tmp_path / "knee.md").read_text(encoding="utf-8") == sdm("show", "knee-osteoarthritis", "--to", "markdown").stdout


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--due", "--report", "x.html"), "--due does not go with --report."),
        (("--figures", "--json"), "--figures does not go with --json."),
        (("--play", "3", "--explain", "R02"), "--explain does not go with --play."),
        (("--graph", "--notes", "--select", "R"), "--graph does not go with --select and --notes."),
    ],
)
def test_an_option_of_check_that_would_do_nothing_is_refused(options: tuple[str, ...], said: str) -> None:
    done = sdm("check", "knee-osteoarthritis", *options)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in " ".join(done.stderr.split())


def test_a_session_is_deleted_after_a_yes_and_not_without_one(session: str) -> None:
    unasked = sdm("sessions", "delete", session)
    assert unasked.returncode == 2
    assert "--yes" in unasked.stderr
    assert session in sdm("sessions", "list").stdout

    done = sdm("sessions", "delete", session, "--yes")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.startswith(f"Deleted session {session}")
    assert session not in sdm("sessions", "list").stdout


@pytest.mark.parametrize("command", [("show", "zzzz"), ("export", "zzzz"), ("delete", "zzzz", "--yes")])
def test_a_session_that_is_not_there_is_one_sentence_with_the_way_to_find_it(session: str, command: tuple[str, ...]) -> None:
    assert session != "zzzz"
    done = sdm("sessions", *command)

    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr == "No session begins with 'zzzz'. 'sdm sessions list' shows them.\n"


def test_a_session_whose_text_was_changed_is_refused_in_one_sentence(session: str, home: Path) -> None:
    for path in (home / "sessions" / "contents").iterdir():
        path.write_text("id: something-else\n")

    done = sdm("sessions", "show", session)

    assert (done.returncode, done.stdout) == (3, "")
    assert len(done.stderr.splitlines()) == 1
    assert "was changed" in done.stderr


def test_a_broken_session_is_named_with_its_place_and_hides_no_other(session: str, home: Path) -> None:
    broken = home / "sessions" / "bbbb.jsonl"
    broken.write_text("nonsense\n")

    done = sdm("sessions", "list")

    assert done.returncode == 3
    assert done.stdout.startswith(f"{session}: ")
    assert done.stderr.startswith(f"{broken}:1 is not readable")


def test_where_only_broken_sessions_are_it_is_said_how_many_and_what_to_do(home: Path) -> None:
    (home / "sessions").mkdir(parents=True)
    for name, said in (("bbbb", "The one session here cannot be read.\n"), ("cccc", "None of the 2 sessions here can be read.\n")):
        (home / "sessions" / f"{name}.jsonl").write_text("nonsense\n")

        done = sdm("sessions", "list")

        assert (done.returncode, done.stdout) == (3, said)
        assert (
            done.stderr.splitlines()[-1] == "What cannot be read stays as it is. Put it back from a backup, or move it out of the folder."
        )
    assert one_object(sdm("sessions", "list", "--json").stdout)["sessions"] == []

    here = Surroundings(Terminal(), Terminal(), Terminal(), {"SDM_HOME": str(home)})
    with pytest.raises(NothingToResume, match="that can be read, and 2 cannot"):
        run_resume(None, None, (), here, force=False, private=False)


def test_the_summary_of_a_session_outlives_a_change_of_its_option_set(home: Path, tmp_path: Path) -> None:
    text = KNEE_FILE.read_text(encoding="utf-8")
    path = own_set(home, text)
    name = rehearsed(tmp_path)
    before = sdm("sessions", "show", name).stdout
    path.write_text(text.replace("Exercise and weight loss", "Something else"), encoding="utf-8")

    assert sdm("sessions", "show", name).stdout == before
    assert "Exercise and weight loss" in before


# Completion


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_printed_and_changes_nothing(shell: str, home: Path) -> None:
    done = sdm("completion", shell)

    assert (done.returncode, done.stderr) == (0, "")
    assert "_SDM_COMPLETE" in done.stdout
    assert not home.exists()


def completed(line: str, **environment: str) -> list[str]:
    """What bash is offered behind a line; nothing else is said to somebody who is typing."""
    done = sdm_after("", _SDM_COMPLETE="complete_bash", COMP_WORDS=line, COMP_CWORD=str(len(line.split(" ")) - 1), **environment)
    assert done.stderr == ""
    return done.stdout.split()


def test_a_shell_is_offered_option_sets_and_sessions(session: str) -> None:
    assert completed("sdm walk knee") == ["knee-osteoarthritis"]
    assert completed("sdm show ") == SETS
    assert completed(f"sdm sessions show {session[:2]}") == [session]


def test_a_shell_is_offered_no_option_that_there_is_not() -> None:
    assert completed("sdm --") == ["--version", "--help"]


def test_a_shell_is_offered_nothing_from_a_folder_that_nobody_can_look_into(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    assert completed("sdm walk knee", SDM_LIBRARY=str(tmp_path / "loop")) == []


@pytest.mark.parametrize("columns", ["1", "\u00b2", "0", "-3", "wide"])
def test_an_odd_number_of_columns_ends_nothing(columns: str) -> None:
    done = sdm("show", "nope", COLUMNS=columns)
    assert (done.returncode, done.stdout) == (3, "")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(("command", "argument"), [("schema", "{option-set|case|guide|steps|session}"), ("completion", "{bash|zsh|fish}")])
def test_a_help_names_its_argument_by_what_can_be_typed(command: str, argument: str) -> None:
    usage, *rest = sdm(command, "--help").stdout.split("\n\n")
    # A long one is folded, at a hyphen too.
    assert "".join(usage.split()).endswith(f"{command}[OPTIONS]{argument}")
    assert any("".join(line.split()[:1]) == argument[1:-1] for part in rest for line in part.splitlines())


def test_a_report_of_what_is_not_finished_is_no_judgement(tmp_path: Path) -> None:
    draft, report = tmp_path / "draft.yaml", tmp_path / "report.md"
    sdm("new", "option-set", str(draft), "--title", "A draft")
    sdm("check", str(draft), "--profile", "clinical", "--report", str(report))
    text = report.read_text(encoding="utf-8")

    assert re.search(r"Not finished: \d+ placeholders", text)
    assert "Passes" not in text


def test_one_file_that_cannot_be_read_does_not_stop_the_rest(tmp_path: Path) -> None:
    for number in range(30):
        (tmp_path / f"{number:02}.yaml").write_text(WHOLE_THUMB, encoding="utf-8")
    (tmp_path / "dangling.yaml").symlink_to(tmp_path / "nowhere")
    (tmp_path / "folder.yaml").mkdir()
    done = sdm("check", str(tmp_path))

    assert done.returncode == 1
    assert "dangling.yaml:1:1: unreadable" in done.stdout
    assert done.stderr == "31 files, 1 error.\n"


def test_a_folder_that_nobody_can_look_into_is_a_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    locked, opened = tmp_path / "locked", os.scandir
    locked.mkdir()
    (tmp_path / "thumb.yaml").write_text(WHOLE_THUMB, encoding="utf-8")

    def scandir(path: str | Path) -> object:
        if Path(path) == locked:
            raise PermissionError(EACCES, "Permission denied", str(path))
        return opened(path)

    monkeypatch.setattr(os, "scandir", scandir)

    done = sdm("check", str(tmp_path))

    assert done.returncode == Exit.FINDINGS
    assert f"{locked}:1:1: unreadable" in done.stdout


def test_a_name_that_is_too_long_for_any_file_is_told_as_that() -> None:
    done = sdm("check", "x" * 300)

    assert done.returncode == 3
    assert "No option set is called" in done.stderr


def test_word_lists_of_ones_own_that_cannot_be_read_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "en.yaml").write_text("- a\n", encoding="utf-8")
    monkeypatch.setenv("SDM_LIBRARY", str(tmp_path))
    done = sdm("check", "knee-osteoarthritis")

    assert done.returncode == 3
    assert "word lists" in done.stderr
