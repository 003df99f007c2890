"""`sdm walk`: rehearse a whole conversation."""

import shlex
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from hashlib import sha256
from pathlib import Path

from msgspec import Struct

from sdm_cli import __version__
from sdm_cli.ask.answers_file import Answers, FileAsker, read_answers
from sdm_cli.ask.replies import Asker, Gesture, Left
from sdm_cli.commands.boundary import Killed
from sdm_cli.commands.exports import check_targets, export
from sdm_cli.commands.rehearsal import Keeper, NewSession, Nowhere, Rehearsal, rehearse
from sdm_cli.commands.surroundings import Surroundings
from sdm_cli.content.catalogue import Catalogue, NotFound
from sdm_cli.content.loading import LoadedGuide, LoadedOptionSet, load_guide, load_option_set
from sdm_cli.conversation.questions import Choice, Choose
from sdm_cli.conversation.walk import Walk
from sdm_cli.exits import Exit, Refusal
from sdm_cli.model.event import Jumped, Marked
from sdm_cli.model.session import Header
from sdm_cli.pages.summary import summary
from sdm_cli.sessions.store import Store


class NoTerminal(Refusal):
    """There is nobody to ask."""

    exit = Exit.USAGE

    def __init__(self, command: str) -> None:
        super().__init__(
            "There is no terminal to ask on, so nothing was asked. "
            f"Run it in a terminal, or give the answers in a file: {command} walk OPTION_SET --answers FILE"
        )


class NoOptionSet(Refusal):
    """Answers from a file need an option set by name."""

    exit = Exit.USAGE

    def __init__(self) -> None:
        super().__init__("With --answers, name the option set too, such as: sdm walk knee-osteoarthritis --answers FILE")


class NoAnswers(Refusal):
    """The answers file cannot be read."""

    exit = Exit.USAGE

    def __init__(self, name: str, error: OSError) -> None:
        super().__init__(f"The answers in {name} cannot be read: {error.strerror or error}.")


class NoStep(Refusal):
    """The guide has no such step."""

    exit = Exit.USAGE

    def __init__(self, step: str, order: Sequence[str]) -> None:
        super().__init__(f"There is no step {step}. This guide has {', '.join(order)}.")


class Exports(Struct, frozen=True):
    """Where the summary is to be written at the end, and whether files there may be replaced."""

    paths: Sequence[Path]
    force: bool

    def as_typed(self) -> str:
        """The same as options of a command, so that a pause does not lose them."""
        typed = "".join(f" --export {shlex.quote(str(path))}" for path in self.paths)
        return f"{typed} --force" if typed and self.force else typed


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
        raise NoTerminal(surroundings.command)
    catalogue = Catalogue(surroundings.library_folders)
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


def make_asker(surroundings: Surroundings) -> Asker:
    """Somebody to ask with: keys where there are keys, lines everywhere else."""
    if not surroundings.plain:
        # Imported here: prompt_toolkit takes longer to load than everything else together.
        from sdm_cli.ask.terminal import TerminalAsker

        return TerminalAsker(surroundings.stderr, lambda: surroundings.width, colour=surroundings.colour(surroundings.stderr))
    from sdm_cli.ask.plain import PlainAsker

    return PlainAsker(surroundings.stdin, surroundings.stderr, lambda: surroundings.width)


def finish(rehearsal: Rehearsal, exports: Exports, surroundings: Surroundings, *, private: bool, kept: bool) -> int:
    """Show the summary, write the files, and say where everything is."""
    account = rehearsal.account(private=private)
    surroundings.result(summary(account))
    for path in exports.paths:
        export(account, path, force=exports.force)
        surroundings.say(f"Written: {path}")
    if kept:
        name = rehearsal.header.id
        surroundings.say(f"Kept as session {name}. To write it out:\n{surroundings.command} sessions export {name} -o summary.md")
    return Exit.DONE


def say_how_to_go_on(rehearsal: Rehearsal, exports: Exports, surroundings: Surroundings, *, kept: bool) -> None:
    """After a pause: the one command that goes on at the same question."""
    if kept and rehearsal.entries:
        text = f"Paused. Everything is kept. Go on with:\n{surroundings.command} sessions resume {rehearsal.header.id}{exports.as_typed()}"
    else:
        text = (
            "Left. Nothing was kept, since --no-save was given."
            if rehearsal.entries
            else "Left before anything was answered; nothing was kept."
        )
    try:
        surroundings.say(f"\n{text}")
    except OSError:
        # The window is gone; the session is on disk, and 'sdm sessions list' names it.
        return


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


