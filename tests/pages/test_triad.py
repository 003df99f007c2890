"""What each of the three saw stands beside what the others saw, and never comes to a number."""

import re
from pathlib import Path

import pytest

from sdm_cli.cohort.handed_in import Texts, files_in, surveyed
from sdm_cli.cohort.triad import Triad, joined
from sdm_cli.document.blocks import Document, Heading, Table, words
from sdm_cli.document.plain import to_plain
from sdm_cli.pages.triad import triad_page
from tests.cohort.role_plays import CLINICIAN, PATIENT, WATCHED, handed_in, observation, reflection
from tests.pages.made_up import guide


def triad(folder: Path, **files: bytes) -> Triad:
    return joined("T7", surveyed(files_in([handed_in(folder, **files)])).found, Texts(())).triad


def page(folder: Path, **files: bytes) -> str:
    return to_plain(triad_page(triad(folder, **files)))


def rows(one: Triad) -> dict[str, tuple[str, ...]]:
    """Every row of the tables by its first cell."""
    tables = (block for block in triad_page(one).blocks if isinstance(block, Table))
    return {words(row[0]): tuple(words(cell) for cell in row[1:]) for table in tables for row in table.rows if table.columns[0] == "Step"}


def test_what_was_seen_stands_with_minute_and_words_beside_what_both_said(tmp_path: Path) -> None:
    said = page(tmp_path, watched=WATCHED, patient=PATIENT, clinician=CLINICIAN)

    decided = said[said.index("How it was decided\nWho") :]
    for text in (
        "Said: The clinician settled it, and I went along\nIn their own words: “nowhere”",
        "Said: We worked it out together\nIn their own words: “I asked her twice”",
        "clear: 2:00 “There is more than one way”; 3:00 “She looks at her hands”",
    ):
        assert text in decided
    assert "What was understood" in said
    assert "“what an injection does”" in said
    assert '"Not to talk so much"' in said


def test_every_step_that_was_watched_stands_once_and_an_optional_one_only_if_it_was_seen(tmp_path: Path) -> None:
    one = triad(tmp_path / "one", watched=WATCHED)
    watched = [row.partition(" ")[0] for row in rows(one)]
    assert sorted(watched) == sorted(guide().counted())

    two = triad(tmp_path / "two", watched=WATCHED, also=observation("T2", name="x222"))
    (seen,) = [cells for step, cells in rows(two).items() if step.startswith("T2 ")]
    assert seen == ("not seen", "touched: 1:00")


def test_where_the_two_who_played_differ_both_are_quoted(tmp_path: Path) -> None:
    said = page(tmp_path, patient=PATIENT, clinician=CLINICIAN)

    assert (
        "How it was decided: the patient's part: “The clinician settled it, and I went along”; "
        "the clinician's part: “We worked it out together”"
    ) in said


def test_the_talk_is_called_by_its_title_and_never_by_its_id(tmp_path: Path) -> None:
    one = triad(tmp_path, patient=reflection("patient", name="p777", case="left-knee"))

    assert to_plain(triad_page(one, {("cases", "left-knee"): "One more year"})).count("One more year") == 2
    assert words_of_the_heading(triad_page(one)) == "Side by side: Left knee"


def words_of_the_heading(page: Document) -> str:
    return next(block.text for block in page.blocks if isinstance(block, Heading))


def test_the_same_said_from_both_parts_is_no_difference(tmp_path: Path) -> None:
    agreed = reflection("clinician", "clinician", name="c777")

    assert "Nowhere, as far as it can be set side by side." in page(tmp_path, patient=PATIENT, clinician=agreed)


def test_two_observers_stand_beside_each_other_step_by_step(tmp_path: Path) -> None:
    other = observation("C2", "C1", name="x222", minute=1)

    one = triad(tmp_path, watched=WATCHED, also=other)

    assert rows(one)["C2 Offer the choices"] == ("clear: 2:00 “There is more than one way”; 3:00 “She looks at her hands”", "touched: 1:00")
    said = to_plain(triad_page(one))
    assert "C2 Offer the choices: observer 1: clear; observer 2: touched" in said
    assert "C1 Step back: observer" not in said


@pytest.mark.parametrize(("gone", "told"), [("watched", "Watched by: not handed in"), ("patient", "patient's part: not handed in")])
def test_who_is_missing_is_said_and_nothing_is_said_to_differ_from_nobody(gone: str, told: str, tmp_path: Path) -> None:
    files = {name: raw for name, raw in {"watched": WATCHED, "patient": PATIENT, "clinician": CLINICIAN}.items() if name != gone}

    said = page(tmp_path, **files)

    assert told in said
    assert ("Where you see it differently" in said) == (gone == "watched")


def test_words_before_the_first_step_stand_on_the_page_too(tmp_path: Path) -> None:
    said = page(tmp_path, watched=observation('"He sits down"', "C1"))

    assert said[said.index("Besides") :].startswith("Besides\n- 1:00 “He sits down”")


def test_what_was_paused_or_cut_short_is_said(tmp_path: Path) -> None:
    said = page(tmp_path, watched=observation("C1", paused=True), patient=PATIENT[:-20])

    assert re.search(r"Watched by: session w777 at \d\d:\d\d, paused before its end", said)
    assert re.search(r"patient's part: session p777 at \d\d:\d\d, paused before its end, its last line cut short by a crash", said)


def test_a_paused_observer_has_not_said_yet_that_anything_was_not_seen(tmp_path: Path) -> None:
    one = triad(tmp_path, watched=WATCHED, also=observation("C1 So far", name="x222", minute=1, paused=True))

    assert rows(one)["C1 Step back"] == ("touched: 1:00", "clear: 1:00 “So far”")
    assert rows(one)["C2 Offer the choices"][1] == "nothing noted so far"
    said = to_plain(triad_page(one))
    assert "C1 Step back: observer 1: touched; observer 2: clear" in said
    assert "C2 Offer the choices: observer" not in said


def test_two_who_answer_for_the_same_part_are_told_apart_and_asked_for_a_new_code(tmp_path: Path) -> None:
    again = reflection("patient", "all", None, None, None, "together", name="p888", minute=30)

    said = page(tmp_path, patient=PATIENT, again=again)

    assert "The patient's part: 1: session p777" in said
    assert "the patient's part 1: “The clinician settled it, and I went along”; the patient's part 2: “We worked it out together”" in said
    assert "take a new code for every round" in said
    assert "new code" not in page(tmp_path / "one", patient=PATIENT)


def test_the_learner_s_agenda_comes_first_and_no_number_is_made_of_anything(tmp_path: Path) -> None:
    document = triad_page(triad(tmp_path, watched=WATCHED, patient=PATIENT, clinician=CLINICIAN))

    titles = [block.text for block in document.blocks if isinstance(block, Heading) and block.level == 2]
    assert titles == [
        "The learner's own agenda",
        "Where you see it differently",
        "What was understood",
        "What mattered",
        "How it was decided",
        "One thing to try again now",
    ]
    assert not re.search(r"\d ?%|\bscore|\btotal|points|OPTION|CollaboRATE|\d of \d|better|worse", to_plain(document))
