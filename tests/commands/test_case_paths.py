"""`sdm check CASE --graph` and `--play`."""

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.commands.running import sdm
from tests.content.small_case import SMALL_CASE

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def case(tmp_path: Path) -> str:
    file = tmp_path / "stairs.yaml"
    file.write_text(SMALL_CASE.replace("topic: Beginning", 'topic: "<b>Beginning & more"'), encoding="utf-8")
    return str(file)


def test_the_ways_are_told_in_the_terminal(case: str) -> None:
    shown = sdm("check", case, "--graph").stdout

    assert "<b>Beginning & more (C1 opening)" in shown
    assert "- to What matters: recap, plan, pain" in shown
    assert "- to the end: train, wait, you" in shown


def test_the_ways_are_drawn_with_a_title_and_a_description(case: str, tmp_path: Path) -> None:
    target = tmp_path / "ways.svg"

    done = sdm("check", case, "--graph", str(target))

    assert (done.returncode, done.stdout) == (0, "")
    drawing = ET.parse(target).getroot()  # noqa: S314 - our own file
    assert drawing.get("role") == "img"
    assert drawing.get("aria-labelledby") == "graph-title graph-description"
    assert drawing.findtext(f"{SVG}title") == "The ways through The stairs"
    assert drawing.findtext(f"{SVG}desc") == "3 exchanges; at 0 of them the talk may go on in more than one way."
    assert "<b>Beginning & more" in [text.text for text in drawing.iter(f"{SVG}text")]


def test_the_page_says_every_way_in_words_and_runs_nothing(case: str, tmp_path: Path) -> None:
    target = tmp_path / "ways.html"

    sdm("check", case, "--graph", str(target))

    page = target.read_text(encoding="utf-8")
    assert "From \u201c&lt;b&gt;Beginning &amp; more\u201d to \u201cWhat matters\u201d: recap, plan, pain" in page.replace(
        "&#8220;", "\u201c"
    ).replace("&#8221;", "\u201d")
    assert "<b>" not in page
    assert "default-src 'none'" in page


def test_a_drawing_replaces_no_file_unasked(case: str, tmp_path: Path) -> None:
    target = tmp_path / "ways.svg"
    target.write_text("mine", encoding="utf-8")

    assert sdm("check", case, "--graph", str(target)).returncode == 2
    assert target.read_text(encoding="utf-8") == "mine"


def test_random_talks_tell_what_none_of_them_came_to(tmp_path: Path) -> None:
    file = tmp_path / "case.yaml"
    file.write_text(
        SMALL_CASE.replace("    topic: What matters\n", "    topic: What matters\n    when: {trust: at most 0}\n"), encoding="utf-8"
    )

    first, again = (sdm("check", str(file), "--play", "20") for _ in range(2))

    assert first.stdout == "stairs: never came to wish\n"
    assert "20 talks of" in first.stderr
    assert first.stderr == again.stderr, "the same talks every time"


def test_without_a_case_there_is_nothing_to_draw() -> None:
    assert sdm("check", "--graph").returncode == 2
