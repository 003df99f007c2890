"""Finding files by id or path, and loading what was found."""

from pathlib import Path

import pytest

from sdm_cli.commands.surroundings import Surroundings
from sdm_cli.content import glances
from sdm_cli.content.case_loading import check
from sdm_cli.content.catalogue import BUNDLED, Catalogue, NotFound, Unopenable, contents, kind_of
from sdm_cli.content.glances import Kind
from sdm_cli.content.loading import Unusable, load_guide, load_option_set
from tests.content.sore_thumb import SORE_THUMB, changed

KNEE = BUNDLED / "option_sets" / "knee-osteoarthritis.yaml"
GUIDE_2012 = BUNDLED / "guides" / "elwyn-2012.yaml"
STEPS = BUNDLED / "guides" / "steps.yaml"
BUNDLED_GUIDES = sorted(path.stem for path in BUNDLED.glob("guides/*.yaml") if path.name != "steps.yaml")
BUNDLED_SETS = sorted(path.stem for path in BUNDLED.glob("option_sets/*.yaml"))


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "own"
    (folder / "option_sets").mkdir(parents=True)
    (folder / "guides").mkdir()
    return folder


def catalogue(*folders: Path) -> Catalogue:
    return Catalogue(folders)


def written(path: Path, text: str | bytes = SORE_THUMB) -> Path:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def named(identity: str) -> str:
    return changed(("id: sore-thumb", f"id: {identity}"))


def missed(kind: Kind, wanted: str, *folders: Path) -> str:
    with pytest.raises(NotFound) as refusal:
        catalogue(*folders).path(kind, wanted)
    return str(refusal.value)


# ── What there is ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_without_own_folders_there_is_what_is_bundled() -> None:
    assert catalogue().ids("option-sets") == BUNDLED_SETS
    assert catalogue().ids("guides") == BUNDLED_GUIDES
    assert not any(entry.own for entry in catalogue().entries("option-sets"))


def test_own_files_are_listed_among_the_bundled_by_id(own: Path) -> None:
    path = written(own / "option_sets" / "sore-thumb.yaml")
    entries = catalogue(own).entries("option-sets")
    assert [entry.id for entry in entries] == sorted([*BUNDLED_SETS, "sore-thumb"])
    assert [(entry.path, entry.own, entry.shadows) for entry in entries if entry.own] == [(path, True, None)]


def test_a_list_shows_what_the_first_lines_say(own: Path) -> None:
    written(own / "option_sets" / "sore-thumb.yml")
    (entry,) = (entry for entry in catalogue(own).entries("option-sets") if entry.own)
    assert entry.headline == {
        "id": "sore-thumb",
        "title": "A sore thumb",
        "decision": "What shall we do about this thumb?",
        "status": "fictional",
        "updated": "2026-11-01",
        "review_due": "2027-11-01",
    }


def test_sets_and_guides_may_lie_loose_in_a_named_folder_and_are_told_apart(own: Path) -> None:
    written(own / "sore-thumb.yaml")
    written(own / "mine.yaml", GUIDE_2012.read_bytes().replace(b"id: elwyn-2012", b"id: mine"))
    written(own / "steps.yaml", STEPS.read_bytes())
    written(own / "notes.txt", "decision: not YAML by its name")
    written(own / "shopping.yaml", "milk: 1\n")
    assert [entry.id for entry in catalogue(own).entries("option-sets") if entry.own] == ["sore-thumb"]
    assert [entry.id for entry in catalogue(own).entries("guides") if entry.own] == ["mine"]


def test_the_steps_of_guides_are_no_guide(own: Path) -> None:
    written(own / "guides" / "steps.yaml", STEPS.read_bytes())
    assert catalogue(own).ids("guides") == BUNDLED_GUIDES


def test_a_folder_that_is_not_there_or_is_a_file_holds_nothing(tmp_path: Path) -> None:
    file = written(tmp_path / "file.yaml")
    assert catalogue(tmp_path / "nowhere", file).ids("option-sets") == BUNDLED_SETS


