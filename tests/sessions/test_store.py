import json
import os
import platform
import shutil
import stat
import subprocess
import sys
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from sdm_cli.exits import Exit
from sdm_cli.model.event import Jumped, Paused
from sdm_cli.model.session import Header
from sdm_cli.sessions.journal import Broken, TakenAway
from sdm_cli.sessions.store import Ambiguous, CannotKeep, ContentLost, InUse, NoSession, Store

NINE = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
KNEE = b"id: knee\n"
GUIDE = b"id: elwyn-2012\n"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "home" / "sessions")


def rehearse(store: Store, name: str, *contents: bytes, started: datetime = NINE) -> Header:
    kept = {str(number): store.keep_content(raw) for number, raw in enumerate(contents)}
    header = Header(id=name, started=started, program="0.1.0", option_set="knee", guide="elwyn-2012", contents=kept)
    with store.beginning(header) as journal:
        journal.append(Paused(), NINE)
    return header


def kept_contents(store: Store) -> set[bytes]:
    return {path.read_bytes() for path in (store.folder / "contents").iterdir()}


def damage(store: Store, header: Header, name: str) -> None:
    (store.folder / "contents" / f"{header.contents[name]}.yaml").write_bytes(b"id: something else\n")


def test_ids_are_four_characters_that_nobody_confuses_or_reads_as_a_word(store: Store) -> None:
    ids = {store.new_id() for _ in range(200)}

    assert {len(name) for name in ids} == {4}
    assert not set("".join(ids)) & set("aeiouyl10")
    assert all(name == name.lower() and name.isalnum() for name in ids)
    assert len(ids) > 190


