"""What else may lie where a file is expected: nothing waits for it, and nothing reads it for ever."""

import os
import pickle
import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from errno import EACCES
from io import StringIO
from pathlib import Path

import pytest

from sdm_cli.check.judging import Asked
from sdm_cli.check.words import NoWordList, word_lists
from sdm_cli.cohort.handed_in import files_in, surveyed
from sdm_cli.cohort.report_rows import ReportRow
from sdm_cli.commands.checking_many import check_one
from sdm_cli.commands.sessions import run_list
from sdm_cli.commands.sitting import NoAnswers, answers_bytes
from sdm_cli.commands.surroundings import Surroundings
from sdm_cli.commands.table_files import CannotKeepTables, rows_to_parquet
from sdm_cli.content.catalogue import Catalogue, Unopenable, contents
from sdm_cli.content.loading import Unusable, load_option_set
from sdm_cli.content.placed import LARGEST
from sdm_cli.exits import Exit
from sdm_cli.files import read_file, read_whole
from sdm_cli.model.event import Paused
from sdm_cli.model.session import Header
from sdm_cli.sessions.store import ContentLost, Shut, Store
from tests.commands.running import sdm

NINE = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
GIGABYTE = 1 << 30


def pipe(path: Path) -> None:
    os.mkfifo(path)


def folder(path: Path) -> None:
    path.mkdir()


def endless(path: Path) -> None:
    path.symlink_to("/dev/zero")


