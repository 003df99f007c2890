"""`sdm reflect`: how a role play was for those who played a part in it."""

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from msgspec import Struct

from sdm_cli import __version__
from sdm_cli.ask.replies import Left
from sdm_cli.commands.coding import asked_code, code_of, new_code
from sdm_cli.commands.exports import check_targets
from sdm_cli.commands.reflection_staging import ReflectionStaging
from sdm_cli.commands.rehearsal import Rehearsal, rehearse
from sdm_cli.commands.sitting import Exports, NoTerminal, answers_bytes, begun, finish, make_asker, run_to_end, vouching
from sdm_cli.commands.surroundings import Surroundings
from sdm_cli.content.case_loading import load_case
from sdm_cli.content.loading import load_guide
from sdm_cli.conversation.reflection import Reflection, State
from sdm_cli.exits import Exit
from sdm_cli.model.session import REFLECTION, Header

GUIDE = "elwyn-2012"
"""The guide by whose steps a case is read; a reflection itself goes by none."""


class Wish(Struct, frozen=True):
    """What was asked for on the command line."""

    role: str
    code: str | None
    case: str | None
    answers: str | None
    exports: Sequence[Path]
    force: bool
    save: bool


def run(wish: Wish, surroundings: Surroundings) -> int:
    """Reflect from the first question to the page."""
    check_targets(wish.exports, force=wish.force)
    code = code_of(wish.code) if wish.code is not None else None
    if wish.answers is None and not surroundings.has_terminal:
        raise NoTerminal(f"{surroundings.command} reflect {wish.role}")
    if wish.answers is not None:
        return _from_file(wish, wish.answers, code or new_code(), surroundings)
    asker = make_asker(surroundings)
    try:
        code = code or asked_code(asker, surroundings)
    except (Left, KeyboardInterrupt):
        return Exit.PAUSED
    with ExitStack() as stack:
        rehearsal = _begin(wish, code, surroundings, stack)
        ended = run_to_end(rehearsal, asker, Exports(wish.exports, wish.force), surroundings, private=False, kept=wish.save)
        if wish.save and rehearsal.next_prompt() is None:
            surroundings.say(f"To set it beside what the others kept:\n{surroundings.command} join {code} THEIR_FILES")
        return ended


def _begin(wish: Wish, code: str, surroundings: Surroundings, stack: ExitStack) -> Rehearsal[State]:
    case, option_set = _case(wish.case, surroundings) if wish.case is not None else (None, "")
    header = Header(
        id="",
        kind=REFLECTION,
        started=surroundings.now(),
        program=__version__,
        option_set=option_set,
        guide="",
        contents={},
        case=case,
        code=code,
        role=wish.role,
    )
    staging = ReflectionStaging(Reflection(wish.role), header)
    rehearsal = begun(staging, header, {}, surroundings, stack, save=wish.save)
    rehearsal.staging = ReflectionStaging(staging.conversation, rehearsal.header)
    return rehearsal


def _case(named: str, surroundings: Surroundings) -> tuple[str, str]:
    """The case that was played, and its option set, by their ids."""
    catalogue = surroundings.catalogue
    case = load_case(catalogue, named, list(load_guide(catalogue, GUIDE).guide.steps)).case
    return case.id, case.option_set


def _from_file(wish: Wish, name: str, code: str, surroundings: Surroundings) -> int:
    from sdm_cli.ask.answers_file import Answers, FileAsker
    from sdm_cli.ask.practice_answers import read_played

    raw, file = answers_bytes(name, surroundings)
    values, diagnostics = read_played(raw, file, Reflection(wish.role))
    if diagnostics:
        from sdm_cli.pages.findings import findings_text

        surroundings.stderr.write(findings_text(diagnostics, width=surroundings.folds(surroundings.stderr)))
        return Exit.FINDINGS
    with ExitStack() as stack:
        rehearsal = _begin(wish, code, surroundings, stack)
        with vouching(rehearsal, kept=wish.save):
            rehearse(rehearsal, FileAsker(Answers(values, {})), surroundings, quiet=True)
            return finish(rehearsal, Exports(wish.exports, wish.force), surroundings, private=False, kept=wish.save)
