"""From a found file to a case with its option set, or to its mistakes; and the mistakes of a file of any kind."""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain
from pathlib import Path

from msgspec import Struct

from sdm_cli.content.case_references import case_references, set_references
from sdm_cli.content.catalogue import Catalogue, NotFound, Unopenable, contents, kind_of
from sdm_cli.content.loading import LoadedOptionSet, Unusable, known_steps, load_option_set, read_guide, steps_beside, usable
from sdm_cli.content.placed import Mapping, Scalar, Slip
from sdm_cli.content.reading import read
from sdm_cli.content.references import option_set_references, steps_references
from sdm_cli.model.case import Case
from sdm_cli.model.diagnostic import Diagnostic
from sdm_cli.model.guide import Steps
from sdm_cli.model.option_set import OptionSet

_BUNDLED_ALONE = Catalogue(())
Loading = Callable[[str], LoadedOptionSet]
"""How the option set of an id or a path is loaded. Raises NotFound, Unopenable or Unusable."""


class LoadedCase(Struct, frozen=True):
    """A case with its option set, and the bytes they came from."""

    case: Case
    raw: bytes
    option_set: LoadedOptionSet


def load_case(catalogue: Catalogue, wanted: str, steps: list[str]) -> LoadedCase:
    """The case with this id or path, with its option set. Raises as `load_option_set` does."""
    path = catalogue.path("cases", wanted)
    raw = contents(path)
    loading = partial(load_option_set, catalogue)
    case = usable(read(raw, str(path), Case, lambda tree: case_slips(tree, loading, steps)))
    return LoadedCase(case, raw, loading(case.option_set))


def read_case(raw: bytes, file: str, option_set: OptionSet, steps: list[str]) -> Case:
    """A case from its bytes, for an option set that is at hand. Raises Unusable with every mistake."""
    return usable(read(raw, file, Case, lambda tree: chain(case_references(tree), set_references(tree, option_set, steps))))


def case_slips(tree: Mapping, loading: Loading, steps: list[str]) -> Iterator[Slip]:
    """The slips of a case, those against its option set too."""
    yield from case_references(tree)
    named = tree.get("option_set", Scalar)
    if named is None:
        return
    try:
        option_set = loading(named.text).option_set
    except NotFound as missing:
        fix = f"{missing.remedy} A set of your own is found by its id once SDM_LIBRARY names its folder."
        yield Slip(named.at, "dangling-id", missing.what, fix, max(1, len(named.text)))
    except (Unusable, Unopenable) as broken:
        yield Slip(named.at, "broken-option-set", f"the option set is not usable: {broken}", f"sdm check {named.text} says what is wrong.")
    else:
        yield from set_references(tree, option_set, steps)


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
                steps = steps_beside(path)
                read_guide(raw, str(path), contents(steps), str(steps))
            except Unusable as error:
                return error.diagnostics
            return ()
        case "cases":
            return read(raw, str(path), Case, lambda tree: case_slips(tree, partial(load_option_set, catalogue), known_steps())).diagnostics
        case _:
            return read(raw, str(path), OptionSet, option_set_references).diagnostics
