"""`sdm show`: an option set as a reader would want it, whole, in part, aloud, or as a handout."""

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from sdm_cli.commands.surroundings import Surroundings
from sdm_cli.content.loading import load_option_set
from sdm_cli.content.references import near
from sdm_cli.document.blocks import Document
from sdm_cli.exits import Exit, Refusal
from sdm_cli.model.derivation import resolved
from sdm_cli.model.option_set import OptionSet

_FEWEST = 2
_FORMATS = ("markdown", "json", "html", "pdf")


class NoSuch(Refusal):
    """The set has no option, outcome or baseline of this name."""

    exit = Exit.USAGE

    def __init__(self, what: str, wanted: str, known: Sequence[str]) -> None:
        meant = near(wanted, list(known))
        remedy = f"Did you mean '{meant}'?" if meant else f"There are: {', '.join(known) or 'none'}."
        super().__init__(f"This set has no {what} '{wanted}'. {remedy}")


class TooFew(Refusal):
    """One option cannot be compared."""

    exit = Exit.USAGE

    def __init__(self) -> None:
        super().__init__("To compare, name two options or more, such as: --options exercise,injection")


class NotAPair(Refusal):
    """A baseline is picked as OUTCOME=BASELINE."""

    exit = Exit.USAGE

    def __init__(self, given: str) -> None:
        super().__init__(f"'{given}' does not pick a baseline. Write OUTCOME=BASELINE, with the ids of the option set.")


class View(Struct, frozen=True):
    """What was asked for on the command line."""

    option_set: str
    part: str | None = None
    options: str | None = None
    baselines: Sequence[str] = ()
    aloud: bool = False
    to: str | None = None
    output: Path | None = None
    force: bool = False
    open: bool = False


def run(view: View, surroundings: Surroundings) -> int:
    """Show one option set, or write it to a file."""
    loaded = load_option_set(surroundings.catalogue, view.option_set).option_set
    option_set = resolved(loaded, _strata(loaded, view.baselines))
    if view.options is not None:
        option_set = option_set.narrowed(_chosen(option_set, view.options))
    if view.to is None and view.output is None and not view.open:
        surroundings.result(_document(view, "", option_set))
        return Exit.DONE
    # Imported here: reading in a terminal needs no other format.
    from sdm_cli.commands.exports import form_of, written_out

    form = form_of(view.to, view.output, _FORMATS, "html")
    return written_out(form, _document(view, form, option_set), option_set, view.output, surroundings, force=view.force, open_it=view.open)


def _document(view: View, form: str, option_set: OptionSet) -> Document:
    if view.aloud:
        from sdm_cli.pages.aloud import aloud_page

        return aloud_page(option_set)
    if view.part is None and form in {"html", "pdf"}:
        from sdm_cli.pages.handout import handout

        return handout(option_set)
    from sdm_cli.pages.option_set import option_set_page

    return option_set_page(option_set, view.part)


def _strata(option_set: OptionSet, given: Sequence[str]) -> dict[str, str]:
    """The baselines that were picked, by outcome. Raises NotAPair or NoSuch."""
    strata: dict[str, str] = {}
    with_baselines = {outcome.id: [each.id for each in outcome.baselines] for outcome in option_set.outcomes if outcome.baselines}
    for pair in given:
        outcome, equals, baseline = pair.partition("=")
        if not equals:
            raise NotAPair(pair)
        if outcome not in with_baselines:
            raise NoSuch("outcome with baselines called", outcome, list(with_baselines))
        if baseline not in with_baselines[outcome]:
            raise NoSuch("baseline", baseline, with_baselines[outcome])
        strata[outcome] = baseline
    return strata


def _chosen(option_set: OptionSet, given: str) -> list[str]:
    known = [option.id for option in option_set.options]
    chosen = [name.strip() for name in given.split(",") if name.strip()]
    for name in chosen:
        if name not in known:
            raise NoSuch("option", name, known)
    if len(set(chosen)) < _FEWEST:
        raise TooFew
    return chosen
