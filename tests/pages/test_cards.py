import re
from collections.abc import Iterator
from itertools import islice

import pytest

from sdm_cli.document.blocks import Document
from sdm_cli.document.blocks import words as cell_words
from sdm_cli.model.case import Case
from tests.pages.made_up import tables, texts
from tests.pages.role_cards import CASES, card_of, guide, loaded

RUN = 6
"""Words in a row by which somebody would know a text again."""


def words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.lower())


def runs(text: str) -> set[tuple[str, ...]]:
    found = words(text)
    return set(zip(*(islice(found, start, None) for start in range(RUN)), strict=False))


def runs_on(page: Document) -> set[tuple[str, ...]]:
    return set().union(*(runs(text) for text in texts(page)))


def for_the_patient_alone(case: Case) -> Iterator[str]:
    """What only whoever plays the patient may know."""
    patient, preference = case.patient, case.preference
    for each in patient.unsaid:
        yield from (each.what, each.because)
    yield from (*patient.plays, *patient.worries, *patient.believes)
    yield from (preference.first.because, preference.informed.because)


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("role", ["clinician", "observer"])
def test_nothing_that_only_the_patient_knows_stands_on_another_page(name: str, role: str) -> None:
    case, _ = loaded(name)
    secret = {run for text in for_the_patient_alone(case) for run in runs(text)}

    assert secret
    assert runs_on(card_of(name, role)) & secret == set()
    short = {" ".join(words(text)) for text in for_the_patient_alone(case) if len(words(text)) < RUN}
    # The title stands in every list, so what it says is no secret.
    page = " ".join(" ".join(words(text.replace(case.title, "").replace(case.id, ""))) for text in texts(card_of(name, role)))
    assert [text for text in short if text in page] == []


@pytest.mark.parametrize("name", CASES)
def test_the_patient_s_page_has_all_that_the_patient_needs(name: str) -> None:
    case, _ = loaded(name)
    patient = case.patient
    page = " ".join(texts(card_of(name, "patient")))

    needed = [patient.name, patient.life, patient.story, patient.decides, patient.literacy, *patient.knows, *patient.hopes]
    for text in (*needed, *for_the_patient_alone(case), patient.brings or ""):
        assert text in page, text


@pytest.mark.parametrize("name", CASES)
def test_the_clinician_s_page_names_every_option_and_shows_figures(name: str) -> None:
    case, option_set = loaded(name)
    page = card_of(name, "clinician")
    said = " ".join(texts(page))

    for text in (case.setting.place, case.setting.task, *case.setting.known):
        assert text in said
    for option in option_set.options:
        assert option.name in said
        assert option.summary in said
    (grid,) = tables(page)
    assert len(grid.rows) >= 3
    for outcome in option_set.outcomes:
        for row in grid.rows:
            if outcome.scale is not None and cell_words(row[0]).startswith(f"{outcome.name} ("):
                assert f"{outcome.scale.highest} is {outcome.scale.highest_means}" in cell_words(row[0])
    left = len(option_set.outcomes) - len(grid.rows)
    assert not left or f"{left} more outcome" in said or (left == 1 and "One more outcome" in said)
    assert f"sdm show {option_set.id} --part chances" in said


@pytest.mark.parametrize("by", ["elwyn-2012", "elwyn-2017"])
def test_the_observer_s_page_has_every_step_of_the_talks_and_room_to_write(by: str) -> None:
    page = card_of(CASES[0], "observer", by)
    said = " ".join(texts(page))

    for talk in guide(by).file.talks:
        assert talk.title in said
        for step in talk.steps:
            assert f"{step} {guide(by).steps[step].title}" in said
    assert "Minute, step, word for word" in said
    assert not re.search(r"\d+ ?%|\bscore\b|total|points", said, re.IGNORECASE)
