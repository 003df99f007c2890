"""`sdm new`: a file to begin with."""

from collections.abc import Callable, Mapping, Sequence
from os import pathsep
from pathlib import Path
from shlex import quote

from msgspec import Struct, structs

from sdm_cli.commands.exports import CannotExport
from sdm_cli.commands.surroundings import Surroundings
from sdm_cli.content.catalogue import Catalogue, NotFound
from sdm_cli.content.loading import load_option_set
from sdm_cli.content.skeletons import Beginnings, Kind, copied, id_of, skeleton
from sdm_cli.exits import Exit, Refusal

_TITLE, _AUTHOR = "What is it called", "Who writes it"
_QUESTIONS: Mapping[Kind, Mapping[str, str]] = {
    "option-set": {
        "title": _TITLE,
        "decision": "What is the decision, as a patient would ask it",
        "options": "Which options are there, with a comma between them; carrying on as now comes first",
        "author": _AUTHOR,
    },
    "case": {"title": _TITLE, "author": _AUTHOR},
    "guide": {"title": _TITLE},
}


class NotWithACopy(Refusal):
    """A copy has the options of what it is copied from."""

    exit = Exit.USAGE

    def __init__(self) -> None:
        super().__init__("--from copies an option set with its options; --option and other kinds of file do not go with it.")


class NoSetForCase(Refusal):
    """A case belongs to an option set."""

    exit = Exit.USAGE

    def __init__(self) -> None:
        super().__init__("A case belongs to an option set. Name it, such as: --option-set knee-osteoarthritis")


class Wish(Struct, frozen=True):
    """What was asked for on the command line."""

    kind: Kind
    path: Path
    title: str = ""
    decision: str = ""
    author: str = ""
    options: Sequence[str] = ()
    option_set: str = ""
    source: str | None = None


def run(wish: Wish, surroundings: Surroundings, ask: Callable[[], str]) -> int:
    """Ask for what is missing, if there is somebody to ask, and write the file. Never replaces one."""
    _check(wish.path)
    if wish.source and (wish.options or wish.kind != "option-set"):
        raise NotWithACopy
    catalogue = surroundings.catalogue
    copy = load_option_set(catalogue, wish.source) if wish.source else None
    known = Beginnings(id_of(wish.path.stem), surroundings.today(), wish.title, wish.decision, wish.author, wish.options)
    if copy is not None:
        text = copied(copy.raw, known)
    else:
        if wish.kind == "case":
            wish = structs.replace(wish, option_set=wish.option_set or _asked_for_set(catalogue, surroundings, ask))
            known = _of_the_set(known, wish.option_set, catalogue)
        if surroundings.has_terminal:
            known = _asked(wish.kind, known, surroundings, ask)
        text = skeleton(wish.kind, known)
    _write(wish.path, text)
    surroundings.say(_what_next(wish, surroundings.command))
    if known.option_set and known.option_set not in catalogue.ids("option-sets"):
        folders = [*surroundings.library_folders[:-1], Path(wish.option_set).resolve().parent]
        surroundings.say(f"For the case to find its option set: export SDM_LIBRARY={quote(pathsep.join(map(str, folders)))}")
    return Exit.DONE


def _check(path: Path) -> None:
    if path.suffix not in {".yaml", ".yml"}:
        raise CannotExport(f"{path} does not end in .yaml.")
    if not id_of(path.stem):
        raise CannotExport(f"{path} needs a name of letters or digits: it becomes the id.")


def _asked(kind: Kind, known: Beginnings, surroundings: Surroundings, ask: Callable[[], str]) -> Beginnings:
    """The few things that nobody but the author knows. Enter leaves a TODO."""
    for name, question in _QUESTIONS[kind].items():
        if getattr(known, name):
            continue
        surroundings.say(f"{question}? Enter leaves it open.")
        if said := ask().strip():
            value = tuple(part.strip() for part in said.split(",") if part.strip()) if name == "options" else said
            known = structs.replace(known, **{name: value})
    return known


def _asked_for_set(catalogue: Catalogue, surroundings: Surroundings, ask: Callable[[], str]) -> str:
    """The option set of a case, asked for until there is one: nothing can be left open there. Raises NoSetForCase."""
    while surroundings.has_terminal:
        surroundings.say("Which option set does it belong to? An id of 'sdm list', or a file.")
        if not (said := ask().strip()):
            break
        try:
            catalogue.path("option-sets", said)
        except NotFound as missing:
            surroundings.say(str(missing))
        else:
            return said
    raise NoSetForCase


def _of_the_set(known: Beginnings, wanted: str, catalogue: Catalogue) -> Beginnings:
    """A case's options are those of its set. Raises NotFound if there is no such set, or Unusable."""
    loaded = load_option_set(catalogue, wanted).option_set
    return structs.replace(known, option_set=loaded.id, options=tuple(option.id for option in loaded.options))


def _write(path: Path, text: str) -> None:
    raw = text.encode()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            file.write(raw)
    except FileExistsError as error:
        if error.filename != str(path):
            raise CannotExport(f"{error.filename} is a file, and no folder.") from None
        raise CannotExport(f"{path} exists, and is left as it is. Name another file.") from None
    except OSError as error:
        raise CannotExport(f"{path} cannot be written: {error.strerror or error}.") from error


def _what_next(wish: Wish, command: str) -> str:
    schema = wish.path.parent / f"{wish.kind}.schema.json"
    editor = (
        ""
        if schema.exists() or wish.source
        else f"\nFor an editor that helps as you write: {command} schema {wish.kind} > {quote(str(schema))}"
    )
    return f"Written: {wish.path}\nWhat is left to do: {command} check {quote(str(wish.path))}{editor}"