def test_a_folder_that_cannot_be_read_is_named_with_the_reason(tmp_path: Path) -> None:
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    with pytest.raises(Unopenable, match=r"loop.* cannot be read: Too many levels of symbolic links\.$"):
        catalogue(loop).entries("option-sets")


@pytest.mark.parametrize(
    "broken", ["id: broken\ntitle: [\n", "\tid: broken", "", "- a\n", "id: &x broken\n", b"id: broken\n# \xff", b"\xff\xfe"]
)
def test_a_broken_file_is_still_listed_and_found_by_its_name(own: Path, broken: str | bytes) -> None:
    path = written(own / "option_sets" / "broken.yaml", broken)
    assert "broken" in catalogue(own).ids("option-sets")
    assert catalogue(own).path("option-sets", "broken") == path


@pytest.mark.parametrize(
    "broken",
    [
        SORE_THUMB.encode() + b"# \xff\n",
        SORE_THUMB.encode() + b"# \x07\n",
        SORE_THUMB.encode().ljust(1_000_001, b"#"),
        SORE_THUMB.encode() + b"x: [\n",
    ],
    ids=["a stray byte", "a control character", "too large", "a syntax error"],
)
def test_a_mistake_at_the_end_does_not_take_a_loose_file_out_of_the_list(own: Path, broken: bytes) -> None:
    path = written(own / "sore-thumb.yaml", broken)
    assert "sore-thumb" in catalogue(own).ids("option-sets")
    assert catalogue(own).path("option-sets", "sore-thumb") == path


@pytest.mark.parametrize("place", [".", "option_sets"])
def test_one_file_that_cannot_be_opened_does_not_cost_the_others(own: Path, place: str) -> None:
    (own / place / "folder.yaml").mkdir()
    (own / place / "moved-away.yaml").symlink_to(own / "nowhere")
    written(own / place / "sore-thumb.yaml")
    assert set(catalogue(own).ids("option-sets")) >= {*BUNDLED_SETS, "sore-thumb"}
    assert catalogue(own).path("option-sets", "knee-osteoarthritis") == KNEE


# ── Which one is meant ────────────────────────────────────────────────────────────────────────────────────────────


def test_an_id_means_the_bundled_file_of_that_name() -> None:
    assert catalogue().path("option-sets", "knee-osteoarthritis") == KNEE
    assert catalogue().path("guides", "elwyn-2012") == GUIDE_2012


def test_a_path_means_that_file_wherever_it_lies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path / "thumb.yaml")
    monkeypatch.chdir(tmp_path)
    assert catalogue().path("option-sets", str(path)) == path
    assert catalogue().path("option-sets", "thumb.yaml") == Path("thumb.yaml")
    assert catalogue().path("option-sets", "./thumb.yaml").samefile(path)


def test_a_word_without_slash_or_ending_is_an_id_even_beside_a_file_of_that_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path / "knee-osteoarthritis")
    monkeypatch.chdir(tmp_path)
    assert catalogue().path("option-sets", "knee-osteoarthritis") == KNEE


@pytest.mark.parametrize("place", [".", "option_sets"])
@pytest.mark.parametrize("name", ["knee-osteoarthritis.yaml", "knee-osteoarthritis.yml", "mine.yaml"])
def test_an_own_file_stands_before_the_bundled_one_of_its_id_in_the_list_and_when_named(own: Path, place: str, name: str) -> None:
    path = written(own / place / name, named("knee-osteoarthritis"))
    entry = {entry.id: entry for entry in catalogue(own).entries("option-sets")}["knee-osteoarthritis"]
    assert (entry.path, entry.own, entry.shadows) == (path, True, KNEE)
    assert catalogue(own).path("option-sets", "knee-osteoarthritis") == path


