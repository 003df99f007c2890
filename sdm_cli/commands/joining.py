"""`sdm join`: what the three of a role play kept, as one page."""

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from sdm_cli.cohort.handed_in import Survey, own_texts
from sdm_cli.cohort.triad import Triad, codes_in, joined
from sdm_cli.commands.coding import code_of
from sdm_cli.commands.cohort import looked_over, tell_of
from sdm_cli.commands.exports import check_free, deliver, page_text
from sdm_cli.commands.surroundings import Surroundings
from sdm_cli.exits import Exit, Refusal
from sdm_cli.pages.triad import triad_data, triad_page

_CODES = 12
"""Codes that are named where the one that was asked for is not among them."""


class NothingToJoin(Refusal):
    """No session has the code."""

    def __init__(self, code: str, others: Sequence[str]) -> None:
        more = ", and more" if len(others) > _CODES else ""
        there = f"There are: {', '.join(others[:_CODES])}{more}." if others else "No session there has a code."
        super().__init__(f"No session that can be read has the code {code}. {there} Name the files, or the folders, of the other two.")


class OnlyWhat(Refusal):
    """Nothing is named, and nothing of one's own is to be read."""

    exit = Exit.USAGE

    def __init__(self, code: str) -> None:
        super().__init__(f"--only reads what is named, and nothing is. Name files or folders: sdm join {code} PATH --only")


class Wish(Struct, frozen=True):
    """What was asked for on the command line."""

    code: str
    paths: Sequence[Path]
    only: bool
    form: str | None
    output: Path | None
    force: bool


def run(wish: Wish, surroundings: Surroundings) -> int:
    """Print or write the page. Writes no session."""
    code = code_of(wish.code)
    if wish.only and not wish.paths:
        raise OnlyWhat(code)
    if wish.output is not None and str(wish.output) != "-":
        check_free(wish.output, force=wish.force)
    survey = _survey(wish, surroundings)
    found = joined(code, survey.found, own_texts(surroundings.data_folder, wish.paths))
    tell_of((*survey.passed_over, *found.passed_over), surroundings)
    triad = found.triad
    if not triad.headers():
        raise NothingToJoin(code, [each for each in codes_in(survey.found) if each != code])
    _written(triad, wish, surroundings)
    return Exit.DONE


def _survey(wish: Wish, surroundings: Surroundings) -> Survey:
    own = surroundings.data_folder / "sessions"
    return looked_over((*wish.paths, *([own] if own.is_dir() and not wish.only else [])), surroundings)


def _written(triad: Triad, wish: Wish, surroundings: Surroundings) -> None:
    if wish.form is None and wish.output is None:
        surroundings.result(triad_page(triad, surroundings.catalogue.titles()))
        return
    deliver(_rendered(triad, wish.form or "markdown", surroundings), wish.output, surroundings, force=wish.force)


def _rendered(triad: Triad, form: str, surroundings: Surroundings) -> str:
    if form == "json":
        from sdm_cli.document.json import to_json

        return to_json(triad_data(triad))
    return page_text(triad_page(triad, surroundings.catalogue.titles()), form, one_sheet=True)
