"""Finding option sets and guides: by path, or by id in the user's folders and among the bundled ones.

It reads no more than a file's first lines; `loading.py` reads them whole.
"""

import os
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from msgspec import Struct

from sdm_cli.content import placed
from sdm_cli.content.glances import Glances, Kind, Shown, first_keys, shown_kind
from sdm_cli.content.references import near
from sdm_cli.document.inert import named
from sdm_cli.exits import Refusal
from sdm_cli.files import read_file

KINDS: tuple[Kind, ...] = ("option-sets", "guides", "cases")
BUNDLED = Path(__file__).parent.parent / "library"
FOLDERS: Mapping[Kind, str] = {"option-sets": "option_sets", "guides": "guides", "cases": "cases"}
_SINGULAR: Mapping[Kind, str] = {"option-sets": "option set", "guides": "guide", "cases": "case"}
_TAKEN_BY: Mapping[Kind, str] = {
    "option-sets": "an option set: 'sdm walk' rehearses it, and 'sdm show' reads it.",
    "guides": "a guide: --guide takes it.",
    "cases": "a case: 'sdm practice' plays it.",
}
_A_WORD, _FEW = 3, 5
"""Letters by which an id may be recognised, and ids that are still named one by one."""
STEPS = "steps.yaml"
"""The file beside guides in which their steps stand."""


class NotFound(Refusal):
    """Nothing of this kind has this id, and no file has this path; `of` is the kind that has it, if one does."""

    def __init__(self, kind: Kind, wanted: str, known: list[str], of: Kind | None = None) -> None:
        self.what = f"No {_SINGULAR[kind]} is called '{wanted}', and there is no such file"
        self.remedy = f"That is {_TAKEN_BY[of]}" if of else _suggestion(kind, wanted, known)
        super().__init__(f"{self.what}. {self.remedy}")


def _suggestion(kind: Kind, wanted: str, known: list[str]) -> str:
    holding = [each for each in known if len(wanted) >= _A_WORD and wanted.casefold() in each]
    meant = near(wanted, known) or (holding[0] if len(holding) == 1 else None)
    if meant:
        return f"Did you mean '{meant}'?"
    return f"Did you mean one of {', '.join(holding)}?" if 1 < len(holding) <= _FEW else f"'sdm list --kind {kind}' shows what there is."


class Unopenable(Refusal):
    """A file is there and cannot be read."""

    def __init__(self, path: Path, error: OSError) -> None:
        super().__init__(f"{named(path)} cannot be read: {error.strerror or error}.")


class Entry(Struct, frozen=True):
    """A file of the library, as far as its first lines tell. `shadows` names what else has its id."""

    id: str
    path: Path
    own: bool
    headline: Mapping[str, str]
    shadows: Path | None = None


class Catalogue(Struct, frozen=True):
    """Where to look: the user's folders in order, then the bundled library."""

    folders: tuple[Path, ...]
    memory: Path | None = None
    """Where it keeps what it saw of many files; None keeps nothing."""

    def entries(self, kind: Kind) -> list[Entry]:
        """Every file of a kind, sorted by id; a user's file stands before a bundled one of the same id."""
        found: dict[str, Entry] = {}
        glances = Glances(self.memory)
        for path, own in self._files(kind, glances):
            entry = _entry(path, glances, own=own)
            first = found.get(entry.id)
            found[entry.id] = entry if first is None else Entry(first.id, first.path, first.own, first.headline, path)
        glances.keep()
        return [found[name] for name in sorted(found)]

    def ids(self, kind: Kind) -> list[str]:
        """Every id of a kind."""
        return [entry.id for entry in self.entries(kind)]

    def titles(self) -> dict[tuple[str, str], str]:
        """The title of everything that says one, by kind and id."""
        return {(kind, entry.id): title for kind in KINDS for entry in self.entries(kind) if (title := entry.headline.get("title"))}

    def path(self, kind: Kind, wanted: str) -> Path:
        """The file that an id or a path means; of what is no file, such as a pipe, whoever opens it says so."""
        file = Path(wanted)
        if is_path(wanted):
            if is_there(file):
                return file
            raise self._missing(kind, wanted)
        # The bundled files are named by their ids; one's own need not be, so their first lines are read.
        glances = _looks(self.memory)
        for path, own in self._files(kind, glances):
            if path.stem == wanted or (own and glances.at(path).headline.get("id") == wanted):
                return path
        if is_there(file) and not _is_file(file):
            return file
        raise self._missing(kind, wanted)

    def _missing(self, kind: Kind, wanted: str) -> NotFound:
        return NotFound(kind, wanted, self.ids(kind), next((other for other in KINDS if other != kind and wanted in self.ids(other)), None))

    def _files(self, kind: Kind, glances: Glances) -> Iterator[tuple[Path, bool]]:
        name = FOLDERS[kind]
        for folder in self.folders:
            yield from ((path, True) for path in _yaml_files(folder / name))
            yield from ((path, True) for path in _yaml_files(folder) if glances.at(path).kind == kind)
        yield from ((path, False) for path in _yaml_files(BUNDLED / name))


@cache
def _looks(memory: Path | None) -> Glances:
    """One in a process: a folder of cases asks for many sets, and a file is looked into again only where it has changed."""
    return Glances(memory)


def is_path(wanted: str) -> bool:
    """Whether a path is meant and no id: it has a separator or ends in .yaml or .yml."""
    return os.sep in wanted or "/" in wanted or wanted.endswith((".yaml", ".yml"))


def sets_among(paths: Iterable[Path]) -> list[Entry]:
    """The option sets among some files, and what may be one, wherever they lie, as a list shows them."""
    glances = Glances(None)
    return [_entry(path, glances, own=True) for path in paths if glances.at(path).kind in {"option-sets", None}]


def _entry(path: Path, glances: Glances, *, own: bool) -> Entry:
    headline = glances.at(path).headline
    return Entry(headline.get("id", path.stem), path, own, headline)


def kind_of(raw: bytes) -> Shown:
    """The kind of a file, by the first key that only one kind has; None if it is not readable that far."""
    try:
        return shown_kind(first_keys(raw))
    except placed.Unreadable:
        return None


def title_of(raw: bytes) -> str:
    """The title that a file gives itself; empty if it is not readable that far."""
    try:
        return next((value or "" for key, value in first_keys(raw) if key == "title"), "")
    except placed.Unreadable:
        return ""


def _yaml_files(folder: Path) -> list[Path]:
    """The YAML files of a folder, the steps of guides left out; none if there is no such folder."""
    try:
        return sorted(path for path in folder.iterdir() if path.suffix in {".yaml", ".yml"} and path.name != STEPS and _is_file(path))
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise Unopenable(folder, error) from error


def is_there(path: Path) -> bool:
    """Whether something that is no folder has this path, or is kept behind a locked door."""
    try:
        return path.exists() and not path.is_dir()
    except PermissionError:
        return True
    except (OSError, ValueError):
        return False


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def contents(path: Path) -> bytes:
    """The bytes of a file, or as many as show that it is too large. Raises Unopenable."""
    try:
        return read_file(path, placed.LARGEST)
    except OSError as error:
        raise Unopenable(path, error) from error