def huge(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(GIGABYTE)


def leads_nowhere(path: Path) -> None:
    path.symlink_to(path.parent / "nowhere")


def leads_to_itself(path: Path) -> None:
    path.symlink_to(path)


ODD = (pipe, folder, endless, huge, leads_nowhere, leads_to_itself)
odd = pytest.mark.parametrize("put", ODD)
Put = Callable[[Path], None]
pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with a name here")


@odd
def test_what_is_no_file_is_refused_and_of_a_huge_one_no_more_is_read_than_is_wanted(put: Put, tmp_path: Path) -> None:
    path = tmp_path / "odd"
    put(path)
    if put is huge:
        assert len(read_file(path, 1000)) == 1001
    else:
        with pytest.raises(OSError):  # noqa: PT011 - each has its own
            read_file(path, 1000)
    with pytest.raises(OSError):  # noqa: PT011
        read_whole(path, 1000)


def test_a_name_that_no_file_can_have_is_refused_as_any_other() -> None:
    for name in ("a\0b", "\ud800", "x" * 5000):
        with pytest.raises(OSError):  # noqa: PT011
            read_file(Path(name), 1000)


@odd
def test_a_set_a_case_or_a_guide_may_be_anything_and_is_told_in_a_sentence(put: Put, tmp_path: Path) -> None:
    path = tmp_path / "odd.yaml"
    put(path)
    if put is huge:
        assert len(contents(path)) == LARGEST + 1
    else:
        with pytest.raises(Unopenable, match=r"odd\.yaml cannot be read: "):
            contents(path)
    (told,) = check_one(path, Asked(date(2026, 11, 22))).diagnostics
    assert told.rule in {"unreadable", "too-large"}


def test_a_pipe_or_a_device_that_is_named_is_told_as_that(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    pipe(tmp_path / "odd")
    for name in ("odd", str(tmp_path / "odd"), "/dev/null"):
        for command in ("show", "check"):
            done = sdm(command, name)
            assert done.returncode == (Exit.UNUSABLE if command == "show" else Exit.FINDINGS)
            assert f"{name} cannot be read: it is no file but a pipe or a device; save" in done.stdout + done.stderr


def test_what_stands_behind_a_locked_door_is_told_as_that(monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(path: Path) -> None:
        raise PermissionError(EACCES, "Permission denied", str(path))

    monkeypatch.setattr(Path, "stat", locked)
    monkeypatch.setattr(os, "open", lambda path, *_: locked(path))

    with pytest.raises(Unopenable, match=r"sets/knee\.yaml cannot be read: Permission denied"):
        load_option_set(Catalogue(()), "sets/knee.yaml")


@odd
def test_a_library_with_anything_in_it_is_listed(put: Put, tmp_path: Path) -> None:
    (tmp_path / "option_sets").mkdir()
    for name in ("odd.yaml", "option_sets/odd.yaml"):
        put(tmp_path / name)
    assert "knee-osteoarthritis" in Catalogue((tmp_path,)).ids("option-sets")


@odd
def test_word_lists_may_be_anything(put: Put, tmp_path: Path) -> None:
    (tmp_path / "words").mkdir()
    put(tmp_path / "words" / "en.yaml")
    if put is huge:
        with pytest.raises(NoWordList, match="larger than 1 MB"):
            word_lists("en", (tmp_path,))
    else:
        assert word_lists("en", (tmp_path,))


def test_word_lists_behind_a_locked_door_are_told_as_that_by_another_process_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(path: Path, **_: object) -> None:
        raise PermissionError(EACCES, "Permission denied", str(path))

    monkeypatch.setattr(Path, "is_file", locked)
    with pytest.raises(NoWordList, match=r"words/en\.yaml cannot be read: Permission denied") as told:
        word_lists("en", (tmp_path,))
    again = pickle.loads(pickle.dumps(told.value))  # noqa: S301 - what was just written
    assert (type(again), str(again), again.exit) == (NoWordList, str(told.value), Exit.UNUSABLE)


def test_a_mistake_that_has_facts_keeps_them_on_its_way_from_another_process(tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text("id: [")
    with pytest.raises(Unusable) as told:
        load_option_set(Catalogue(()), str(tmp_path / "bad.yaml"))
    again = pickle.loads(pickle.dumps(told.value))  # noqa: S301 - what was just written
    assert (str(again), again.diagnostics) == (str(told.value), told.value.diagnostics)


def test_sessions_in_a_folder_that_nobody_can_look_into_are_told_as_that(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    with pytest.raises(Shut, match="loop cannot be looked into: "):
        Store(tmp_path / "loop").all()


@pytest.mark.parametrize("language", ["/x", "..", "\0x", ""])
def test_a_language_that_is_none_leads_out_of_no_folder(language: str, tmp_path: Path) -> None:
    assert word_lists(language, (tmp_path,)) is None


def test_of_endless_answers_no_more_is_read_than_shows_that_they_are_too_many(tmp_path: Path) -> None:
    here = surroundings(tmp_path)
    for put in (endless, huge):
        put(tmp_path / put.__name__)
        assert len(answers_bytes(str(tmp_path / put.__name__), here)[0]) == LARGEST + 1
    with pytest.raises(NoAnswers):
        answers_bytes(str(tmp_path), here)


def surroundings(home: Path) -> Surroundings:
    return Surroundings(StringIO(), StringIO(), StringIO(), {"SDM_HOME": str(home)})


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = Store(tmp_path / "sessions")
    header = Header(
        id="k7m2", started=NINE, program="0", option_set="x", guide="y", contents={"option_set": store.keep_content(b"id: x\n")}
    )
    with store.beginning(header) as opened:
        opened.append(Paused(), NINE)
    return store


@odd
def test_a_folder_of_sessions_with_anything_in_it_hides_none_and_waits_for_none(put: Put, store: Store) -> None:
    put(store.folder / "odd.jsonl")

    sessions, broken = store.all()

    assert [session.header.id for session in sessions] == ["k7m2"]
    assert [re.sub(r"^.*/odd", "odd", str(refusal)).startswith("odd.jsonl cannot be opened: ") for refusal in broken] == [True]
    assert [found.path.name for found in surveyed(files_in([store.folder])).found] == ["k7m2.jsonl"]


@odd
def test_a_kept_text_may_be_anything_and_is_put_right_when_it_is_kept_again(put: Put, store: Store) -> None:
    header = store.find("k7m2").header
    path = store.folder / "contents" / f"{header.contents['option_set']}.yaml"
    path.unlink()
    put(path)

    with pytest.raises(ContentLost):
        store.content(header, "option_set")
    if put is not folder:
        store.keep_content(b"id: x\n")
        assert store.content(header, "option_set") == b"id: x\n"


@pytest.mark.parametrize("digest", ["../../secret", "/etc/hostname", "..", "\0", "", "\ud800"])
def test_a_hash_that_is_none_leads_out_of_no_folder(digest: str, store: Store, tmp_path: Path) -> None:
    (tmp_path / "secret.yaml").write_bytes(b"id: secret\n")
    header = Header(id="k7m2", started=NINE, program="0", option_set="x", guide="y", contents={"option_set": digest})

    with pytest.raises(ContentLost):
        store.content(header, "option_set")


def test_deleting_a_session_that_is_a_link_leaves_what_it_leads_to(store: Store, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.jsonl"
    (store.folder / "k7m2.jsonl").rename(elsewhere)
    (store.folder / "k7m2.jsonl").symlink_to(elsewhere)
    for name in ("k7m2.lock", "k7m2.jsonl.format-1"):
        (store.folder / name).unlink(missing_ok=True)
        (store.folder / name).symlink_to(elsewhere)
    before = elsewhere.read_bytes()

    for link in ("k7m2.lock", "k7m2.jsonl.format-1"):
        (store.folder / link).unlink()
    store.delete("k7m2")

    assert elsewhere.read_bytes() == before
    assert store.ids() == []


def hostile_names(store: Store) -> Iterator[Path]:
    for name in ("a\x1b[2Jb", "\x1b]8;;x:y\x07", "\u202ekcab", "line\nbreak", os.fsdecode(b"\xff\xfe"), "[red]x"):
        yield store.folder / f"{name}.jsonl"


def test_names_of_files_and_what_they_say_of_themselves_are_shown_as_text(store: Store, tmp_path: Path) -> None:
    for path in hostile_names(store):
        path.write_bytes(b"{}\n")
    (store.folder / "bbbb.jsonl").write_bytes((store.folder / "k7m2.jsonl").read_bytes())
    here = surroundings(tmp_path)

    assert run_list(here, json=False) == Exit.UNUSABLE
    said = f"{here.stdout.getvalue()}{here.stderr.getvalue()}"  # type: ignore[attr-defined]
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]", said), said
    assert r"line\nbreak.jsonl" in said
    assert "bbbb.jsonl says that it is session 'k7m2'" in said


def test_a_name_or_a_code_that_is_no_text_ends_nothing(tmp_path: Path) -> None:
    with pytest.raises(CannotKeepTables, match="since its name is no text"):
        rows_to_parquet([], ReportRow, tmp_path / "\udcff.parquet")
    refused = sdm("observe", "--code", "\udcff", "--answers", os.devnull)
    assert refused.returncode == Exit.USAGE
    assert refused.stderr.startswith(r"'\udcff' is not a code.")
