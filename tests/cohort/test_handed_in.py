"""Whatever lies in the folders: what is a session is counted once, and the rest is named with a reason."""

import os
import shutil
from collections.abc import Iterator
from errno import EACCES
from hashlib import sha256
from pathlib import Path

import pytest
from msgspec.structs import replace

from sdm_cli.cohort.handed_in import NotThere, Survey, Texts, Unread, files_in, surveyed, tables_of
from sdm_cli.sessions import journal
from tests.cohort.made_up_class import Person, as_kept, hand_in, texts_needed

NOWHERE = Texts(())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    hand_in(tmp_path / "class", people=2, with_texts=False)
    return tmp_path / "class"


def survey(folder: Path) -> Survey:
    return surveyed(files_in([folder]))


def reasons(found: Survey, texts: Texts = NOWHERE) -> Iterator[str]:
    for each in found.passed_over:
        yield each.reason
    for session in found.found:
        try:
            tables_of(session, "", texts)
        except Unread as unread:
            yield unread.passed_over.reason


def a_session(folder: Path) -> Path:
    return min(folder.rglob("*.jsonl"))


def rewritten(path: Path, **changes: object) -> None:
    """Change the header of a session."""
    kept = journal.read(path)
    path.write_bytes(as_kept(replace(kept.header, **changes), kept.entries))


def test_everything_is_counted_where_nothing_is_wrong(folder: Path) -> None:
    assert len(survey(folder).found) == sum(1 for number in range(2) for _ in Person(number, 30).sessions())
    assert list(reasons(survey(folder))) == []


def test_a_session_handed_in_twice_counts_once_and_the_longer_copy_is_taken(folder: Path) -> None:
    path = a_session(folder)
    lines = path.read_bytes().splitlines(keepends=True)
    (folder / "A copy.jsonl").write_bytes(b"".join(lines[:5]))

    found = survey(folder)

    assert found.twice == 1
    assert path in {each.path for each in found.found}


def test_a_session_that_was_renewed_in_todays_format_counts_once(folder: Path) -> None:
    path = a_session(folder)
    before = survey(folder)
    shutil.copy(path, path.with_name(f"{path.name}.format-1"))

    assert survey(folder) == before


def test_a_file_cut_short_by_a_crash_is_counted_as_far_as_it_goes(folder: Path) -> None:
    path = a_session(folder)
    raw = path.read_bytes()
    path.write_bytes(raw[:-20])

    (found,) = [each for each in survey(folder).found if each.path == path]

    assert tables_of(found, "", NOWHERE).session.entries == len(raw.splitlines()) - 2


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"hello\n", "not a session"),
        (b"\xff\xfe\x00\n", "not a session"),
        (b"[" * 60_000, "not a session"),
        (b"PK\x03\x04" + bytes(99), "not a session"),
        (b'{"sdm_session": 99}\n', "written by a newer sdm"),
        (b'{"sdm_session": 1}\n', "broken"),
    ],
)
def test_a_foreign_file_is_passed_over_with_its_reason_and_the_rest_counted(folder: Path, content: bytes, reason: str) -> None:
    before = len(survey(folder).found)
    (folder / "essay.jsonl").write_bytes(content)

    found = survey(folder)

    assert list(reasons(found)) == [reason]
    assert len(found.found) + len(found.passed_over) == before + 1


def test_a_line_broken_in_the_middle_names_the_line(folder: Path) -> None:
    path = a_session(folder)
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join((*lines[:3], b'{"at": "yesterday"}\n', *lines[3:])))

    (found,) = [each for each in survey(folder).found if each.path == path]

    with pytest.raises(Unread, match="line 4 is not readable"):
        tables_of(found, "", NOWHERE)


@pytest.mark.parametrize("year", ["0001", "9999"])
def test_a_date_at_the_end_of_the_calendar_is_broken_since_no_zone_can_show_it(folder: Path, year: str) -> None:
    path = a_session(folder)
    began = journal.read(path).header.started.isoformat()[:10].encode()
    path.write_bytes(path.read_bytes().replace(began, f"{year}-01-01".encode(), 1))

    (broken,) = survey(folder).passed_over

    assert (broken.path, broken.reason) == (path, "broken")
    assert f"no clock shows the year {int(year)}" in broken.detail


def test_a_kind_that_is_not_counted_yet_says_so(folder: Path) -> None:
    path = a_session(folder)
    rewritten(path, kind="singing")

    assert list(reasons(survey(folder))) == ["of a kind that is not counted here"]


def test_texts_are_found_beside_above_or_where_they_were_named_and_only_if_they_are_the_same(folder: Path, tmp_path: Path) -> None:
    path = a_session(folder)
    changed = {digest: raw + b"\n# changed\n" for digest, raw in texts_needed().items()}
    contents = journal.read(path).header.contents
    rewritten(path, contents={name: sha256(changed[digest]).hexdigest() for name, digest in contents.items()})
    assert list(reasons(survey(path.parent))) == ["without the texts it was run against"]

    for place in (path.parent / "contents", path.parent.parent / "contents", tmp_path / "elsewhere"):
        place.mkdir()
        for text in changed.values():
            (place / f"{sha256(text).hexdigest()}.yaml").write_bytes(text)
        copy = tmp_path / f"copy-{place.name}-{len(place.parts)}" / "own"
        shutil.copytree(path.parent, copy)
        if place.parent == path.parent.parent:
            shutil.copytree(place, copy.parent / "contents")
        named = Texts((place,)) if place.name == "elsewhere" else NOWHERE
        assert list(reasons(surveyed(files_in([copy])), named)) == [], place
        shutil.rmtree(place)

    lying = path.parent / "contents"
    lying.mkdir()
    for text in changed.values():
        (lying / f"{sha256(text).hexdigest()}.yaml").write_bytes(text + b"# and again\n")
    again = tmp_path / "again"
    shutil.copytree(path.parent, again)
    assert list(reasons(surveyed(files_in([again])))) == ["without the texts it was run against"]


def test_folders_are_people_by_a_number_that_follows_no_name(folder: Path) -> None:
    persons = survey(folder).persons

    assert sorted(persons.values()) == ["p1", "p2"]
    assert survey(folder / "K00").persons == {}  # a single folder tells nobody apart


def test_a_folder_that_nobody_can_look_into_is_named_and_the_rest_counted(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    locked, opened = folder / "K00", os.scandir

    def scandir(path: str | Path) -> object:
        if Path(path) == locked:
            raise PermissionError(EACCES, "Permission denied", str(path))
        return opened(path)

    monkeypatch.setattr(os, "scandir", scandir)

    found = survey(folder)

    assert {each.path.parent.name for each in found.found} == {"K01"}
    (told,) = found.passed_over
    assert (told.path, told.detail) == (locked, "the folder cannot be opened, so nothing in it was read")
    assert [each.path for each in survey(locked).passed_over] == [locked]


def test_a_path_that_is_not_there_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(NotThere):
        list(files_in([tmp_path / "nowhere"]))
