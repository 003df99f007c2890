"""From a found file to a value of the model, or to its mistakes."""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import TypeVar

from msgspec import Struct

from sdm_cli.content.case_references import case_references, set_references
from sdm_cli.content.catalogue import BUNDLED, FOLDERS, STEPS, Catalogue, NotFound, Unopenable, contents, kind_of
from sdm_cli.content.placed import Mapping, Scalar, Slip
from sdm_cli.content.reading import Reading, read
from sdm_cli.content.references import guide_references, option_set_references, steps_references
from sdm_cli.document.inert import named
from sdm_cli.exits import Refusal
from sdm_cli.model.case import Case
from sdm_cli.model.diagnostic import Diagnostic
from sdm_cli.model.guide import Guide, GuideFile, Steps
from sdm_cli.model.option_set import OptionSet

T = TypeVar("T")
_BUNDLED_ALONE = Catalogue(())


class Unusable(Refusal):
    """A file was found and has mistakes."""

    def __init__(self, diagnostics: tuple[Diagnostic, ...]) -> None:
        first = diagnostics[0]
        many = f"{len(diagnostics)} mistakes" if len(diagnostics) > 1 else "a mistake"
        super().__init__(f"{named(first.file)} has {many}.")
        self.diagnostics = diagnostics


class LoadedOptionSet(Struct, frozen=True):
    """An option set and the bytes it came from."""

    option_set: OptionSet
    raw: bytes


class LoadedGuide(Struct, frozen=True):
    """A guide and the bytes of the two files it came from."""

    guide: Guide
    file: bytes
    steps: bytes


class LoadedCase(Struct, frozen=True):
    """A case with its option set, and the bytes they came from."""

    case: Case
    raw: bytes
    option_set: LoadedOptionSet


def load_option_set(catalogue: Catalogue, wanted: str) -> LoadedOptionSet:
    """The option set with this id or path.

    Raises NotFound, Unopenable, or Unusable with every mistake of the file.
    """
    path = catalogue.path("option-sets", wanted)
    raw = contents(path)
    return LoadedOptionSet(read_option_set(raw, str(path)), raw)


def load_guide(catalogue: Catalogue, wanted: str) -> LoadedGuide:
    """The guide with this id or path, with its steps. Raises as `load_option_set` does."""
    path = catalogue.path("guides", wanted)
    file = contents(path)
    steps_path = _steps_beside(path)
    steps = contents(steps_path)
    return LoadedGuide(read_guide(file, str(path), steps, str(steps_path)), file, steps)


def load_case(catalogue: Catalogue, wanted: str, steps: list[str]) -> LoadedCase:
    """The case with this id or path, with its option set. Raises as `load_option_set` does."""
    path = catalogue.path("cases", wanted)
    raw = contents(path)
    case = _usable(read(raw, str(path), Case, lambda tree: case_slips(tree, catalogue, steps)))
    return LoadedCase(case, raw, load_option_set(catalogue, case.option_set))


def read_case(raw: bytes, file: str, option_set: OptionSet, steps: list[str]) -> Case:
    """A case from its bytes, for an option set that is at hand. Raises Unusable with every mistake."""
    return _usable(read(raw, file, Case, lambda tree: chain(case_references(tree), set_references(tree, option_set, steps))))


def case_slips(tree: Mapping, catalogue: Catalogue, steps: list[str]) -> Iterator[Slip]:
    """The slips of a case, those against its option set too."""
    yield from case_references(tree)
    named = tree.get("option_set", Scalar)
    if named is None:
        return
    try:
        option_set = load_option_set(catalogue, named.text).option_set
    except NotFound as missing:
        fix = "'sdm list' shows what there is."
        yield Slip(named.at, "dangling-id", str(missing).split(".")[0], fix, max(1, len(named.text)))
    except (Unusable, Unopenable) as broken:
        yield Slip(named.at, "broken-option-set", f"the option set is not usable: {broken}", f"sdm check {named.text} says what is wrong.")
    else:
        yield from set_references(tree, option_set, steps)


def option_set_of(case: Case, catalogue: Catalogue) -> OptionSet | None:
    """The option set of a case; None if there is none that can be used."""
    try:
        return load_option_set(catalogue, case.option_set).option_set
    except (NotFound, Unusable, Unopenable):
        return None


def read_option_set(raw: bytes, file: str) -> OptionSet:
    """An option set from its bytes. Raises Unusable with every mistake."""
    return _usable(read(raw, file, OptionSet, option_set_references))


def read_guide(file: bytes, file_name: str, steps: bytes, steps_name: str) -> Guide:
    """A guide from the bytes of its two files. Raises Unusable with every mistake of the first that has any."""
    atoms = {step.id: step for step in _usable(read(steps, steps_name, Steps, steps_references)).steps}
    talks = _usable(read(file, file_name, GuideFile, lambda tree: guide_references(tree, list(atoms))))
    return Guide(file=talks, steps=atoms)


def check(path: Path, catalogue: Catalogue = _BUNDLED_ALONE) -> tuple[Diagnostic, ...]:
    """Every mistake of one file; its kind is told by what stands in it. Raises Unopenable.

    The catalogue is where the option set of a case is looked for.
    """
    raw = contents(path)
    match kind_of(raw):
        case "steps":
            return read(raw, str(path), Steps, steps_references).diagnostics
        case "guides":
            try:
                steps = _steps_beside(path)
                read_guide(raw, str(path), contents(steps), str(steps))
            except Unusable as error:
                return error.diagnostics
            return ()
        case "cases":
            return read(raw, str(path), Case, lambda tree: case_slips(tree, catalogue, known_steps())).diagnostics
        case _:
            return read(raw, str(path), OptionSet, option_set_references).diagnostics


def known_steps() -> list[str]:
    """The ids of the steps that come with sdm."""
    path = BUNDLED / FOLDERS["guides"] / STEPS
    return [step.id for step in _usable(read(contents(path), str(path), Steps, steps_references)).steps]


def _steps_beside(guide: Path) -> Path:
    beside = guide.parent / STEPS
    return beside if beside.exists() else BUNDLED / FOLDERS["guides"] / STEPS


def _usable(reading: Reading[T]) -> T:
    if reading.value is None:
        raise Unusable(reading.diagnostics)
    return reading.value
