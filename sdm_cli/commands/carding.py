"""`sdm cards`: a page for each role of a role play."""

from pathlib import Path

from msgspec import Struct

from sdm_cli.commands.exports import CannotExport, check_free, deliver, page_text
from sdm_cli.commands.surroundings import Surroundings
from sdm_cli.content.case_loading import load_case
from sdm_cli.content.loading import load_guide
from sdm_cli.document.blocks import Document
from sdm_cli.exits import Exit, Refusal
from sdm_cli.model.derivation import resolved
from sdm_cli.pages.cards import ROLES, card

_ENDINGS = {"html": ".html", "markdown": ".md"}


class NeedsFolder(Refusal):
    """All three cards in one place would show everybody another's part."""

    exit = Exit.USAGE

    def __init__(self, case: str) -> None:
        super().__init__(
            "Each role sees only its own page, and all of them on one screen would spoil that. "
            f"Name a folder to write them to: sdm cards {case} -o cards\nOr one role: sdm cards {case} --role patient"
        )


class Wish(Struct, frozen=True):
    """What was asked for on the command line."""

    case: str
    role: str
    guide: str
    form: str | None
    folder: Path | None
    force: bool


def run(wish: Wish, surroundings: Surroundings) -> int:
    """Write the cards to a folder, or show one."""
    if wish.role == "all" and wish.folder is None:
        raise NeedsFolder(wish.case)
    catalogue = surroundings.catalogue
    guide = load_guide(catalogue, wish.guide).guide
    loaded = load_case(catalogue, wish.case, list(guide.steps))
    option_set = resolved(loaded.option_set.option_set, {})
    roles = ROLES if wish.role == "all" else (wish.role,)
    cards = {role: card(role, loaded.case, option_set, guide) for role in roles}
    if wish.folder is not None:
        form = wish.form or "html"
        files = {wish.folder / f"{loaded.case.id}-{role}{_ENDINGS[form]}": page for role, page in cards.items()}
        return _written(files, form, loaded.case.language, wish, surroundings)
    (page,) = cards.values()
    if wish.form is None:
        surroundings.result(page)
    else:
        surroundings.data(page_text(page, wish.form, loaded.case.language, one_sheet=True))
    return Exit.DONE


def _written(files: dict[Path, Document], form: str, language: str, wish: Wish, surroundings: Surroundings) -> int:
    """Write all cards, or none if one of them is there already."""
    for path in files:
        check_free(path, force=wish.force)
    for path, page in files.items():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CannotExport(f"The folder {path.parent} cannot be made: {error.strerror or error}.") from error
        deliver(page_text(page, form, language, one_sheet=True), path, surroundings, force=wish.force)
    return Exit.DONE