def test_the_first_named_folder_stands_before_the_second(tmp_path: Path) -> None:
    first, second = tmp_path / "a", tmp_path / "b"
    for folder in (first, second):
        folder.mkdir()
        written(folder / "sore-thumb.yaml")
    assert catalogue(first, second).path("option-sets", "sore-thumb") == first / "sore-thumb.yaml"
    assert catalogue(second, first).path("option-sets", "sore-thumb") == second / "sore-thumb.yaml"
    (entry,) = (entry for entry in catalogue(second, first).entries("option-sets") if entry.own)
    assert (entry.path, entry.shadows) == (second / "sore-thumb.yaml", first / "sore-thumb.yaml")


def test_the_folders_of_sdm_library_stand_in_order_before_the_one_of_the_data_folder(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SDM_LIBRARY", "one::/two")
    assert Surroundings.here().library_folders == (Path("one"), Path("/two"), home / "library")


def test_without_sdm_library_there_is_the_data_folder_only(home: Path) -> None:
    assert Surroundings.here().library_folders == (home / "library",)


def test_an_id_that_differs_from_the_name_of_its_file_is_found_and_so_is_the_name(own: Path) -> None:
    path = written(own / "option_sets" / "file-name.yaml", named("other-id"))
    assert catalogue(own).path("option-sets", "other-id") == path
    assert catalogue(own).path("option-sets", "file-name") == path
    assert [entry.id for entry in catalogue(own).entries("option-sets") if entry.own] == ["other-id"]


def test_a_set_is_no_guide_and_a_guide_is_no_set() -> None:
    nowhere = "and there is no such file."
    assert missed("guides", "knee-osteoarthritis") == (
        f"No guide is called 'knee-osteoarthritis', {nowhere} That is an option set: 'sdm walk' rehearses it, and 'sdm show' reads it."
    )
    assert missed("option-sets", "elwyn-2012") == f"No option set is called 'elwyn-2012', {nowhere} That is a guide: --guide takes it."
    assert missed("option-sets", "stairs-and-grandchildren") == (
        f"No option set is called 'stairs-and-grandchildren', {nowhere} That is a case: 'sdm practice' plays it."
    )


@pytest.mark.parametrize(
    ("wanted", "remedy"),
    [
        ("knee", "Did you mean 'knee-osteoarthritis'?"),
        ("Cancer", "Did you mean one of early-breast-cancer-surgery, localised-prostate-cancer?"),
        ("kn", "'sdm list --kind option-sets' shows what there is."),
        ("surgeon", "'sdm list --kind option-sets' shows what there is."),
    ],
)
def test_a_piece_of_an_id_is_recognised(wanted: str, remedy: str) -> None:
    assert missed("option-sets", wanted).endswith(f"there is no such file. {remedy}")


@pytest.mark.parametrize(
    ("kind", "wanted", "message"),
    [
        (
            "option-sets",
            "knee-osteoarthrits",
            "No option set is called 'knee-osteoarthrits', and there is no such file. Did you mean 'knee-osteoarthritis'?",
        ),
        ("guides", "elwyn2012", "No guide is called 'elwyn2012', and there is no such file. Did you mean 'elwyn-2012'?"),
        (
            "option-sets",
            "zzz",
            "No option set is called 'zzz', and there is no such file. 'sdm list --kind option-sets' shows what there is.",
        ),
        ("guides", "", "No guide is called '', and there is no such file. 'sdm list --kind guides' shows what there is."),
        (
            "option-sets",
            "knee-osteoarthritis.yaml",
            "No option set is called 'knee-osteoarthritis.yaml', and there is no such file. Did you mean 'knee-osteoarthritis'?",
        ),
        (
            "option-sets",
            "sets/zzz",
            "No option set is called 'sets/zzz', and there is no such file. 'sdm list --kind option-sets' shows what there is.",
        ),
    ],
)
def test_a_near_miss_is_asked_about_and_any_other_is_told_where_to_look(kind: Kind, wanted: str, message: str) -> None:
    assert missed(kind, wanted) == message


def test_an_own_set_is_among_the_near_misses(own: Path) -> None:
    written(own / "any.yaml", named("sore-toe"))
    assert missed("option-sets", "sore-tow", own).endswith("Did you mean 'sore-toe'?")


@pytest.mark.parametrize("wanted", [f"{'x' * 300}.yaml", "a\0b.yaml", "a\0b", "/", ".", "..", "~/x.yaml"], ids=range(7))
def test_an_impossible_path_is_not_found_and_no_crash(wanted: str) -> None:
    assert missed("option-sets", wanted).startswith("No option set is called ")


# ── Loading ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_loaded_set_comes_with_the_bytes_that_it_was_read_from(own: Path) -> None:
    path = written(own / "sore-thumb.yaml")
    loaded = load_option_set(catalogue(own), "sore-thumb")
    assert (loaded.option_set.title, loaded.raw) == ("A sore thumb", path.read_bytes())


def test_a_set_with_mistakes_is_refused_with_all_of_them(own: Path) -> None:
    path = written(own / "sore-thumb.yaml", changed(("status: fictional", "status: made up"), ("kind: harm", "kind: ham")))
    with pytest.raises(Unusable, match=r"sore-thumb\.yaml has 2 mistakes\.$") as refusal:
        load_option_set(catalogue(own), "sore-thumb")
    assert [(one.file, one.rule) for one in refusal.value.diagnostics] == [(str(path), "not-a-choice")] * 2


def test_a_set_with_one_mistake_is_refused_with_it(own: Path) -> None:
    written(own / "option_sets" / "sore-thumb.yaml", "")
    with pytest.raises(Unusable, match=r"sore-thumb\.yaml has a mistake\.$"):
        load_option_set(catalogue(own), "sore-thumb")


def test_a_file_that_cannot_be_opened_is_named_with_the_reason(tmp_path: Path) -> None:
    with pytest.raises(Unopenable, match=r"nowhere\.yaml cannot be read: No such file or directory\.$"):
        contents(tmp_path / "nowhere.yaml")


def test_an_own_guide_takes_the_bundled_steps_unless_it_has_its_own_beside_it(own: Path) -> None:
    written(own / "guides" / "mine.yaml", GUIDE_2012.read_bytes().replace(b"id: elwyn-2012", b"id: mine"))
    assert load_guide(catalogue(own), "mine").steps == STEPS.read_bytes()
    beside = written(own / "guides" / "steps.yaml", STEPS.read_bytes().replace(b"title: Step back", b"title: Pause"))
    loaded = load_guide(catalogue(own), "mine")
    assert (loaded.steps, loaded.guide.steps["C1"].title) == (beside.read_bytes(), "Pause")


def test_a_guide_on_broken_steps_is_refused_with_the_mistakes_of_the_steps(own: Path) -> None:
    written(own / "guides" / "mine.yaml", GUIDE_2012.read_bytes())
    steps = written(own / "guides" / "steps.yaml", STEPS.read_bytes().replace(b"activity: react", b"activity: reackt"))
    with pytest.raises(Unusable) as refusal:
        load_guide(catalogue(own), "mine")
    assert [(one.file, one.fix) for one in refusal.value.diagnostics] == [(str(steps), "Did you mean 'react'?")]


def test_a_guide_that_names_a_step_which_is_not_there_is_refused(own: Path) -> None:
    path = written(own / "guides" / "mine.yaml", GUIDE_2012.read_bytes().replace(b"before: P1", b"before: P7"))
    with pytest.raises(Unusable) as refusal:
        load_guide(catalogue(own), "mine")
    assert [(one.file, one.rule, one.message) for one in refusal.value.diagnostics] == [
        (str(path), "dangling-id", "'P7' is not a step that is known here"),
    ]


# ── Checking one file of any kind ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (KNEE.read_bytes(), "option-sets"),
        (GUIDE_2012.read_bytes(), "guides"),
        (STEPS.read_bytes(), "steps"),
        (b"id: a\ntalks: []\n", "guides"),
        (b"title: a\ndeep: {talks: 1}\noptions: []\n", "option-sets"),
        (b"id: decision\n", None),
        (b"", None),
        (b"id: [\n", None),
    ],
)
def test_the_kind_of_a_file_is_told_by_its_keys(raw: bytes, kind: str | None) -> None:
    assert kind_of(raw) == kind


