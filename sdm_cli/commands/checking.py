"""`sdm check`: the mistakes in files."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sdm_cli.commands.surroundings import Surroundings
from sdm_cli.content.catalogue import KINDS, Catalogue, NotFound
from sdm_cli.content.loading import check
from sdm_cli.document.json import to_json
from sdm_cli.exits import Exit, Refusal
from sdm_cli.pages.data import diagnostics_data
from sdm_cli.pages.findings import findings_text

if TYPE_CHECKING:
    from sdm_cli.model.diagnostic import Diagnostic


class NothingToCheck(Refusal):
    """A folder without YAML."""

    exit = Exit.USAGE

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} holds no .yaml file.")


def run(targets: Sequence[str], surroundings: Surroundings, *, json: bool) -> int:
    """Check files, folders and bundled sets; findings are the result."""
    catalogue = Catalogue(surroundings.library_folders)
    files = [path for target in targets for path in _files(target, catalogue)]
    diagnostics: list[Diagnostic] = []
    for path in files:
        diagnostics += check(path, catalogue)
    if json:
        surroundings.data(to_json(diagnostics_data(diagnostics, len(files))))
    else:
        surroundings.stdout.write(findings_text(diagnostics))
    mistakes = "no mistakes" if not diagnostics else "1 mistake" if len(diagnostics) == 1 else f"{len(diagnostics)} mistakes"
    surroundings.say(f"{len(files)} {'file' if len(files) == 1 else 'files'}, {mistakes}.")
    return Exit.FINDINGS if diagnostics else Exit.DONE


def _files(target: str, catalogue: Catalogue) -> Iterator[Path]:
    path = Path(target)
    if path.is_dir():
        found = sorted(each for pattern in ("*.yaml", "*.yml") for each in path.rglob(pattern))
        if not found:
            raise NothingToCheck(path)
        yield from found
    elif path.is_file():
        yield path
    else:
        yield _named(target, catalogue)


def _named(target: str, catalogue: Catalogue) -> Path:
    """The file of an id, of whatever kind. Raises NotFound, with what an option set of such a name may be."""
    missing: NotFound | None = None
    for kind in KINDS:
        try:
            return catalogue.path(kind, target)
        except NotFound as refusal:
            missing = missing or refusal
    raise missing or NotFound("option-sets", target, [])