def _begin(wish: Wish, loaded: LoadedOptionSet, guide: LoadedGuide, surroundings: Surroundings, stack: ExitStack) -> Rehearsal:
    walk = Walk(loaded.option_set, guide.guide)
    store = Store(surroundings.data_folder / "sessions")
    contents = {"option_set": loaded.raw, "guide": guide.file, "steps": guide.steps}
    header = Header(
        id=store.new_id() if wish.save else "not-kept",
        started=surroundings.now(),
        program=__version__,
        option_set=loaded.option_set.id,
        guide=guide.guide.file.id,
        contents={name: sha256(raw).hexdigest() for name, raw in contents.items()},
    )
    keeper: Keeper = NewSession(store, header, contents, stack) if wish.save else Nowhere()
    return Rehearsal(walk, header, [], walk.start(), keeper, surroundings.now)


def _with_person(wish: Wish, loaded: LoadedOptionSet, guide: LoadedGuide, asker: Asker, surroundings: Surroundings) -> int:
    with ExitStack() as stack:
        rehearsal = _begin(wish, loaded, guide, surroundings, stack)
        if wish.start_at is not None:
            rehearsal.happened(Jumped(wish.start_at.upper()))
        return run_to_end(rehearsal, asker, Exports(wish.exports, wish.force), surroundings, private=wish.private, kept=wish.save)


def run_to_end(rehearsal: Rehearsal, asker: Asker, exports: Exports, surroundings: Surroundings, *, private: bool, kept: bool) -> int:
    """Rehearse until the end or until the person leaves, and say what became of it."""
    try:
        with _vouching(rehearsal, kept=kept):
            if rehearse(rehearsal, asker, surroundings, quiet=False):
                return finish(rehearsal, exports, surroundings, private=private, kept=kept)
    except Left:
        say_how_to_go_on(rehearsal, exports, surroundings, kept=kept)
        return Exit.PAUSED
    except Killed:
        say_how_to_go_on(rehearsal, exports, surroundings, kept=kept)
        raise
    say_how_to_go_on(rehearsal, exports, surroundings, kept=kept)
    return Exit.DONE


@contextmanager
def _vouching(rehearsal: Rehearsal, *, kept: bool) -> Iterator[None]:
    """Should a mistake of ours end the walk, let its report say that nothing was lost."""
    try:
        yield
    except Exception as bug:
        if kept and rehearsal.entries:
            bug.add_note("What was answered is kept.")
        raise


def _from_file(wish: Wish, catalogue: Catalogue, guide: LoadedGuide, surroundings: Surroundings) -> int:
    if wish.option_set is None:
        raise NoOptionSet
    loaded = load_option_set(catalogue, wish.option_set)
    raw, name = _answers_bytes(str(wish.answers), surroundings)
    with ExitStack() as stack:
        rehearsal = _begin(wish, loaded, guide, surroundings, stack)
        answers, diagnostics = read_answers(raw, name, rehearsal.walk)
        if diagnostics:
            from sdm_cli.pages.findings import findings_text

            surroundings.stderr.write(findings_text(diagnostics))
            return Exit.FINDINGS
        with _vouching(rehearsal, kept=wish.save):
            if wish.start_at is not None:
                rehearsal.happened(Jumped(wish.start_at.upper()))
            _replay(rehearsal, answers, surroundings)
            return finish(rehearsal, Exports(wish.exports, wish.force), surroundings, private=wish.private, kept=wish.save)


def _replay(rehearsal: Rehearsal, answers: Answers, surroundings: Surroundings) -> None:
    """Walk the path with the file's answers, then go to steps off the path that it answers too, then mark."""
    asker = FileAsker(answers)
    rehearse(rehearsal, asker, surroundings, quiet=True)
    for step in rehearsal.walk.guide.path():
        named = any(question.startswith(f"{step.key}.") for question in answers.values)
        if named and rehearsal.walk.mark(rehearsal.state, step.id) == "open":
            rehearsal.happened(Jumped(step.id))
            rehearse(rehearsal, asker, surroundings, quiet=True)
    for name, mark in answers.marks.items():
        rehearsal.happened(Marked(name, mark))


def _answers_bytes(name: str, surroundings: Surroundings) -> tuple[bytes, str]:
    """The bytes of an answers file, and what to call it."""
    if name == "-":
        return surroundings.stdin.buffer.read(), "<stdin>"
    try:
        return Path(name).read_bytes(), name
    except OSError as error:
        raise NoAnswers(name, error) from error