@pytest.mark.parametrize(
    ("source", "old", "new", "rule"),
    [
        (KNEE, b"status: published", b"status: publisht", "not-a-choice"),
        (GUIDE_2012, b"after: R1", b"after: R9", "dangling-id"),
        (STEPS, b"id: C2", b"id: C1", "duplicate-id"),
    ],
)
def test_each_kind_of_file_is_checked_as_what_it_is(tmp_path: Path, source: Path, old: bytes, new: bytes, rule: str) -> None:
    path = written(tmp_path / "any.yaml", source.read_bytes())
    assert check(path) == ()
    written(path, source.read_bytes().replace(old, new, 1))
    assert [(one.file, one.rule) for one in check(path)] == [(str(path), rule)]


@pytest.mark.parametrize(
    ("raw", "rule"),
    [(b"", "empty"), (b"id: [\n", "syntax"), (b"\xff", "not-utf-8"), (b"- a\n", "not-a-mapping"), (b"id: a\n", "missing-key")],
)
def test_a_file_of_no_kind_has_findings_too(tmp_path: Path, raw: bytes, rule: str) -> None:
    assert [one.rule for one in check(written(tmp_path / "any.yaml", raw))] == [rule]


def test_a_file_that_cannot_be_opened_cannot_be_checked(tmp_path: Path) -> None:
    with pytest.raises(Unopenable):
        check(tmp_path / "nowhere.yaml")


