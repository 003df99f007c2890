"""`sdm practice`: a conversation with the patient of a case."""

from collections.abc import Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from secrets import randbelow

from msgspec import Struct

from sdm_cli import __version__
from sdm_cli.ask.replies import Asker, Gesture, Left
from sdm_cli.commands.exports import check_targets
from sdm_cli.commands.practice_staging import PracticeStaging, staged
from sdm_cli.commands.rehearsal import Rehearsal, rehearse
from sdm_cli.commands.sitting import Exports, NoTerminal, answers_bytes, begun, finish, make_asker, run_to_end, vouching
from sdm_cli.commands.surroundings import Surroundings
from sdm_cli.content.case_loading import LoadedCase, load_case
from sdm_cli.content.catalogue import Catalogue, Entry, is_path
from sdm_cli.content.loading import PRACTISED, LoadedGuide, load_guide
from sdm_cli.conversation.questions import Choice, Choose
from sdm_cli.conversation.talk import State
from sdm_cli.exits import Exit, Refusal
from sdm_cli.model.session import PRACTICE, Header

_SEEDS = 10_000
_LEVELS = ("first steps", "practised", "demanding")


class NoCase(Refusal):
    """Answers from a file need a case by name."""

    exit = Exit.USAGE

    def __init__(self) -> None:
        super().__init__("With --answers, name the case too, such as: sdm practice CASE --answers FILE")


class Wish(Struct, frozen=True):
    """What was asked for on the command line."""

    case: str | None
    seed: int | None
    own_words: bool
    answers: str | None
    exports: Sequence[Path]
    force: bool
    save: bool


def run(wish: Wish, surroundings: Surroundings) -> int:
    """Practise from the patient's first words to the debrief."""
    check_targets(wish.exports, force=wish.force)
    if wish.answers is None and not surroundings.has_terminal:
        raise NoTerminal(f"{surroundings.command} practice CASE")
    catalogue = surroundings.catalogue
    guide = load_guide(catalogue, PRACTISED)
    if wish.answers is not None:
        return _from_file(wish, catalogue, guide, surroundings)
    asker = make_asker(surroundings)
    try:
        chosen = wish.case or _pick(catalogue, asker, surroundings)
    except (Left, KeyboardInterrupt):
        return Exit.PAUSED
    if chosen is None:
        surroundings.say("Nothing was begun.")
        return Exit.DONE
    with ExitStack() as stack:
        rehearsal = _begin(wish, load_case(catalogue, chosen, list(guide.guide.steps)), guide, surroundings, stack)
        return run_to_end(rehearsal, asker, Exports(wish.exports, wish.force), surroundings, private=False, kept=wish.save)


def _pick(catalogue: Catalogue, asker: Asker, surroundings: Surroundings) -> str | None:
    """Let the person choose a case, the first steps first; None if they would rather leave."""
    entries = sorted(catalogue.entries("cases"), key=_level)
    if not entries:
        surroundings.say("There are no cases here yet.")
        return None
    question = Choose("case", "Whom do you want to practise with?", tuple(Choice(entry.id, _label(entry)) for entry in entries), "leave")
    while isinstance(reply := asker.ask(question, None), Gesture) and reply.wish == "help":
        surroundings.say(f"Each is a patient to practise with; {surroundings.command} list --kind cases says what each is good for.")
    if isinstance(reply, Gesture) or not isinstance(reply.answer, str):
        return None
    return reply.answer


def _level(entry: Entry) -> int:
    level = entry.headline.get("level", "")
    return _LEVELS.index(level) if level in _LEVELS else len(_LEVELS)


def _label(entry: Entry) -> str:
    head = entry.headline
    title = head.get("title", entry.id)
    return f"{title} ({head['level']}, {head.get('minutes', '?')} min)" if "level" in head else title


def _begin(wish: Wish, loaded: LoadedCase, guide: LoadedGuide, surroundings: Surroundings, stack: ExitStack) -> Rehearsal[State]:
    seed = randbelow(_SEEDS) if wish.seed is None else wish.seed
    staging = staged(loaded.case, loaded.option_set.option_set, guide.guide, seed, own_words=wish.own_words)
    contents = {"option_set": loaded.option_set.raw, "guide": guide.file, "steps": guide.steps, "case": loaded.raw}
    header = Header(
        id="",
        kind=PRACTICE,
        started=surroundings.now(),
        program=__version__,
        option_set=loaded.case.option_set,
        guide=guide.guide.file.id,
        contents={},
        case=loaded.case.id,
        case_file=_file(wish.case),
        seed=seed,
        own_words=wish.own_words,
    )
    return begun(staging, header, contents, surroundings, stack, save=wish.save)


def _file(wanted: str | None) -> str | None:
    """Where a case is that was named by its path, so that it can be named again from another folder."""
    if wanted is None or not is_path(wanted):
        return None
    path = Path(wanted).resolve()
    with suppress(RuntimeError, ValueError):
        return f"~/{path.relative_to(Path.home()).as_posix()}"
    return str(path)


def _from_file(wish: Wish, catalogue: Catalogue, guide: LoadedGuide, surroundings: Surroundings) -> int:
    from sdm_cli.ask.answers_file import Answers, FileAsker
    from sdm_cli.ask.practice_answers import read_played

    if wish.case is None:
        raise NoCase
    raw, name = answers_bytes(str(wish.answers), surroundings)
    loaded = load_case(catalogue, wish.case, list(guide.guide.steps))
    with ExitStack() as stack:
        rehearsal = _begin(wish, loaded, guide, surroundings, stack)
        staging = rehearsal.staging
        if not isinstance(staging, PracticeStaging):
            raise TypeError(staging)
        values, diagnostics = read_played(raw, name, staging.conversation)
        if diagnostics:
            from sdm_cli.pages.findings import findings_text

            surroundings.stderr.write(findings_text(diagnostics, width=surroundings.folds(surroundings.stderr)))
            return Exit.FINDINGS
        with vouching(rehearsal, kept=wish.save):
            rehearse(rehearsal, FileAsker(Answers(values, {})), surroundings, quiet=True)
            return finish(rehearsal, Exports(wish.exports, wish.force), surroundings, private=False, kept=wish.save)
