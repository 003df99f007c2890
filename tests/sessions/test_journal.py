import os
import shutil
import stat
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from errno import ENOSPC
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdm_cli.exits import Exit
from sdm_cli.model.event import Answer, Answered, AnyEvent, Jumped, Marked, Paused, Resumed, WentBack
from sdm_cli.model.session import CameTo, Header
from sdm_cli.sessions.journal import Broken, CannotWrite, Journal, Lost, TakenAway, TooNew, Unopenable, _seal_in, _sealed, left_with, read

NINE = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
HEADER = Header(id="k7m2", started=NINE, program="0.1.0", option_set="knee-osteoarthritis", guide="elwyn-2012", contents={"guide": "ab"})
EVERY_EVENT: tuple[AnyEvent, ...] = (
    Answered("choice.offer.note", "Müde, sagt sie"),
    Answered("choice.step_back.note", value=True),
    Answered("decision.matters.rate.stairs", 7),
    Answered("decision.elicit.leaning", ("exercise", "as-now")),
    Answered("decision.elicit.why", None),
    WentBack(),
    Jumped("O4"),
    Marked("O5", "skipped on purpose"),
    Paused(),
    Resumed(),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "k7m2.jsonl"


def write(path: Path, *events: AnyEvent) -> None:
    journal = Journal.begin(path, HEADER)
    for event in events:
        journal.append(event, NINE)
    journal.close()


def events(path: Path) -> tuple[AnyEvent, ...]:
    return tuple(entry.event for entry in read(path).entries)


def test_everything_that_happened_is_read_back_in_order(path: Path) -> None:
    write(path, *EVERY_EVENT)

    assert read(path).header == HEADER
    assert events(path) == EVERY_EVENT
    assert {entry.at for entry in read(path).entries} == {NINE}


@given(value=st.text(st.characters(exclude_categories=["Cs"])) | st.integers(-(2**53), 2**53) | st.lists(st.text(max_size=5)).map(tuple))
def test_any_answer_is_one_line_and_comes_back_as_it_was_given(value: Answer, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("journal") / "k7m2.jsonl"

    write(path, Answered("choice.offer.note", value))

    assert path.read_bytes().count(b"\n") == 2
    assert events(path) == (Answered("choice.offer.note", value),)


def test_each_event_can_be_read_by_somebody_else_as_soon_as_it_was_appended(path: Path) -> None:
    journal = Journal.begin(path, HEADER)

    for count, event in enumerate(EVERY_EVENT, start=1):
        journal.append(event, NINE)
        assert events(path) == EVERY_EVENT[:count]
    journal.close()


def test_each_event_is_forced_onto_the_disk_before_append_returns(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    forced: list[int] = []
    journal = Journal.begin(path, HEADER)
    monkeypatch.setattr(os, "fsync", lambda file: forced.append(os.fstat(file).st_size))

    journal.append(WentBack(), NINE)
    journal.append(Paused(), NINE)
    journal.close()

    size_after_each = [sum(len(line) for line in path.read_bytes().splitlines(keepends=True)[:count]) for count in (2, 3)]
    assert forced == size_after_each


def cuts(path: Path) -> Iterator[bytes]:
    """The file with its last line cut short, at every byte."""
    raw = path.read_bytes()
    last = raw[:-1].rfind(b"\n") + 1
    for end in range(last, len(raw)):
        yield raw[:end]


def test_a_last_line_that_a_crash_cut_short_is_left_out(path: Path) -> None:
    write(path, Jumped("O4"), Answered("choice.offer.note", "Müde"))

    for cut in cuts(path):
        path.write_bytes(cut)
        assert events(path) == (Jumped("O4"),)


def test_going_on_after_a_crash_overwrites_the_line_that_was_cut_short(path: Path) -> None:
    write(path, Jumped("O4"), Answered("choice.offer.note", "Müde"))

    for cut in list(cuts(path)):
        path.write_bytes(cut)
        journal = Journal.reopen(path)
        assert tuple(entry.event for entry in journal.session.entries) == (Jumped("O4"),)
        journal.append(WentBack(), NINE)
        journal.close()
        assert events(path) == (Jumped("O4"), WentBack())
        assert path.read_bytes().count(b"\n") == 3
        assert path.read_bytes().endswith(b"\n")


@pytest.mark.parametrize("interrupted", [KeyboardInterrupt, SystemExit(143)])
def test_whoever_is_interrupted_while_an_event_is_forced_onto_the_disk_can_still_pause(
    path: Path, monkeypatch: pytest.MonkeyPatch, interrupted: BaseException
) -> None:
    write(path, Jumped("O4"))
    journal = Journal.reopen(path)

    def interrupt(_: int) -> None:
        raise interrupted

    with monkeypatch.context() as slow:
        slow.setattr(os, "fsync", interrupt)
        with pytest.raises((KeyboardInterrupt, SystemExit)):
            journal.append(Answered("choice.offer.note", "a long answer, so that nothing of it may stay behind"), NINE)
    journal.append(Paused(), NINE)
    journal.close()

    assert events(path) == (Jumped("O4"), Paused())
    assert read(path) == journal.session


CAME_TO = CameTo("0.1.0", 1, msgspec.Raw(b'{"steps":[]}'))


def test_what_a_session_came_to_gives_way_to_what_happens_next_so_a_hundred_pauses_keep_one(path: Path) -> None:
    write(path)
    for _ in range(3):
        journal = Journal.reopen(path)
        journal.append(Paused(), NINE)
        journal.add_what_it_came_to(CAME_TO)
        journal.add_what_it_came_to(CAME_TO)
        journal.close()

    assert left_with(path) == CAME_TO
    assert path.read_bytes().count(b'{"came_to"') == 1
    assert events(path) == (Paused(), Paused(), Paused())


def write_and_leave(path: Path, *events: AnyEvent) -> None:
    write(path, *events)
    journal = Journal.reopen(path)
    journal.add_what_it_came_to(CAME_TO)
    journal.close()


@pytest.mark.parametrize("events", [(), (Jumped("O4"), Paused())])
def test_what_a_session_came_to_is_not_believed_once_any_byte_of_it_changed(path: Path, events: tuple[AnyEvent, ...]) -> None:
    write_and_leave(path, *events)
    raw = path.read_bytes()
    assert left_with(path) == CAME_TO
    for at in range(len(raw)):
        path.write_bytes(raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :])
        assert left_with(path) is None, f"byte {at} changed, and nobody noticed"


def test_half_a_line_behind_what_a_session_came_to_takes_nothing_from_it(path: Path) -> None:
    write_and_leave(path, Paused())
    path.write_bytes(path.read_bytes() + b'{"at":"2026-')

    assert left_with(path) == CAME_TO


def test_what_happened_behind_a_line_that_says_what_a_session_came_to_is_never_lost(path: Path) -> None:
    write_and_leave(path, Paused())
    raw = path.read_bytes()
    last, _ = _sealed(msgspec.json.encode({"at": NINE, "event": Jumped("O4")}), _seal_in(raw))
    path.write_bytes(raw + last)

    assert left_with(path) is None
    assert events(path) == (Paused(), Jumped("O4"))


def test_a_disk_that_is_full_when_a_session_is_left_keeps_the_session_as_it_was(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(path, Jumped("O4"))
    before = path.read_bytes()
    journal = Journal.reopen(path)

    def full(_: int) -> None:
        raise OSError(ENOSPC, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(os, "fsync", full)
        with pytest.raises(CannotWrite):
            journal.add_what_it_came_to(CAME_TO)
    journal.close()

    assert path.read_bytes() == before
    assert not read(path).cut


def test_an_open_journal_knows_what_was_in_it_and_what_was_added(path: Path) -> None:
    write(path, Jumped("O4"))

    journal = Journal.reopen(path)
    journal.append(WentBack(), NINE)
    journal.close()

    assert journal.session == read(path)


@pytest.mark.parametrize(
    "line",
    [
        b'{"at": "2026-11-21T09:00:00Z", "event": {"kind": "ans',
        b'{"at": "2026-11-21T09:00:00Z", "event": {"kind": "sang"}}',
        b'{"at": "yesterday", "event": {"kind": "paused"}}',
        b"\xff\xfe",
        b"\0" * 20,
        b"",
    ],
)
def test_a_broken_line_in_the_middle_is_refused_with_its_place_and_nothing_is_thrown_away(path: Path, line: bytes) -> None:
    write(path, Jumped("O4"), Paused())
    first, second, third = path.read_bytes().splitlines()
    path.write_bytes(b"\n".join([first, second, line, third, b""]))
    before = path.read_bytes()

    for opening in (read, Journal.reopen):
        with pytest.raises(Broken, match=r"k7m2\.jsonl:3 is not readable") as refusal:
            opening(path)
        assert refusal.value.exit is Exit.UNUSABLE
    assert path.read_bytes() == before


@pytest.mark.parametrize("time", ["0001-01-01T00:00:00Z", "1969-12-31T23:59:59Z", "9999-12-31T23:59:59Z"])
def test_a_time_that_no_clock_shows_is_refused_at_its_line(path: Path, time: str) -> None:
    header = {**msgspec.to_builtins(HEADER), "sdm_session": 1}
    entry = {"at": "2026-11-21T09:00:00Z", "event": {"kind": "paused"}}
    for number, rows in enumerate(([{**header, "started": time}, entry], [header, {**entry, "at": time}]), start=1):
        path.write_bytes(b"".join(msgspec.json.encode(row) + b"\n" for row in rows))
        with pytest.raises(Broken, match=rf"k7m2\.jsonl:{number} is not readable as a session: no clock shows the year"):
            read(path)


DEEP = b'"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}\n"


def test_brackets_in_brackets_without_end_are_a_broken_line(path: Path) -> None:
    path.write_bytes(msgspec.json.encode(msgspec.structs.replace(HEADER, sdm_session=1)) + b"\n{" + DEEP)

    with pytest.raises(Broken, match=r"k7m2\.jsonl:2 is not readable"):
        read(path)


@pytest.mark.parametrize(
    "raw",
    [
        *(b"", b"\n", b"not a session\n", b'{"sdm_session":1}\n', b'{"sdm_session":1,"id":"k7m2"'),
        pytest.param(b'{"sdm_session":1,' + DEEP, id="deep"),
    ],
)
def test_a_file_without_a_header_is_refused_at_its_first_line(path: Path, raw: bytes) -> None:
    path.write_bytes(raw)

    with pytest.raises(Broken, match=r"k7m2\.jsonl:1 is not readable"):
        read(path)


def test_a_file_that_holds_nothing_is_told_as_that(path: Path) -> None:
    path.touch()

    with pytest.raises(Broken, match=r"k7m2\.jsonl:1 is not readable as a session: it has no header\. The file was left as it is\.$"):
        read(path)


def test_what_cannot_be_opened_is_named_with_the_reason(path: Path) -> None:
    path.mkdir()

    for opening in (read, left_with, Journal.reopen):
        with pytest.raises(Unopenable) as refusal:
            opening(path)
        assert str(refusal.value) == f"{path} cannot be opened: Is a directory."


@pytest.mark.parametrize(
    "header", [{**msgspec.to_builtins(HEADER), "sdm_session": 3}, {"sdm_session": 4, "name": "a header of a later year"}]
)
def test_a_session_of_a_newer_format_is_refused_with_the_advice_to_update(path: Path, header: dict[str, object]) -> None:
    path.write_bytes(msgspec.json.encode(header) + b'\n{"of": "a later year"}\n')
    before = path.read_bytes()

    for opening in (read, Journal.reopen):
        with pytest.raises(
            TooNew, match=rf"k7m2\.jsonl has format {header['sdm_session']}; this sdm reads up to 2\. Update sdm"
        ) as refusal:
            opening(path)
        assert refusal.value.exit is Exit.UNUSABLE
    assert path.read_bytes() == before


def test_a_session_is_for_its_owner_alone_whatever_the_umask(path: Path) -> None:
    before = os.umask(0)
    try:
        write(path, Paused())
    finally:
        os.umask(before)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_crash_while_a_session_begins_leaves_no_half_session(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", crash)
    with pytest.raises(KeyboardInterrupt):
        Journal.begin(path, HEADER)

    assert list(path.parent.iterdir()) == []


def test_a_write_that_fails_says_what_is_kept_and_how_to_go_on(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(path, Jumped("O4"))
    journal = Journal.reopen(path)

    def full(_: int) -> None:
        raise OSError(ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(
        CannotWrite, match=r"could not be kept: No space left on device\. Everything before it is kept\..*sdm sessions resume k7m2"
    ):
        journal.append(WentBack(), NINE)
    assert journal.session.entries == read(path).entries[:1]
    journal.close()


# What may become of a file while it is open


def deleted(path: Path) -> None:
    path.unlink()


def deleted_with_its_folder(path: Path) -> None:
    shutil.rmtree(path.parent)


def deleted_with_all_around_it(path: Path) -> None:
    shutil.rmtree(path.parent.parent)


def moved(path: Path) -> None:
    path.rename(path.with_name("elsewhere"))


def replaced(path: Path) -> None:
    copy = path.with_name("copy")
    copy.write_bytes(path.read_bytes())
    copy.replace(path)


def replaced_by_something_else(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize(
    "accident", [deleted, deleted_with_its_folder, deleted_with_all_around_it, moved, replaced, replaced_by_something_else]
)
def test_a_file_that_is_taken_away_while_it_is_open_is_written_there_again(tmp_path: Path, accident: Callable[[Path], None]) -> None:
    path = tmp_path / "home" / "sessions" / "k7m2.jsonl"
    path.parent.mkdir(parents=True)
    write(path, *EVERY_EVENT)
    journal = Journal.reopen(path)
    accident(path)

    with pytest.raises(TakenAway) as refusal:
        journal.append(WentBack(), NINE)
    journal.close()

    assert refusal.value.exit is Exit.UNUSABLE
    assert events(path) == (*EVERY_EVENT, WentBack())
    others = [each for each in path.parent.iterdir() if each.name.startswith("k7m2.jsonl.")]
    assert len(others) == (accident in {replaced, replaced_by_something_else})
    kept = "".join(f", and what stood there is kept as {each}" for each in others)
    assert str(refusal.value) == (
        f"{path} was deleted, moved or replaced while it was open. Everything is written there again{kept}. "
        "Go on with: sdm sessions resume k7m2"
    )


def test_where_it_cannot_be_written_again_that_is_said(path: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    path = home / "k7m2.jsonl"
    write(path, Jumped("O4"))
    journal = Journal.reopen(path)
    shutil.rmtree(home)
    home.write_bytes(b"a file where the folder was")

    with pytest.raises(Lost) as refusal:
        journal.append(WentBack(), NINE)
    journal.close()
    assert refusal.value.exit is Exit.UNUSABLE
    assert str(refusal.value) == (
        f"{path} was deleted, moved or replaced while it was open, and cannot be written again: File exists. "
        "What was answered is kept only where the file was moved to, if it was."
    )


# What an accident may do to a file


def lines_of(path: Path) -> list[bytes]:
    return path.read_bytes().splitlines(keepends=True)


SOME_EVENTS = EVERY_EVENT[:4]


def write_all(path: Path) -> tuple[AnyEvent, ...]:
    write(path, *SOME_EVENTS)
    return SOME_EVENTS


def test_a_file_cut_at_any_byte_holds_the_truth_as_far_as_it_goes_and_says_that_it_was_cut(path: Path) -> None:
    whole = write_all(path)
    raw = path.read_bytes()
    first = raw.index(b"\n") + 1
    for end in range(first, len(raw)):
        path.write_bytes(raw[:end])
        session = read(path)
        assert tuple(entry.event for entry in session.entries) == whole[: raw[:end].count(b"\n") - 1]
        assert session.cut == end - raw[:end].rfind(b"\n") - 1
    for end in range(first):
        path.write_bytes(raw[:end])
        with pytest.raises(Broken, match=":1 "):
            read(path)


@pytest.mark.parametrize("flip", [0x01, 0x02, 0x03, 0x80])
def test_any_byte_that_changes_is_found_or_belongs_to_the_end_that_is_left_out(path: Path, flip: int) -> None:
    whole = write_all(path)
    raw = path.read_bytes()
    for at in range(len(raw)):
        path.write_bytes(raw[:at] + bytes([raw[at] ^ flip]) + raw[at + 1 :])
        assert_it_is_noticed(path, whole, at, len(raw))


@pytest.mark.parametrize("more", [b"", b"\n"])
def test_a_byte_too_few_or_too_many_is_found_or_belongs_to_the_end(path: Path, more: bytes) -> None:
    whole = write_all(path)
    raw = path.read_bytes()
    for at in range(len(raw)):
        path.write_bytes(raw[:at] + (more + raw[at:] if more else raw[at + 1 :]))
        assert_it_is_noticed(path, whole, at, len(raw))


def assert_it_is_noticed(path: Path, whole: tuple[AnyEvent, ...], at: int, size: int) -> None:
    """A file that was changed at a byte is refused, or was changed at its very end: that alone may be lost, and that is said."""
    try:
        session = read(path)
    except (Broken, TooNew):
        return
    assert at == size - 1, f"byte {at} changed, and nobody noticed"
    assert (tuple(entry.event for entry in session.entries), session.cut > 0) == (whole[:-1], True)


def test_a_line_without_a_seal_is_told_as_that(path: Path) -> None:
    write(path, Paused())
    first, second = lines_of(path)
    for number, lines in enumerate(([_unsealed(first), second], [first, _unsealed(second)]), start=1):
        path.write_bytes(b"".join(lines))
        with pytest.raises(Broken, match=rf":{number} is not readable as a session: it has no seal\."):
            read(path)


def _unsealed(line: bytes) -> bytes:
    """A line as an editor may leave it: without its seal, and with its keys the other way round, so that an event ends in a string."""
    rows = msgspec.json.decode(line)
    return msgspec.json.encode({key: rows[key] for key in reversed(rows) if key != "seal"}) + b"\n"


@pytest.mark.parametrize("events", [(), (Paused(),)])
def test_a_header_that_was_changed_to_name_the_format_without_seals_is_found(path: Path, events: tuple[AnyEvent, ...]) -> None:
    write(path, *events)
    path.write_bytes(path.read_bytes().replace(b'{"sdm_session":2', b'{"sdm_session":1'))

    with pytest.raises(Broken, match=r":1 is not readable as a session: it has a seal, and the format that it names had none\."):
        read(path)


def test_a_line_that_is_dropped_doubled_or_moved_is_found_where_it_happened(path: Path) -> None:
    write_all(path)
    lines = lines_of(path)
    for at in range(1, len(lines)):
        doubled = [*lines[: at + 1], *lines[at:]]
        expected = {"doubled": at + 2}
        odd = {"doubled": doubled}
        if at < len(lines) - 1:
            odd["dropped"] = lines[:at] + lines[at + 1 :]
            odd["moved"] = [*lines[:at], lines[at + 1], lines[at], *lines[at + 2 :]]
            expected |= {"dropped": at + 1, "moved": at + 1}
        for what, written in odd.items():
            path.write_bytes(b"".join(written))
            with pytest.raises(Broken, match=rf":{expected[what]} is not readable as a session: its seal does not fit"):
                read(path)


def test_a_line_of_another_session_does_not_fit_in(path: Path, tmp_path: Path) -> None:
    write_all(path)
    other = tmp_path / "other.jsonl"
    write(other, *reversed(EVERY_EVENT))
    path.write_bytes(path.read_bytes() + lines_of(other)[-1])

    with pytest.raises(Broken, match=rf":{len(SOME_EVENTS) + 2} "):
        read(path)


# Older files


def write_as_format_1(path: Path, *events: AnyEvent) -> bytes:
    header = {**msgspec.to_builtins(HEADER), "sdm_session": 1}
    rows = [header, *({"at": NINE, "event": event} for event in events)]
    raw = b"".join(msgspec.json.encode(row) + b"\n" for row in rows)
    path.write_bytes(raw)
    return raw


WRITTEN_IN_2026 = """\
{"sdm_session":2,"id":"k7m2","kind":"walk","started":"2026-11-21T09:00:00Z","program":"0.1.0","option_set":"knee-osteoarthritis",\
"guide":"elwyn-2012","contents":{"guide":"ab"},"case":null,"case_file":null,"seed":null,"code":null,"own_words":false,"template":null,\
"role":null,"seal":"aaa4cf6a9cbf6cc6"}
{"at":"2026-11-21T09:00:00Z","event":{"kind":"answered","question":"choice.offer.note","value":"Müde"},"seal":"c2598c90bced52fe"}
{"at":"2026-11-21T09:00:00Z","event":{"kind":"paused"},"seal":"e6d5d3ca390a2d57"}
{"came_to":{"program":"0.1.0","tables":1,"rows":{"steps":[]}},"of":"a747bf55397ca1dd","seal":"18d33fb343dc621f"}
"""


def test_a_file_of_format_2_is_read_by_every_later_sdm_as_it_was_written(path: Path) -> None:
    path.write_text(WRITTEN_IN_2026, encoding="utf-8", newline="")

    assert read(path).header == HEADER
    assert events(path) == (Answered("choice.offer.note", "Müde"), Paused())
    assert left_with(path) == CAME_TO


def test_a_file_of_format_1_is_read_as_it_is(path: Path) -> None:
    raw = write_as_format_1(path, *EVERY_EVENT)

    assert events(path) == EVERY_EVENT
    assert path.read_bytes() == raw


def test_going_on_with_a_file_of_format_1_writes_it_anew_and_keeps_it(path: Path) -> None:
    raw = write_as_format_1(path, *EVERY_EVENT)
    journal = Journal.reopen(path)
    journal.append(Resumed(), NINE)
    journal.close()

    assert events(path) == (*EVERY_EVENT, Resumed())
    assert read(path).header.sdm_session == 2
    assert journal.older is not None
    assert journal.older.read_bytes() == raw
    assert journal.older.name == "k7m2.jsonl.format-1"
    again = Journal.reopen(path)
    again.close()
    assert again.older is None


def test_a_cut_file_of_format_1_says_that_it_was_cut_also_after_it_was_written_anew(path: Path) -> None:
    raw = write_as_format_1(path, Jumped("O4"), Paused())
    path.write_bytes(raw[:-5])
    journal = Journal.reopen(path)

    assert tuple(entry.event for entry in journal.session.entries) == (Jumped("O4"),)
    assert journal.session.cut > 0
    journal.close()
