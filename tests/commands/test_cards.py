from pathlib import Path

import pytest

from tests.commands.running import sdm

CASE = "stairs-and-grandchildren"
FILES = {f"{CASE}-{role}" for role in ("patient", "clinician", "observer")}


def test_the_three_pages_are_never_put_on_one_screen() -> None:
    done = sdm("cards", CASE)

    assert (done.returncode, done.stdout) == (2, "")
    assert f"sdm cards {CASE} -o cards" in done.stderr


def test_three_pages_are_written_to_a_folder_that_is_made(tmp_path: Path) -> None:
    folder = tmp_path / "class" / "cards"

    done = sdm("cards", CASE, "-o", str(folder))

    assert done.returncode == 0, done.stderr
    assert {path.name for path in folder.iterdir()} == {f"{name}.html" for name in FILES}
    assert [line for line in done.stderr.splitlines() if not line.startswith("Written: ")] == []


def test_a_page_that_exists_is_left_alone_and_so_are_the_others(tmp_path: Path) -> None:
    (tmp_path / f"{CASE}-observer.md").write_text("notes of mine")

    done = sdm("cards", CASE, "--to", "markdown", "-o", str(tmp_path))

    assert done.returncode == 2
    assert [path.name for path in tmp_path.iterdir()] == [f"{CASE}-observer.md"]
    assert (tmp_path / f"{CASE}-observer.md").read_text() == "notes of mine"

    assert sdm("cards", CASE, "--to", "markdown", "-o", str(tmp_path), "--force").returncode == 0
    assert (tmp_path / f"{CASE}-observer.md").read_text().startswith("# ")


@pytest.mark.parametrize(("form", "beginning"), [("html", "<!doctype html>"), ("markdown", "# The third floor: patient")])
def test_one_role_may_be_read_or_piped(form: str, beginning: str) -> None:
    assert sdm("cards", CASE, "--role", "patient").stdout.startswith("The third floor: patient")
    assert sdm("cards", CASE, "--role", "patient", "--to", form).stdout.startswith(beginning)


def test_a_file_where_a_folder_is_needed_is_said_and_kept(tmp_path: Path) -> None:
    file = tmp_path / "cards"
    file.write_text("x")

    done = sdm("cards", CASE, "-o", str(file))

    assert done.returncode == 2
    assert "cannot be" in done.stderr
    assert file.read_text() == "x"
