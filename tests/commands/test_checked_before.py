"""`sdm check` of many files a second time: what is remembered, and that it is never believed where anything has changed."""

import os
import re
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any

import pytest

from sdm_cli.check.judging import Asked
from sdm_cli.check.remembered import kept, name, remembered
from sdm_cli.check.words import word_lists
from sdm_cli.commands import checked_before, checking_many
from sdm_cli.commands.checked_before import Memory, _sealed
from sdm_cli.commands.checking import Wish, run
from sdm_cli.commands.surroundings import Surroundings
from sdm_cli.content.catalogue import BUNDLED
from sdm_cli.model.rule import Checked
from tests.check.whole_thumb import TODAY, WHOLE_THUMB
from tests.commands.running import sdm
from tests.content.small_case import SMALL_CASE

AGAIN = "Not changed since last checked: "
OWN_WORDS = "jargon: [splint]\n"
Looked = list[str]


def rewrite(path: Path, old: str, new: str) -> None:
    """Change a file so that neither its size nor its time tells."""
    before, text = path.stat(), path.read_text(encoding="utf-8")
    assert old in text
    assert len(old) == len(new)
    path.write_text(text.replace(old, new), encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two sets, of which one has something to mend, and a case; its set lies in a library of one's own."""
    (tmp_path / "mine" / "option_sets").mkdir(parents=True)
    text = re.sub(r"\brest\b", "replacement", re.sub(r"\bsplint\b", "exercise", WHOLE_THUMB)).replace("less-pain", "pain-score")
    (tmp_path / "mine" / "option_sets" / "knee-osteoarthritis.yaml").write_text(text.replace("sore-thumb", "knee-osteoarthritis"))
    monkeypatch.setenv("SDM_LIBRARY", str(tmp_path / "mine"))
    folder = tmp_path / "sets"
    folder.mkdir()
    (folder / "thumb.yaml").write_text(WHOLE_THUMB, encoding="utf-8")
    (folder / "toe.yaml").write_text(WHOLE_THUMB.replace("It may settle", "It is common to settle"), encoding="utf-8")
    (folder / "case.yaml").write_text(SMALL_CASE, encoding="utf-8")
    return folder


@pytest.fixture(autouse=True)
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let three files be many, in one process, on one day, with a program of one file."""
    program = tmp_path / "program"
    program.mkdir()
    (program / "rules.py").write_text("TOO_MANY = 3\n", encoding="utf-8")
    monkeypatch.setattr(checking_many, "MANY", 3)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0}, raising=False)
    monkeypatch.setattr(checked_before, "_PROGRAM", program)
    monkeypatch.setattr(checked_before, "_SETTLED", 0)
    let_it_be(datetime(2026, 11, 22, tzinfo=UTC), monkeypatch)
    return program


def let_it_be(day: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Surroundings, "now", lambda _: day)


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> Looked:
    """The files that were really checked."""
    looked: Looked = []
    check = checking_many._checked

    def looking(path: Path, raw: bytes, asked: Asked) -> Checked:
        looked.append(path.stem)
        return check(path, raw, asked)

    monkeypatch.setattr(checking_many, "_checked", looking)
    return looked


def checked(folder: Path, **options: Any) -> tuple[int, str]:
    """The exit code and stdout; without the command line, which takes longer to build than the folder to check."""
    stdin, stdout, stderr = (TextIOWrapper(BytesIO(), encoding="utf-8", write_through=True) for _ in range(3))
    code = run(Wish([str(folder)], **options), Surroundings(stdin, stdout, stderr, os.environ))
    stdout.seek(0)
    return code, stdout.read()


SETS = {"thumb", "toe"}
ALL = {*SETS, "case"}


def test_whatever_a_verdict_rests_on_is_changed_alone_and_is_seen(
    folder: Path, looked: Looked, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    library, program = tmp_path / "mine", tmp_path / "program"
    knee = library / "option_sets" / "knee-osteoarthritis.yaml"
    words = library / "words" / "en.yaml"
    options: dict[str, Any] = {}

    def add_words() -> None:
        words.parent.mkdir()
        words.write_text(OWN_WORDS, encoding="utf-8")

    def day(*when: int) -> None:
        let_it_be(datetime(*when, tzinfo=UTC), monkeypatch)  # type: ignore[misc,arg-type]

    def shadowed() -> None:
        # In the same folder, and before the other by its name.
        (library / "option_sets" / "a-knee.yaml").write_bytes(knee.read_bytes().replace(b"title: ", b"title: The ", 1))

    changes: list[tuple[Callable[[], object], set[str]]] = [
        (lambda: None, set()),
        (lambda: rewrite(folder / "thumb.yaml", "A sore thumb", "A sour thumb"), {"thumb"}),
        (lambda: rewrite(folder / "case.yaml", "The stairs", "The stares"), {"case"}),
        (lambda: (folder / "toe.yaml").rename(folder / "finger.yaml"), {"finger"}),
        (lambda: (folder / "finger.yaml").rename(folder / "toe.yaml"), set()),
        (lambda: rewrite(knee, "id: exercise", "id: exercize"), {"case"}),
        (lambda: None, {"case"}),  # It has a mistake now, and no set that it could rest on.
        (lambda: rewrite(knee, "id: exercize", "id: exercise"), set()),
        (lambda: knee.write_bytes(knee.read_bytes() + b"\n"), {"case"}),
        (shadowed, {"case"}),
        (knee.unlink, set()),
        (add_words, ALL),
        (lambda: rewrite(words, "splint", "spline"), ALL),
        (lambda: options.update(profile="clinical"), ALL),
        (lambda: options.update(report=tmp_path / "report.md", force=True), ALL),
        (lambda: options.update(ignore=["R05"]), ALL),
        (lambda: options.update(select=["R"]), ALL),
        (lambda: options.update(select=["Q"]), ALL),
        (options.clear, set()),
        (lambda: monkeypatch.setenv("SDM_LIBRARY", f"{tmp_path / 'none'}{os.pathsep}{library}"), ALL),
        (lambda: day(2026, 11, 23), set()),
        (lambda: day(2026, 12, 31), set()),
        (lambda: day(2027, 1, 1), SETS),
        (lambda: day(2026, 11, 21), {*SETS, "case"}),
        (lambda: day(2027, 9, 1), SETS),
        (lambda: day(2027, 9, 2), SETS),  # The review is due in a number of days.
        (lambda: rewrite(program / "rules.py", "3", "4"), ALL),
        ((program / "more.py").touch, ALL),
        (lambda: monkeypatch.setattr(sys, "version", "another"), ALL),
        (lambda: monkeypatch.setattr(checked_before, "_LIBRARIES", ("msgspec", "yaml")), ALL),
        (lambda: options.update(afresh=True), ALL),
    ]
    checked(folder)
    for number, (change, seen) in enumerate(changes):
        word_lists.cache_clear()
        change()
        looked.clear()
        again = checked(folder, **options)
        assert set(looked) == seen, number
        if seen != ALL:
            assert again == checked(folder, afresh=True, **options), number


def test_the_program_is_all_of_sdm(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    monkeypatch.setattr(checked_before, "_SETTLED", 0)
    parts = list(checked_before._program())

    for each in ("check/rules/wording.py", "library/words/en.yaml", "content/placed.py", "library/guides/steps.yaml"):
        assert os.fsencode(BUNDLED.parent / each) in parts
        assert (BUNDLED.parent / each).read_bytes() in parts
    assert not any(b"__pycache__" in part for part in parts if len(part) < 300)


def test_what_came_of_the_files_is_told_again_byte_for_byte_in_every_form(folder: Path, tmp_path: Path) -> None:
    (folder / "broken.yaml").write_bytes(b"id: [\n\xff")
    (folder / "misspelt.yaml").write_text(WHOLE_THUMB.replace("title:", "titel:", 1), encoding="utf-8")
    (folder / "allowed.yaml").write_text(
        WHOLE_THUMB.replace("It may settle", "It is common to settle").replace("\noptions:", "\n# sdm allow Q01: made up\noptions:"),
        encoding="utf-8",
    )
    (folder / os.fsdecode(b"odd-\xff.yaml")).write_text(WHOLE_THUMB, encoding="utf-8")
    (folder / "dangling.yaml").symlink_to("nowhere")
    for form in (("--format", "text"), ("--format", "github"), ("--format", "sarif"), ("--json",), ("--notes",)):
        first, again = (sdm("check", str(folder), *form) for _ in range(2))
        assert again.stdout == first.stdout != ""
        assert again.stderr.startswith(first.stderr.splitlines()[0])
        assert AGAIN in again.stderr
    for report in (tmp_path / "report.md", tmp_path / "report.html"):
        written = []
        for _ in range(2):
            done = sdm("check", str(folder), "--profile", "clinical", "--report", str(report), "--force")
            written.append((done.stdout, report.read_bytes()))
        assert written[0] == written[1]
        assert AGAIN in done.stderr


def test_a_guide_is_looked_at_each_time_as_it_rests_on_its_steps(folder: Path, looked: Looked) -> None:
    for each in ("elwyn-2012.yaml", "steps.yaml"):
        (folder / each).write_bytes((BUNDLED / "guides" / each).read_bytes())
    first = sdm("check", str(folder))
    rewrite(folder / "steps.yaml", "id: C1", "id: X1")
    looked.clear()
    again = sdm("check", str(folder))

    assert set(looked) == {"elwyn-2012", "steps"}
    assert len(again.stdout) > len(first.stdout)


def test_what_is_kept_is_for_nobody_else(folder: Path, home: Path) -> None:
    sdm("check", str(folder))

    assert (home / "checked.json").stat().st_mode & 0o777 == 0o600
    assert home.stat().st_mode & 0o777 == 0o700
    assert [each.name for each in home.iterdir()] == ["checked.json"]


def test_a_handful_is_checked_without_memory(folder: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking_many, "MANY", 4)
    first, again = (sdm("check", str(folder)) for _ in range(2))

    assert (again.stdout, again.stderr) == (first.stdout, first.stderr)
    assert not home.exists()


def spoilt(good: bytes) -> Iterator[bytes]:
    """What may stand where findings were kept."""
    yield from (b"", b"[]", b"\xff", b"[" * 100_000, good[:-1], good + b" ", good.replace(b'"error"', b'"note" ', 1))
    body = good.partition(b"\n")[2]
    yield from (_sealed(each) for each in (b"", b"[]", b'{"a": ', b"\xff", b"[" * 100_000, body.replace(b'"2026-', b'"what', 1)))
    names = checked_before._decode(body)
    for wrong in (
        b"null",
        b"[]",
        b'["2026-11-22", {"until": "9999-12-31"}, [], [["R99", "met", [], ""]], [], []]',
        b'"\\ud800"',
        b"[" * 9_000,
    ):
        yield _sealed(b"{%s}" % b", ".join(b'"%s": %s' % (each.encode(), wrong) for each in names))


def test_what_was_kept_is_passed_over_where_it_is_not_what_was_kept(folder: Path, home: Path, looked: Looked) -> None:
    first = sdm("check", str(folder), "--format", "github")
    memory = home / "checked.json"
    good = memory.read_bytes()
    for number, bad in enumerate(spoilt(good)):
        memory.write_bytes(bad)
        looked.clear()
        assert checked(folder, form="github")[1] == first.stdout, number
        assert looked != [], number
    assert f"{AGAIN}3 of 3" in sdm("check", str(folder), "--format", "github").stderr


@pytest.mark.parametrize("put", [Path.mkdir, os.mkfifo, lambda path: path.symlink_to("/dev/zero")])
def test_what_is_no_file_is_no_memory(folder: Path, home: Path, put: Callable[[Path], None]) -> None:
    home.mkdir()
    put(home / "checked.json")
    done = sdm("check", str(folder))

    assert done.returncode == 1
    assert AGAIN not in done.stderr


def test_a_folder_in_which_nothing_can_be_kept_is_checked_all_the_same(folder: Path) -> None:
    first, again = (sdm("check", str(folder), SDM_HOME=str(folder / "toe.yaml" / "home")) for _ in range(2))

    assert first.returncode == 1
    assert (again.stdout, again.stderr) == (first.stdout, first.stderr)


def test_of_two_at_once_either_is_remembered_whole(folder: Path, home: Path, looked: Looked) -> None:
    asked = Asked(TODAY, libraries=Surroundings.here().library_folders, verdicts=False)
    both = [Memory(home / "checked.json", asked, afresh=False) for _ in range(2)]
    for memory, stem in zip(both, ("thumb", "toe"), strict=True):
        memory.learn(*checking_many._answered(folder / f"{stem}.yaml", asked, memory.question))
    for memory in both:
        memory.keep()
    looked.clear()
    sdm("check", str(folder))

    assert set(looked) == {"thumb", "case"}


def test_nothing_is_kept_of_a_program_that_changes_meanwhile_or_has_just_changed(
    folder: Path, home: Path, program: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    check = checking_many._checked

    def changing(path: Path, raw: bytes, asked: Asked) -> Checked:
        (program / "rules.py").write_text("TOO_MANY = 5\n", encoding="utf-8")
        return check(path, raw, asked)

    with monkeypatch.context() as during:
        during.setattr(checking_many, "_checked", changing)
        sdm("check", str(folder))
    assert not home.exists()
    monkeypatch.setattr(checked_before, "_SETTLED", 5)
    os.utime(program / "rules.py", (0, 0))
    sdm("check", str(folder))
    assert not home.exists()
    monkeypatch.setattr(checked_before, "_PROGRAM", program / "nowhere")
    sdm("check", str(folder))
    assert not home.exists()


def test_what_was_found_before_it_was_stopped_is_remembered(folder: Path, looked: Looked, monkeypatch: pytest.MonkeyPatch) -> None:
    check = checking_many._checked

    def stopping(path: Path, raw: bytes, asked: Asked) -> Checked:
        if path.stem == "toe":
            raise KeyboardInterrupt
        return check(path, raw, asked)

    with monkeypatch.context() as during:
        during.setattr(checking_many, "_checked", stopping)
        assert sdm("check", str(folder)).returncode == 130
    looked.clear()
    sdm("check", str(folder))

    assert looked == ["toe"]


def test_what_was_not_asked_for_the_longest_makes_room(folder: Path, home: Path, looked: Looked, monkeypatch: pytest.MonkeyPatch) -> None:
    sdm("check", str(folder))
    monkeypatch.setattr(checked_before, "_MOST_KEPT", (home / "checked.json").stat().st_size + 100)
    sdm("check", str(folder), "--profile", "clinical")
    looked.clear()
    sdm("check", str(folder), "--profile", "clinical")
    assert looked == []
    sdm("check", str(folder))
    assert looked != []


def test_what_is_too_much_to_keep_is_found_again(folder: Path, looked: Looked) -> None:
    long_line = f"uncertain: [{', '.join(['TODO'] * 300)},"
    (folder / "toe.yaml").write_text(WHOLE_THUMB.replace("uncertain: [", long_line), encoding="utf-8")
    sdm("check", str(folder))
    looked.clear()
    sdm("check", str(folder))

    assert set(looked) == {"toe"}


def test_a_name_tells_what_is_asked_the_file_and_its_bytes_apart() -> None:
    names = [name(b"q", "a", b"bc"), name(b"q", "ab", b"c"), name(b"qa", "", b"bc"), name(b"q", "a", b"bd")]
    assert len(set(names)) == 4
    assert remembered(b"[]", "a", TODAY) is None
    assert kept(Checked("a", ()), TODAY) is None


def test_the_bar_counts_every_file_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    counted: list[tuple[int, int]] = []

    def counting(_: Surroundings, each: Iterator[object], total: int, _what: str) -> Iterator[object]:
        seen = list(each)
        counted.append((len(seen), total))
        return iter(seen)

    monkeypatch.setattr(Surroundings, "counting", counting)
    for _ in range(2):
        sdm("check", str(folder))
    rewrite(folder / "thumb.yaml", "A sore thumb", "A sour thumb")
    sdm("check", str(folder))

    assert counted == [(3, 3)] * 3
