"""`sdm observe`: watch a talk, note what is seen, and make a feedback sheet of it."""

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from msgspec import Struct

from sdm_cli import __version__
from sdm_cli.commands.coding import code_of, new_code
from sdm_cli.commands.exports import check_targets
from sdm_cli.commands.observation_staging import ObservationStaging, live
from sdm_cli.commands.rehearsal import Rehearsal, rehearse
from sdm_cli.commands.sitting import Exports, NoTerminal, answers_bytes, begun, finish, make_asker, run_to_end, vouching
from sdm_cli.commands.surroundings import Surroundings
from sdm_cli.content.case_loading import load_case
from sdm_cli.content.catalogue import Catalogue, NotFound, contents, kind_of
from sdm_cli.content.loading import LoadedGuide, load_guide, load_option_set
from sdm_cli.conversation.observation import Observation, State
from sdm_cli.exits import Exit
from sdm_cli.model.session import OBSERVATION, Header


class Wish(Struct, frozen=True):
    """What was asked for on the command line."""

    watched: str | None
    guide: str
    code: str | None
    template: str
    answers: str | None
    exports: Sequence[Path]
    force: bool
    save: bool


class Watched(Struct, frozen=True):
    """What is watched: its title, its ids, and the files that it came from."""

    title: str = ""
    option_set: str = ""
    case: str | None = None
    contents: dict[str, bytes] = {}


def run(wish: Wish, surroundings: Surroundings) -> int:
    """Observe from the first note to the feedback sheet."""
    check_targets(wish.exports, force=wish.force)
    if wish.answers is None and not surroundings.has_terminal:
        raise NoTerminal(f"{surroundings.command} observe")
    catalogue = surroundings.catalogue
    guide = load_guide(catalogue, wish.guide)
    watched = _watched(wish.watched, catalogue, guide) if wish.watched is not None else Watched()
    exports = Exports(wish.exports, wish.force)
    with ExitStack() as stack:
        rehearsal = _begin(wish, watched, guide, surroundings, stack)
        if wish.answers is None:
            return run_to_end(rehearsal, make_asker(surroundings), exports, surroundings, private=False, kept=wish.save)
        return _from_file(wish.answers, rehearsal, exports, surroundings, save=wish.save)


def _watched(named: str, catalogue: Catalogue, guide: LoadedGuide) -> Watched:
    """The case or the option set that an id or a path means; a case first, since a role play is of one."""
    if _is_case(named, catalogue):
        case = load_case(catalogue, named, list(guide.guide.steps))
        files = {"option_set": case.option_set.raw, "case": case.raw}
        return Watched(case.case.title, case.case.option_set, case.case.id, files)
    option_set = load_option_set(catalogue, named)
    return Watched(option_set.option_set.title, option_set.option_set.id, None, {"option_set": option_set.raw})


def _is_case(named: str, catalogue: Catalogue) -> bool:
    try:
        return kind_of(contents(catalogue.path("cases", named))) == "cases"
    except NotFound:
        return False


def _begin(wish: Wish, watched: Watched, guide: LoadedGuide, surroundings: Surroundings, stack: ExitStack) -> Rehearsal[State]:
    files = {**watched.contents, "guide": guide.file, "steps": guide.steps}
    header = Header(
        id="",
        kind=OBSERVATION,
        started=surroundings.now(),
        program=__version__,
        option_set=watched.option_set,
        guide=guide.guide.file.id,
        contents={},
        case=watched.case,
        # One without a code could be joined with nothing, and nobody thinks of that before the talk.
        code=code_of(wish.code) if wish.code is not None else new_code(),
        template=wish.template,
    )
    staging = ObservationStaging(Observation(guide.guide, watched.title), header, [], wish.template)
    rehearsal = begun(staging, header, files, surroundings, stack, save=wish.save)
    rehearsal.staging = live(staging, rehearsal.header, rehearsal.entries)
    return rehearsal


def _from_file(name: str, rehearsal: Rehearsal[State], exports: Exports, surroundings: Surroundings, *, save: bool) -> int:
    from sdm_cli.ask.answers_file import Answers, FileAsker
    from sdm_cli.ask.practice_answers import read_played

    raw, file = answers_bytes(name, surroundings)
    values, diagnostics = read_played(raw, file, rehearsal.staging.conversation)
    if diagnostics:
        from sdm_cli.pages.findings import findings_text

        surroundings.stderr.write(findings_text(diagnostics, width=surroundings.folds(surroundings.stderr)))
        return Exit.FINDINGS
    with vouching(rehearsal, kept=save):
        rehearse(rehearsal, FileAsker(Answers(values, {})), surroundings, quiet=True)
        return finish(rehearsal, exports, surroundings, private=False, kept=save)
