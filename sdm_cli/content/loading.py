"""From a found file to an option set or a guide, or to its mistakes. Cases are in `case_loading.py`: most commands need none."""

from pathlib import Path
from typing import TypeVar

from msgspec import Struct

from sdm_cli.content.catalogue import BUNDLED, FOLDERS, STEPS, Catalogue, contents
from sdm_cli.content.reading import Reading, read
from sdm_cli.content.references import guide_references, option_set_references, steps_references
from sdm_cli.document.inert import named
from sdm_cli.exits import Refusal
from sdm_cli.model.diagnostic import Diagnostic
from sdm_cli.model.guide import Guide, GuideFile, Steps
from sdm_cli.model.option_set import OptionSet

PRACTISED = "elwyn-2012"
"""The guide in whose steps a practice is told."""
T = TypeVar("T")


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
    steps_path = steps_beside(path)
    steps = contents(steps_path)
    return LoadedGuide(read_guide(file, str(path), steps, str(steps_path)), file, steps)


def read_option_set(raw: bytes, file: str) -> OptionSet:
    """An option set from its bytes. Raises Unusable with every mistake."""
    return usable(read(raw, file, OptionSet, option_set_references))


def read_guide(file: bytes, file_name: str, steps: bytes, steps_name: str) -> Guide:
    """A guide from the bytes of its two files. Raises Unusable with every mistake of the first that has any."""
    atoms = {step.id: step for step in usable(read(steps, steps_name, Steps, steps_references)).steps}
    talks = usable(read(file, file_name, GuideFile, lambda tree: guide_references(tree, list(atoms))))
    return Guide(file=talks, steps=atoms)


def known_steps() -> list[str]:
    """The ids of the steps that come with sdm."""
    path = BUNDLED / FOLDERS["guides"] / STEPS
    return [step.id for step in usable(read(contents(path), str(path), Steps, steps_references)).steps]


def steps_beside(guide: Path) -> Path:
    """The file with the steps of a guide: its neighbour, or the bundled one."""
    beside = guide.parent / STEPS
    return beside if beside.exists() else BUNDLED / FOLDERS["guides"] / STEPS


def usable(reading: Reading[T]) -> T:
    """The value that was read. Raises Unusable if there is none."""
    if reading.value is None:
        raise Unusable(reading.diagnostics)
    return reading.value
