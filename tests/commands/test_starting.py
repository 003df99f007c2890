"""`sdm new` and `sdm preview`: from nothing to a file, and the file as its readers will see it."""

import os
import re
import sys
from pathlib import Path

import pexpect
import pytest

from sdm_cli.check.judging import Asked, judged
from sdm_cli.commands.previewing import changed_part
from sdm_cli.content.catalogue import Catalogue, contents
from sdm_cli.content.skeletons import Beginnings, CannotCopy, copied, id_of, named, skeleton
from tests.check.whole_thumb import TODAY, WHOLE_THUMB
from tests.commands.running import sdm
from tests.pages.made_up import bundled_ids

TITLE = 'Backs: what\'s "this" #1'


def rules(path: Path, *typed: str) -> set[str]:
    found = sdm("check", str(path), *typed).stdout
    return set(re.findall(rf"(?m)^{re.escape(str(path))}:\d+:\d+: (?:warning: )?([A-Za-z0-9.-]+): ", found))


def test_a_new_option_set_fails_on_nothing_but_its_todos(tmp_path: Path) -> None:
    path = tmp_path / "sets" / "back-pain.yaml"
    done = sdm(
        "new", "option-set", str(path), "--title", TITLE, "--option", "Carry on as now", "--option", "Über: exercise", "--author", "A: B"
    )

    assert done.returncode == 0
    assert rules(path) == {"R18"}
    assert rules(path, "--profile", "clinical") == {"R18", "Q03"}
    assert f"Written: {path}" in done.stderr
    assert path.read_text(encoding="utf-8").startswith("# yaml-language-server: $schema=option-set.schema.json\n")


def test_a_new_case_and_a_new_guide_fail_on_nothing_but_their_todos(tmp_path: Path) -> None:
    case, guide = tmp_path / "stairs.yaml", tmp_path / "our-school.yaml"

    assert sdm("new", "case", str(case), "--option-set", "knee-osteoarthritis", "--title", TITLE).returncode == 0
    assert sdm("new", "guide", str(guide), "--title", TITLE).returncode == 0
    assert rules(case) == rules(guide) == {"R18"}


@pytest.mark.parametrize("kind", ["option-set", "case", "guide"])
def test_a_new_file_never_takes_the_place_of_another(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("mine", encoding="utf-8")
    done = sdm("new", kind, str(path), "--option-set", "knee-osteoarthritis")

    assert (done.returncode, path.read_text(encoding="utf-8")) == (2, "mine")
    assert "exists, and is left as it is" in done.stderr


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("option-set", "back pain.txt"), "does not end in .yaml"),
        (("option-set", "\u2026.yaml"), "needs a name of letters or digits"),
        (("case", "stairs.yaml"), "Name it, such as: --option-set"),
        (("case", "stairs.yaml", "--option-set", "knie"), "No option set is called 'knie'"),
        (("option-set", "mine.yaml", "--from", "knie"), "No option set is called 'knie'"),
        (("option-set", "mine.yaml", "--from", "knee-osteoarthritis", "--option", "Rest"), "do not go with it"),
        (("case", "mine.yaml", "--from", "knee-osteoarthritis"), "do not go with it"),
    ],
)
def test_what_cannot_be_begun_is_said_and_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: tuple[str, ...], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    done = sdm("new", *typed)

    assert done.returncode in {2, 3}
    assert said in done.stderr
    assert list(tmp_path.glob("*.yaml")) == []


def test_a_copy_of_a_bundled_set_says_what_it_was_copied_from(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    done = sdm("new", "option-set", str(path), "--from", "knee-osteoarthritis")
    shown = sdm("show", str(path), "--part", "sources")

    assert done.returncode == 0
    assert "Adapted from: knee-osteoarthritis, as of 2026-11-22, by The sdm authors" in shown.stdout
    assert "Status: draft" in shown.stdout


@pytest.mark.parametrize("name", bundled_ids())
def test_a_copy_of_a_bundled_set_lacks_nothing_but_its_author(name: str) -> None:
    raw = contents(Catalogue(()).path("option-sets", name))
    found = judged(copied(raw, Beginnings("mine", TODAY)).encode(), "mine", Asked(TODAY, "clinical")).diagnostics

    assert [each.excerpt.strip() for each in found if each.level == "error"] == ['- name: "TODO: your name"', 'role: "TODO: what you do"']


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("id: sore-thumb\n", 'id: "sore-thumb"\n'),
        ("id: sore-thumb\n", "id:\n  sore-thumb\n"),
        ("status: draft", "status: 'draft'  # yet"),
        ("status: draft", "adapted_from: another, as of some day\nstatus: draft"),
        ("authors:\n", "# who wrote it\nauthors:\n"),
        ("\n", "\r\n"),
    ],
)
def test_a_copy_has_the_right_form_however_its_origin_is_written(old: str, new: str) -> None:
    raw = WHOLE_THUMB.replace(old, new).encode()
    found = judged(copied(raw, Beginnings("mine", TODAY)).encode(), "mine", Asked(TODAY)).diagnostics

    assert {each.rule for each in found} == {"R18"}
    assert "# who wrote it" in copied(WHOLE_THUMB.replace("authors:\n", "# who wrote it\nauthors:\n").encode(), Beginnings("mine", TODAY))


