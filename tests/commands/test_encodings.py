import json
import re
from functools import cache
from pathlib import Path

import pytest
import yaml

from sdm_cli.content.catalogue import BUNDLED
from tests.commands.running import rehearsed, sdm_bytes, sdm_on_terminal, sdm_started

SETS = ("knee-osteoarthritis", "depression-first-treatment", "localised-prostate-cancer")
NARROW = ("ascii", "cp1252")
CURLY = "“Müde” \N{EN DASH} sie ist\N{RIGHT SINGLE QUOTATION MARK}s: ≥ 5 € … 膝"

some_sets = pytest.mark.parametrize("option_set", SETS)
every_encoding = pytest.mark.parametrize("encoding", NARROW)


def sdm_in(encoding: str, *arguments: str, given: str = "") -> tuple[int, str, str]:
    """Run the program as under a terminal of another encoding; code, stdout and stderr."""
    done = sdm_started(*arguments, given=given, PYTHONIOENCODING=encoding)
    return done.returncode, done.stdout, done.stderr


@pytest.fixture
def curly_set(tmp_path: Path) -> Path:
    """The set on knees, with a title that no narrow encoding can carry whole."""
    path = tmp_path / "curly.yaml"
    text = (BUNDLED / "option_sets" / "knee-osteoarthritis.yaml").read_text(encoding="utf-8")
    path.write_text(re.sub(r"(?m)^title: .*$", f"title: '{CURLY.replace(chr(39), chr(39) * 2)}'", text), encoding="utf-8")
    return path


@cache
def shown_in_utf_8(option_set: str) -> str:
    return sdm_started("show", option_set).stdout


@some_sets
@every_encoding
def test_a_set_can_be_read_in_a_narrow_encoding(option_set: str, encoding: str) -> None:
    wide = shown_in_utf_8(option_set)
    code, out, notes = sdm_in(encoding, "show", option_set)

    assert (code, notes) == (0, "")
    assert len(out.splitlines()) == len(wide.splitlines())
    assert out.count("?") == wide.count("?")


@some_sets
@every_encoding
def test_a_set_can_be_walked_line_by_line_to_its_summary_in_a_narrow_encoding(option_set: str, encoding: str) -> None:
    with sdm_on_terminal("walk", option_set, "--plain", PYTHONIOENCODING=encoding) as screen:
        screen.type(b"\n" * 60)
        code, shown = screen.rest()

    assert code == 0
    assert "The decision was not discussed." in shown
    assert "Kept as session" in shown


def test_letters_that_an_encoding_lacks_are_written_as_the_nearest_that_it_has(curly_set: Path) -> None:
    code, out, _ = sdm_in("ascii", "show", str(curly_set))

    assert code == 0
    assert '"Mude" - sie ist\'s: >= 5 ? ... ?' in out


def test_letters_that_an_encoding_has_are_written_as_they_are(curly_set: Path) -> None:
    done = sdm_started("show", str(curly_set))

    assert CURLY in done.stdout


@every_encoding
def test_json_is_the_same_data_whatever_the_terminal_has(curly_set: Path, encoding: str) -> None:
    data = json.loads(sdm_bytes("show", str(curly_set), "--json", PYTHONIOENCODING=encoding))

    assert data["title"] == CURLY
    assert data == json.loads(sdm_started("show", str(curly_set), "--json").stdout)


@every_encoding
@pytest.mark.parametrize("form", ["json", "answers"])
def test_a_session_is_written_out_whole_whatever_the_terminal_has(tmp_path: Path, encoding: str, form: str) -> None:
    name = rehearsed(tmp_path, yaml.safe_dump({"choice.offer.note": CURLY}, allow_unicode=True))

    data = yaml.safe_load(sdm_bytes("sessions", "export", name, "--to", form, PYTHONIOENCODING=encoding))

    assert (data if form == "answers" else data["answers"])["choice.offer.note"] == CURLY


@every_encoding
def test_files_are_written_in_utf_8_whatever_the_terminal_has(tmp_path: Path, encoding: str) -> None:
    answers, file = tmp_path / "a.yaml", tmp_path / "summary.md"
    answers.write_text(yaml.safe_dump({"choice.offer.note": CURLY}, allow_unicode=True), encoding="utf-8")

    code, _, _ = sdm_in(encoding, "walk", "knee-osteoarthritis", "--answers", str(answers), "--export", str(file))

    assert code == 0
    assert CURLY in file.read_text(encoding="utf-8")


@every_encoding
def test_mistakes_in_a_file_can_be_read_in_a_narrow_encoding(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "broken.yaml"
    file.write_text(f"id: x\ndecision: '{CURLY.replace(chr(39), '')}'\n“key”: 1\n", encoding="utf-8")

    code, out, _ = sdm_in(encoding, "check", str(file))

    assert code == 1
    assert f"{file}:3:1: unknown-key: " in out


@pytest.mark.parametrize("extra", [("--plain",), ()], ids=["plain", "keys"])
def test_a_stray_byte_typed_at_a_question_does_not_end_the_walk(extra: tuple[str, ...]) -> None:
    with sdm_on_terminal("walk", "knee-osteoarthritis", *extra) as screen:
        screen.until("A code for this case")
        screen.until("? help")
        screen.type(b"K\xff7\r")
        screen.until("How many minutes")
        screen.until("? help")
        screen.type(b".\r")
        code, shown = screen.rest_in_one_line()

    assert code == 0
    assert "Everything is kept" in shown
    assert "K" in sdm_started("sessions", "export", session_in(shown), "--to", "answers").stdout


def session_in(shown: str) -> str:
    found = re.search(r"resume (\w+)", shown)
    assert found is not None
    return found[1]
