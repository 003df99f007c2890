"""The three of a role play are found by their code, whatever else lies there, and no file of theirs is touched."""

from itertools import permutations
from pathlib import Path

import pytest

from sdm_cli.cohort.handed_in import Texts, files_in, surveyed
from sdm_cli.cohort.triad import Joined, Mixed, joined
from sdm_cli.model.session import OBSERVATION, REFLECTION
from sdm_cli.pages.triad import triad_data
from tests.cohort.role_plays import CLINICIAN, OF_THE_CASE, PATIENT, WATCHED, handed_in, header_of, kept, observation, reflection


def join(*paths: Path, code: str = "T7") -> Joined:
    return joined(code, surveyed(files_in(paths)).found, Texts(()))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return handed_in(tmp_path / "three", watched=WATCHED, patient=PATIENT, clinician=CLINICIAN)


def ids(found: Joined) -> list[str]:
    return [header.id for header in found.triad.headers()]


def test_the_same_comes_of_it_in_any_order_and_joined_twice_and_no_file_is_touched(folder: Path, tmp_path: Path) -> None:
    before = {path: path.read_bytes() for path in folder.iterdir()}
    copies = handed_in(tmp_path / "copies", mine=WATCHED, yours=PATIENT)

    found = [triad_data(join(*order, copies, folder).triad) for order in permutations(folder.iterdir())]

    assert all(each == found[0] for each in found)
    assert found[0] == triad_data(join(folder).triad)
    assert found[0]["missing"] == []
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


@pytest.mark.parametrize(("gone", "missing"), [("watched", "observer"), ("patient", "patient"), ("clinician", "clinician")])
def test_a_role_that_is_missing_is_told(folder: Path, gone: str, missing: str) -> None:
    (folder / f"{gone}.jsonl").unlink()

    assert triad_data(join(folder).triad)["missing"] == [missing]


def test_other_codes_and_sessions_without_one_are_left_out(folder: Path) -> None:
    handed_in(folder, other=observation("C3", name="x222", code="K2"), none=observation("C4", name="x333", code=None))

    assert ids(join(folder)) == ["w777", "p777", "c777"]
    assert ids(join(folder, code="K2")) == ["x222"]
    assert ids(join(folder, code="T8")) == []


def test_two_observers_stand_in_the_order_in_which_they_began(folder: Path) -> None:
    handed_in(folder, also=observation("O1", name="a222", minute=1), before=observation("O1", name="z222", minute=-1))

    assert ids(join(folder))[:3] == ["z222", "w777", "a222"]


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"case": "not-another-pill", "option_set": "statin-primary-prevention"}, "more than one case: not-another-pill ({}) and stairs-"),
        ({"case": None, "option_set": "chronic-insomnia"}, "more than one option set: chronic-insomnia ({}) and knee-osteoarthritis"),
        ({"guide": "elwyn-2017"}, "more than one guide: elwyn-2012"),
    ],
)
def test_files_of_another_case_or_guide_under_the_same_code_are_refused_and_both_named(
    folder: Path, changes: dict[str, object], named: str
) -> None:
    handed_in(folder, wrong=kept(header_of(OBSERVATION, "x222", 0, **{**OF_THE_CASE, **changes}), {}))

    with pytest.raises(Mixed) as refused:
        join(folder)

    assert named.format(folder / "wrong.jsonl") in str(refused.value)
    assert "wrong.jsonl" in str(refused.value)


def test_a_reflection_that_names_no_case_goes_with_any_and_one_that_names_another_does_not(folder: Path) -> None:
    (folder / "patient.jsonl").write_bytes(reflection("patient", "some", name="p777", case="not-another-pill"))

    with pytest.raises(Mixed, match="not-another-pill"):
        join(folder)


def test_a_paused_session_is_joined_as_far_as_it_goes(folder: Path) -> None:
    handed_in(folder, patient=reflection("patient", "some", name="p777", paused=True), watched=observation("C1", paused=True))

    data = triad_data(join(folder).triad)

    assert [each["finished"] for each in (*data["observations"], *data["reflections"])] == [False, False, True]
    assert data["themes"][0]["said"][0]["picked"] == "some"


def test_a_session_that_a_crash_cut_short_is_joined_as_far_as_it_goes(folder: Path) -> None:
    (folder / "clinician.jsonl").write_bytes(CLINICIAN[:-20])

    data = triad_data(join(folder).triad)

    assert data["cut"] == ["c777"]
    assert data["themes"][2]["said"][1]["picked"] == "together"


def test_a_file_broken_in_the_middle_is_passed_over_with_its_line_and_the_rest_joined(folder: Path) -> None:
    (folder / "clinician.jsonl").write_bytes(CLINICIAN.replace(b"I asked her twice", b"I asked her often"))

    found = join(folder)

    assert ids(found) == ["w777", "p777"]
    assert [each.detail.partition(" ")[0] for each in found.passed_over] == ["line"]


def test_an_observation_without_the_guide_that_it_went_by_is_passed_over_and_one_without_its_case_is_not(folder: Path) -> None:
    handed_in(folder, watched=observation("C1", contents={"guide": "0" * 64, "steps": "0" * 64}))

    found = join(folder)

    assert ids(found) == ["p777", "c777"]
    assert [each.reason for each in found.passed_over] == ["without the texts it was run against"]


def test_a_role_that_there_is_not_is_passed_over(folder: Path) -> None:
    handed_in(folder, clinician=kept(header_of(REFLECTION, "c777", role="sister"), {}))

    (passed_over,) = join(folder).passed_over

    assert "reflection of the role sister" in passed_over.detail