def test_what_stands_in_braces_is_not_copied_wrongly() -> None:
    with pytest.raises(CannotCopy):
        copied(b"{id: old, title: T}", Beginnings("new", TODAY))


@pytest.mark.parametrize("name", ["2024", "null", "true", "1e3"])
def test_a_name_that_yaml_would_take_for_something_else_is_an_id_all_the_same(tmp_path: Path, name: str) -> None:
    path = tmp_path / f"{name}.yaml"

    assert sdm("new", "option-set", str(path)).returncode == 0
    assert rules(path) == {"R18"}


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("mine", encoding="utf-8")
    done = sdm("new", "option-set", str(tmp_path / "mine.yaml" / "other.yaml"))

    assert done.returncode == 2
    assert "mine.yaml is a file, and no folder" in done.stderr


def test_a_copy_takes_no_promises_along_and_has_an_author_of_its_own() -> None:
    raw = (
        b"# mine\nid: old\npublished: 2020-01-01\ntitle: T\nauthors:\n  - name: A\n    role: B\n"
        b"attested:\n  patient_needs: {by: x, on: 2020-01-01}\nstatus: published  # done\nupdated: 2020-02-02\nend: x\n"
    )

    assert copied(raw, Beginnings("new", TODAY, title="A title: new", author="C")) == (
        "# yaml-language-server: $schema=option-set.schema.json\n# mine\nid: new\nadapted_from: old, as of 2020-02-02, by A\n"
        'title: "A title: new"\nauthors:\n  - name: C\n    role: "TODO: what you do"\nstatus: draft\nupdated: 2026-11-22\nend: x\n'
    )


@pytest.mark.parametrize(
    ("words", "made"), [("Carry on as now", "carry-on-as-now"), ("Über-Kur!", "uber-kur"), ("…", ""), ("x" * 90, "x" * 48)]
)
def test_an_id_is_made_of_what_can_stay(words: str, made: str) -> None:
    assert id_of(words) == made


def test_options_of_the_same_name_get_ids_of_their_own() -> None:
    assert [each.id for each in named(["Rest", "rest", "日本", "Rest"])] == ["rest", "rest-2", "option-3", "rest-4"]


def test_what_is_typed_is_only_ever_text() -> None:
    odd = "{{ x }} \n- a: [b] # c \\ \" ' &a *b \u202e\x7f\x1b\udcff"
    written = skeleton("option-set", Beginnings("mine", TODAY, odd, odd, odd, (odd, odd)))
    checked = judged(written.encode(), "mine", Asked(TODAY))

    assert {each.rule for each in checked.diagnostics if each.level == "error"} == {"R18"}


def in_a_terminal(*typed: str, cwd: Path) -> "pexpect.spawn[str]":
    return pexpect.spawn(sys.executable, ["-m", "sdm_cli", *typed], encoding="utf-8", cwd=str(cwd), timeout=20, dimensions=(24, 80))


def test_in_a_terminal_the_few_things_that_only_the_author_knows_are_asked(tmp_path: Path) -> None:
    child = in_a_terminal("new", "option-set", "mine.yaml", cwd=tmp_path)
    for answer in ("Back pain", "Shall I wait?", "Carry on as now, Exercise", ""):
        child.expect("leaves it open\\.\\s+> ")
        child.sendline(answer)
    child.expect("Written: mine.yaml")
    child.expect(pexpect.EOF)
    text = (tmp_path / "mine.yaml").read_text(encoding="utf-8")

    assert "title: Back pain" in text
    assert "  - id: exercise\n    name: Exercise\n" in text
    assert 'name: "TODO: your name"' in text


