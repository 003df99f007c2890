"""`sdm walk`: rehearse a whole conversation."""

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from msgspec import Struct

from sdm_cli import __version__
from sdm_cli.ask.answers_file import Answers, FileAsker, read_answers
from sdm_cli.ask.replies import Asker, Gesture, Left
from sdm_cli.commands.exports import check_targets
from sdm_cli.commands.rehearsal import Rehearsal, rehearse
from sdm_cli.commands.sitting import Exports, NoTerminal, answers_bytes, begun, finish, make_asker, run_to_end, vouching
from sdm_cli.commands.surroundings import Surroundings
from sdm_cli.commands.walk_staging import WalkStaging
from sdm_cli.content.catalogue import Catalogue, NotFound
from sdm_cli.content.loading import LoadedGuide, LoadedOptionSet, load_guide, load_option_set
from sdm_cli.conversation.questions import Choice, Choose
from sdm_cli.conversation.walk import State, Walk
from sdm_cli.exits import Exit, Refusal
from sdm_cli.model.event import Jumped, Marked
from sdm_cli.model.session import Header


class NoOptionSet(Refusal):
    """Answers from a file need an option set by name."""

    exit = Exit.USAGE

    def __init__(self) -> None:
        super().__init__("With --answers, name the option set too, such as: sdm walk knee-osteoarthritis --answers FILE")


class NoStep(Refusal):
    """The guide has no such step."""

    exit = Exit.USAGE

    def __init__(self, step: str, order: Sequence[str]) -> None:
        super().__init__(f"There is no step {step}. This guide has {', '.join(order)}.")


class Wish(Struct, frozen=True):
    """What was asked for on the command line."""

    option_set: str | None
    guide: str
    answers: str | None
    exports: Sequence[Path]
    force: bool
    save: bool
    start_at: str | None
    private: bool


def run(wish: Wish, surroundings: Surroundings) -> int:
    """Walk from the first question to the summary."""
    check_targets(wish.exports, force=wish.force)
    if wish.answers is None and not surroundings.has_terminal:
        raise NoTerminal(f"{surroundings.command} walk OPTION_SET")
    catalogue = surroundings.catalogue
    guide = load_guide(catalogue, wish.guide)
    if wish.start_at is not None and wish.start_at.upper() not in guide.guide.order():
        raise NoStep(wish.start_at, guide.guide.order())
    if wish.answers is not None:
        return _from_file(wish, catalogue, guide, surroundings)
    asker = make_asker(surroundings)
    try:
        chosen = wish.option_set or _pick(catalogue, asker, surroundings)
    except (Left, KeyboardInterrupt):
        return Exit.PAUSED
    if chosen is None:
        surroundings.say("Nothing was begun.")
        return Exit.DONE
    return _with_person(wish, load_option_set(catalogue, chosen), guide, asker, surroundings)


def _pick(catalogue: Catalogue, asker: Asker, surroundings: Surroundings) -> str | None:
    """Let the person choose an option set; None if they would rather leave."""
    entries = catalogue.entries("option-sets")
    if not entries:
        raise NotFound("option-sets", "any", [])
    choices = tuple(Choice(entry.id, entry.headline.get("title", entry.id)) for entry in entries)
    question = Choose("option_set", "Which decision do you want to rehearse?", choices, "leave")
    while isinstance(reply := asker.ask(question, None), Gesture) and reply.wish == "help":
        surroundings.say(
            f"Each is a decision to rehearse; {surroundings.command} show ID reads one: {', '.join(entry.id for entry in entries)}."
        )
    if isinstance(reply, Gesture) or not isinstance(reply.answer, str):
        return None
    return reply.answer


def _with_person(wish: Wish, loaded: LoadedOptionSet, guide: LoadedGuide, asker: Asker, surroundings: Surroundings) -> int:
    with ExitStack() as stack:
        rehearsal = _begin(wish, loaded, guide, surroundings, stack)
        if wish.start_at is not None:
            rehearsal.happened(Jumped(wish.start_at.upper()))
        return run_to_end(rehearsal, asker, Exports(wish.exports, wish.force), surroundings, private=wish.private, kept=wish.save)


def _begin(wish: Wish, loaded: LoadedOptionSet, guide: LoadedGuide, surroundings: Surroundings, stack: ExitStack) -> Rehearsal[State]:
    contents = {"option_set": loaded.raw, "guide": guide.file, "steps": guide.steps}
    header = Header(
        id="",
        started=surroundings.now(),
        program=__version__,
        option_set=loaded.option_set.id,
        guide=guide.guide.file.id,
        contents={},
    )
    return begun(WalkStaging(Walk(loaded.option_set, guide.guide)), header, contents, surroundings, stack, save=wish.save)


def _from_file(wish: Wish, catalogue: Catalogue, guide: LoadedGuide, surroundings: Surroundings) -> int:
    if wish.option_set is None:
        raise NoOptionSet
    loaded = load_option_set(catalogue, wish.option_set)
    raw, name = answers_bytes(str(wish.answers), surroundings)
    with ExitStack() as stack:
        rehearsal = _begin(wish, loaded, guide, surroundings, stack)
        walk = Walk(loaded.option_set, guide.guide)
        answers, diagnostics = read_answers(raw, name, walk)
        if diagnostics:
            from sdm_cli.pages.findings import findings_text

            surroundings.stderr.write(findings_text(diagnostics, width=surroundings.folds(surroundings.stderr)))
            return Exit.FINDINGS
        with vouching(rehearsal, kept=wish.save):
            if wish.start_at is not None:
                rehearsal.happened(Jumped(wish.start_at.upper()))
            _replay(rehearsal, walk, answers, surroundings)
            return finish(rehearsal, Exports(wish.exports, wish.force), surroundings, private=wish.private, kept=wish.save)


def _replay(rehearsal: Rehearsal[State], walk: Walk, answers: Answers, surroundings: Surroundings) -> None:
    """Walk the path with the file's answers, then go to steps off the path that it answers too, then mark."""
    asker = FileAsker(answers)
    rehearse(rehearsal, asker, surroundings, quiet=True)
    for step in walk.guide.path():
        named = any(question.startswith(f"{step.key}.") for question in answers.values)
        if named and walk.mark(rehearsal.state, step.id) == "open":
            rehearsal.happened(Jumped(step.id))
            rehearse(rehearsal, asker, surroundings, quiet=True)
    for name, mark in answers.marks.items():
        rehearsal.happened(Marked(name, mark))