def test_a_new_id_is_one_that_no_session_has(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    rehearse(store, "bbbb")
    letters = iter("bbbb" + "bbbc")
    monkeypatch.setattr("secrets.choice", lambda _: next(letters))

    assert store.new_id() == "bbbc"


@pytest.mark.parametrize("wanted", ["k7m2", "k7", "K7M", "k"])
def test_the_beginning_of_an_id_is_enough_while_only_one_session_has_it(store: Store, wanted: str) -> None:
    rehearse(store, "k7m2")
    rehearse(store, "r4d9")

    assert store.find(wanted).header.id == "k7m2"


def test_a_beginning_that_several_sessions_share_is_refused_with_their_names(store: Store) -> None:
    for name in ("k7m2", "k7r4", "r4d9"):
        rehearse(store, name)

    with pytest.raises(Ambiguous, match="'k7': k7m2, k7r4") as refusal:
        store.find("k7")
    assert refusal.value.exit is Exit.UNUSABLE


@pytest.mark.parametrize("wanted", ["x", "", "k7m2x", "../k7m2", "*"])
def test_an_id_that_no_session_has_is_refused(store: Store, wanted: str) -> None:
    rehearse(store, "k7m2")

    with pytest.raises(NoSession) as refusal:
        store.find(wanted)
    assert refusal.value.exit is Exit.UNUSABLE


def test_without_a_folder_there_are_no_sessions_and_none_is_made_by_looking(store: Store) -> None:
    assert store.ids() == []
    assert store.all() == ([], [])
    with pytest.raises(NoSession):
        store.find("k7m2")
    assert not store.folder.exists()


def test_sessions_are_listed_newest_first(store: Store) -> None:
    for name, day in (("bbbb", 2), ("cccc", 3), ("dddd", 1)):
        rehearse(store, name, started=NINE + timedelta(days=day))

    assert [session.header.id for session in store.all()[0]] == ["cccc", "bbbb", "dddd"]


def test_one_broken_session_hides_no_other(store: Store) -> None:
    rehearse(store, "bbbb")
    rehearse(store, "cccc")
    (store.folder / "bbbb.jsonl").write_bytes(b"broken\n")

    sessions, broken = store.all()

    assert [session.header.id for session in sessions] == ["cccc"]
    assert [type(problem) for problem in broken] == [Broken]


def test_a_session_that_cannot_be_opened_hides_no_other(store: Store) -> None:
    rehearse(store, "cccc")
    (store.folder / "bbbb.jsonl").mkdir()

    sessions, broken = store.all()

    assert [session.header.id for session in sessions] == ["cccc"]
    assert len(broken) == 1


def test_everything_in_the_folder_is_for_its_owner_alone_whatever_the_umask(store: Store) -> None:
    before = os.umask(0)
    try:
        rehearse(store, "k7m2", KNEE)
        with store.resuming("k7m2"):
            modes = {path: stat.S_IMODE(path.stat().st_mode) for path in (store.folder, *store.folder.rglob("*"))}
    finally:
        os.umask(before)

    assert {mode for path, mode in modes.items() if path.is_dir()} == {0o700}
    assert {mode for path, mode in modes.items() if not path.is_dir()} == {0o600}
    assert {path.name for path in modes} >= {"sessions", "k7m2.jsonl", "k7m2.holder", "contents", f"{sha256(KNEE).hexdigest()}.yaml"}


def test_the_text_that_a_session_was_run_against_is_kept_once_by_its_hash(store: Store) -> None:
    first = rehearse(store, "bbbb", KNEE, GUIDE)
    second = rehearse(store, "cccc", KNEE, GUIDE)

    assert first.contents == second.contents == {"0": sha256(KNEE).hexdigest(), "1": sha256(GUIDE).hexdigest()}
    assert kept_contents(store) == {KNEE, GUIDE}
    assert store.content(second, "0") == KNEE


def test_a_kept_text_that_was_changed_is_refused(store: Store) -> None:
    header = rehearse(store, "k7m2", KNEE)
    damage(store, header, "0")

    with pytest.raises(ContentLost, match="session k7m2") as refusal:
        store.content(header, "0")
    assert refusal.value.exit is Exit.UNUSABLE


@pytest.mark.parametrize("name", ["0", "a text that this session never had"])
def test_a_kept_text_that_is_gone_is_refused(store: Store, name: str) -> None:
    header = rehearse(store, "k7m2", KNEE)
    for path in (store.folder / "contents").iterdir():
        path.unlink()

    with pytest.raises(ContentLost):
        store.content(header, name)


def test_keeping_a_text_again_mends_a_copy_that_was_changed(store: Store) -> None:
    header = rehearse(store, "bbbb", KNEE)
    damage(store, header, "0")

    later = rehearse(store, "cccc", KNEE)

    assert store.content(later, "0") == KNEE


def test_deleting_a_session_deletes_the_texts_that_no_other_needs(store: Store) -> None:
    rehearse(store, "bbbb", b"only here", KNEE)
    rehearse(store, "cccc", KNEE, GUIDE)

    store.delete("bbbb")

    assert store.ids() == ["cccc"]
    assert kept_contents(store) == {KNEE, GUIDE}


def test_deleting_the_last_session_leaves_nothing_of_it(store: Store) -> None:
    rehearse(store, "k7m2", KNEE, GUIDE)

    store.delete("k7m2")

    assert [path for path in store.folder.rglob("*") if not path.is_dir()] == []


def test_deleting_a_session_deletes_the_copies_of_it_too(store: Store) -> None:
    rehearse(store, "k7m2", KNEE)
    rehearse(store, "k7m3", KNEE)
    for copy in ("k7m2.jsonl.format-1", "k7m2.jsonl.1a2b3c4d", "k7m3.jsonl.format-1"):
        (store.folder / copy).write_bytes(b"the same words")

    store.delete("k7m2")

    assert {path.name for path in store.folder.iterdir()} >= {"k7m3.jsonl", "k7m3.jsonl.format-1"}
    assert [path.name for path in store.folder.iterdir() if path.name.startswith("k7m2")] == []


def test_a_session_whose_folder_is_deleted_while_it_is_open_is_there_again_with_its_texts(store: Store) -> None:
    header = rehearse(store, "k7m2", KNEE, GUIDE)

    def delete_and_go_on() -> None:
        with store.resuming("k7m2") as journal:
            shutil.rmtree(store.folder)
            journal.append(Jumped("O1"), NINE)

    with pytest.raises(TakenAway):
        delete_and_go_on()

    assert [entry.event for entry in store.find("k7m2").entries] == [Paused(), Jumped("O1")]
    assert (store.content(header, "0"), store.content(header, "1")) == (KNEE, GUIDE)
    assert {stat.S_IMODE(path.stat().st_mode) for path in (store.folder, store.folder / "contents")} == {0o700}


def test_while_a_session_cannot_be_read_no_text_is_deleted_that_it_may_need(store: Store) -> None:
    rehearse(store, "bbbb", KNEE)
    rehearse(store, "cccc", GUIDE)
    (store.folder / "cccc.jsonl").write_bytes(b"broken\n")

    store.delete("bbbb")

    assert kept_contents(store) == {KNEE, GUIDE}


def test_a_session_has_one_writer_and_a_second_is_refused(store: Store) -> None:
    rehearse(store, "k7m2")

    with store.resuming("k7m2"), pytest.raises(InUse, match="k7m2 is open in another window") as refusal, store.resuming("k7m2"):
        pass
    assert refusal.value.exit is Exit.UNUSABLE


NOBODY = "Session k7m2 is open in another window. Close it there first."
HERE = platform.node()


def held_by(store: Store, note: bytes | None = None) -> str:
    """What is said to a second window, if this stands in the note about the first."""
    path = store.folder / "k7m2.holder"
    with store.resuming("k7m2"):
        if note is not None:
            path.write_bytes(note)
        refusal = store.in_use("k7m2")
    assert isinstance(refusal, InUse)
    assert not path.exists()
    return str(refusal)


def note(**changes: object) -> bytes:
    return json.dumps({"process": os.getpid(), "since": "2026-11-21T09:00:00Z", "host": HERE} | changes).encode()


def test_a_second_writer_is_told_which_process_has_the_session_and_since_when(store: Store) -> None:
    rehearse(store, "k7m2")
    before = datetime.now(UTC).astimezone()

    said = held_by(store)

    times = {f"{moment:%H:%M}" for moment in (before, datetime.now(UTC).astimezone())}
    until = f"Session k7m2 is open in another window: process {os.getpid()}, since "
    assert said in {f"{until}{time}. Pause it there, or end that process; what was answered is kept." for time in times}


def test_of_another_day_or_another_computer_that_is_said_too(store: Store) -> None:
    rehearse(store, "k7m2")
    nine = f"{NINE.astimezone():%Y-%m-%d %H:%M}"

    assert f"in another window: process {os.getpid()}, since {nine}. Pause" in held_by(store, note())
    # Its processes cannot be looked at from here.
    assert f"on the computer ward-3: process 999999999, since {nine}. Pause" in held_by(store, note(process=999_999_999, host="ward-3"))


def test_who_just_looks_or_deletes_leaves_no_note_and_a_session_that_is_free_is_in_nobodys_use(store: Store) -> None:
    rehearse(store, "k7m2")

    assert store.in_use("k7m2") is None
    assert list(store.folder.glob("*.holder")) == []


def test_what_a_crash_left_keeps_nobody_out_and_is_deleted_with_the_session(store: Store) -> None:
    rehearse(store, "k7m2")
    path = store.folder / "k7m2.holder"
    path.write_bytes(note(process=999_999_999))

    assert store.in_use("k7m2") is None
    with store.resuming("k7m2"):
        assert json.loads(path.read_bytes())["process"] == os.getpid()
    path.write_bytes(note(process=999_999_999))
    store.delete("k7m2")
    assert list(store.folder.iterdir()) == []


def test_a_note_that_says_nothing_true_is_not_passed_on(store: Store) -> None:
    rehearse(store, "k7m2")
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    untrue = [
        b"", b"{", b"null", b"[]", b"\xff\xfe", b"\x1b[2J", b"[" * 100_000, note()[:-9], b"x" * 2_000_000,
        note(process=ended.pid), note(process=999_999_999), note(process=2**40), note(process=0), note(process=-1), note(process="4711"),
        note(since="2026-11-21T09:00:00"), note(since="0001-01-01T00:00:00Z"), note(since="9999-12-31T23:59:59Z"), note(since="noon"),
        note(since="2199-01-01T00:00:00Z"),
        *(note(host=host) for host in ("", "x" * 254, "a\n", "a b", "\x1b[2J", "\u202eward", "a\u200db", "x. Delete it", None)),
    ]  # fmt: skip

    assert {held_by(store, each) for each in untrue} == {NOBODY}


def test_where_no_note_can_be_written_the_session_opens_all_the_same(store: Store, tmp_path: Path) -> None:
    rehearse(store, "k7m2")
    path = store.folder / "k7m2.holder"
    path.mkdir()
    with store.resuming("k7m2"):
        assert str(store.in_use("k7m2")) == NOBODY
    path.rmdir()

    (tmp_path / "mine").write_bytes(b"mine")
    path.symlink_to(tmp_path / "mine")
    with store.resuming("k7m2"):
        assert stat.S_IMODE(path.lstat().st_mode) == 0o600
    assert (tmp_path / "mine").read_bytes() == b"mine"


def test_a_session_that_just_began_cannot_be_resumed_or_deleted_elsewhere(store: Store) -> None:
    header = Header(id="k7m2", started=NINE, program="0.1.0", option_set="knee", guide="elwyn-2012", contents={})

    with store.beginning(header):
        with pytest.raises(InUse), store.resuming("k7m2"):
            pass
        with pytest.raises(InUse):
            store.delete("k7m2")
    assert store.ids() == ["k7m2"]


def test_once_closed_a_session_can_be_resumed_and_goes_on_where_it_stopped(store: Store) -> None:
    rehearse(store, "k7m2")

    for step in ("O1", "O2"):
        with store.resuming("k7m2") as journal:
            journal.append(Jumped(step), NINE)

    assert [entry.event for entry in store.find("k7m2").entries] == [Paused(), Jumped("O1"), Jumped("O2")]


def test_a_session_is_free_again_after_its_writer_failed(store: Store) -> None:
    rehearse(store, "k7m2")

    with pytest.raises(ZeroDivisionError), store.resuming("k7m2"):
        raise ZeroDivisionError

    with store.resuming("k7m2") as journal:
        assert len(journal.session.entries) == 1


def test_different_sessions_can_be_open_at_once(store: Store) -> None:
    with ExitStack() as stack:
        for name in ("bbbb", "cccc"):
            rehearse(store, name)
            stack.enter_context(store.resuming(name)).append(Jumped("O1"), NINE)

    assert [len(session.entries) for session in store.all()[0]] == [2, 2]


def test_where_nothing_can_be_written_the_way_out_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    store = Store(tmp_path / "file" / "sessions")
    header = Header(id="k7m2", started=NINE, program="0.1.0", option_set="knee", guide="elwyn-2012", contents={})

    with pytest.raises(CannotKeep, match="--no-save") as first:
        store.keep_content(KNEE)
    with pytest.raises(CannotKeep, match="SDM_HOME") as second, store.beginning(header):
        pass
    assert first.value.exit is second.value.exit is Exit.UNUSABLE