def test_an_option_set_that_is_not_there_is_asked_for_again_before_anything_else(tmp_path: Path) -> None:
    child = in_a_terminal("new", "case", "mine.yaml", cwd=tmp_path)
    child.expect("belong to.*> ")
    child.sendline("knee-ostoarthritis")
    child.expect("mean 'knee-osteoarthritis'")
    child.expect("belong to.*> ")
    child.sendline("knee-osteoarthritis")
    for answer in ("The bricklayer", ""):
        child.expect("leaves it open\\.\\s+> ")
        child.sendline(answer)
    child.expect("Written: mine.yaml")
    child.expect(pexpect.EOF)

    assert "option_set: knee-osteoarthritis\n" in (tmp_path / "mine.yaml").read_text(encoding="utf-8")


def test_a_case_of_a_set_that_is_in_no_library_says_how_it_is_found(tmp_path: Path) -> None:
    path, case = tmp_path / "thumb.yaml", tmp_path / "case.yaml"
    path.write_text(WHOLE_THUMB, encoding="utf-8")

    begun = sdm("new", "case", str(case), "--option-set", str(path)).stderr
    checked = sdm("check", str(case)).stdout

    assert f"export SDM_LIBRARY={tmp_path}" in begun
    assert "A set of your own is found by its id once SDM_LIBRARY names its folder." in checked
    assert "SDM_LIBRARY" not in sdm("new", "case", str(tmp_path / "b.yaml"), "--option-set", str(path), SDM_LIBRARY=str(tmp_path)).stderr
    assert rules(case) == {"R18", "dangling-id"}


def test_leaving_in_the_middle_writes_nothing(tmp_path: Path) -> None:
    child = in_a_terminal("new", "option-set", "mine.yaml", cwd=tmp_path)
    child.expect("leaves it open\\.\\s+> ")
    child.sendintr()
    child.expect(pexpect.EOF)
    child.close()

    assert child.exitstatus == 130
    assert list(tmp_path.iterdir()) == []


def test_a_preview_shows_the_file_again_at_every_save_with_what_is_to_be_mended(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    sdm("new", "option-set", str(path), "--from", "knee-osteoarthritis")
    child = in_a_terminal("preview", str(path), "--part", "options", "--plain", cwd=tmp_path)
    child.expect("mine.yaml: 2 to mend")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("name: Carrying on as now", "name: Waiting as now"), encoding="utf-8")
    child.expect("Waiting as now")
    child.expect("2 to mend")
    # Many editors put a new file in the place of the old one.
    (tmp_path / "new").write_text(text.replace("id: as-now", "idd: as-now"), encoding="utf-8")
    (tmp_path / "new").replace(path)
    child.expect("unknown-key")
    child.expect("to mend")
    child.sendintr()
    child.expect(pexpect.EOF)
    child.close()

    assert child.exitstatus == 0


def test_a_preview_of_no_file_says_so(tmp_path: Path) -> None:
    done = sdm("preview", str(tmp_path / "none.yaml"), "--once")

    assert done.returncode == 3
    assert "cannot be read" in done.stderr


@pytest.mark.parametrize("path", ["/dev/zero", "pipe"])
def test_a_preview_of_a_pipe_or_a_device_is_refused_and_not_read_for_ever(tmp_path: Path, path: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    done = sdm("preview", str(tmp_path / path), "--once")

    assert (done.returncode, done.stdout) == (3, "")
    told = "cannot be read: it is no file but a pipe or a device; save what comes out of it as a file first."
    assert done.stderr == f"{tmp_path / path} {told}\n"


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        ("name: Splint", "name: A splint", "options"),
        ("events: 18", "events: 19", "chances"),
        ("name: Typing", "name: Writing", "values"),
        ("ask: How long does", "ask: How long will", "questions"),
        ("year: 2020", "year: 2019", "sources"),
        ("title: A sore thumb", "title: A thumb", None),
        ("id: sore-thumb", "id: [", None),
    ],
)
def test_a_preview_shows_the_part_that_was_changed(old: str, new: str, part: str | None) -> None:
    assert WHOLE_THUMB.count(old) == 1
    assert changed_part(WHOLE_THUMB.encode(), WHOLE_THUMB.replace(old, new).encode()) == part


def test_a_library_that_is_not_there_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SDM_LIBRARY", str(tmp_path / "my-stes"))

    assert f"SDM_LIBRARY names {tmp_path}/my-stes, and there is no such folder." in sdm("list").stderr
    assert "no such folder" in sdm("check", "--due").stderr