def many_sets(folder: Path) -> None:
    folder.mkdir()
    for number in range(60):
        (folder / f"{number}.yaml").write_text(f"id: set-{number}\ntitle: The {number}th\ndecision: What now?\n", encoding="utf-8")


def titles(catalogue: Catalogue) -> list[str | None]:
    return [entry.headline.get("title") for entry in catalogue.entries("option-sets") if entry.own]


def test_a_large_folder_is_looked_through_once_and_what_was_changed_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, memory = tmp_path / "sets", tmp_path / "memory" / "glances.json"
    many_sets(folder)
    catalogue = Catalogue((folder,), memory)
    first = titles(catalogue)
    looked_into: list[Path] = []
    look = glances._look

    def looking(path: Path) -> glances.Glance:
        looked_into.append(path)
        return look(path)

    monkeypatch.setattr(glances, "_look", looking)

    assert titles(catalogue) == first
    assert looked_into == []
    (folder / "7.yaml").write_text("id: set-7\ntitle: Another\ndecision: What now?\n", encoding="utf-8")
    assert "Another" in titles(catalogue)
    assert folder / "7.yaml" in looked_into
    assert folder / "8.yaml" not in looked_into
    assert memory.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("spoilt", [b"", b"[]", b'{"program": "0", "files": {}}', b"\xff", b"[" * 100_000])
def test_what_was_kept_of_a_folder_is_forgotten_when_it_cannot_be_read(tmp_path: Path, spoilt: bytes) -> None:
    folder, memory = tmp_path / "sets", tmp_path / "glances.json"
    many_sets(folder)
    memory.write_bytes(spoilt)

    assert len(titles(Catalogue((folder,), memory))) == 60


def test_a_folder_in_which_nothing_can_be_kept_is_looked_through_all_the_same(tmp_path: Path) -> None:
    folder = tmp_path / "sets"
    many_sets(folder)

    assert len(titles(Catalogue((folder,), tmp_path / "sets" / "1.yaml" / "glances.json"))) == 60
