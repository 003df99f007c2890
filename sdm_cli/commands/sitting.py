"""One sitting: somebody to ask, the loop, and what becomes of it; the same for every conversation."""

import shlex
import signal
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from hashlib import sha256
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from sdm_cli.ask.replies import Asker, Left
from sdm_cli.commands.boundary import Killed
from sdm_cli.commands.exports import FORMATS, deliver
from sdm_cli.commands.keeping import Keeper, NewSession, Nowhere
from sdm_cli.commands.rehearsal import Rehearsal, rehearse
from sdm_cli.commands.staging import S, Staging
from sdm_cli.commands.surroundings import Surroundings
from sdm_cli.content.placed import LARGEST
from sdm_cli.exits import Exit, Refusal
from sdm_cli.model.session import Header
from sdm_cli.sessions.store import Store

NOT_KEPT = "not-kept"
"""Stands for the id of what is not kept."""


class NoTerminal(Refusal):
    """There is nobody to ask."""

    exit = Exit.USAGE

    def __init__(self, command: str) -> None:
        super().__init__(
            "There is no terminal to ask on, so nothing was asked. "
            f"Run it in a terminal, or give the answers in a file: {command} --answers FILE"
        )


class NoAnswers(Refusal):
    """The answers file cannot be read."""

    exit = Exit.USAGE

    def __init__(self, name: str, error: OSError) -> None:
        super().__init__(f"The answers in {name} cannot be read: {error.strerror or error}.")


class Exports(Struct, frozen=True):
    """Where the summary is to be written at the end, and whether files there may be replaced."""

    paths: Sequence[Path]
    force: bool

    def as_typed(self) -> str:
        """The same as options of a command, so that a pause does not lose them."""
        typed = "".join(f" --export {shlex.quote(str(path))}" for path in self.paths)
        return f"{typed} --force" if typed and self.force else typed


def make_asker(surroundings: Surroundings) -> Asker:
    """Somebody to ask with: keys where there are keys, lines everywhere else."""
    if not surroundings.plain:
        # Imported here: prompt_toolkit takes longer to load than everything else together. The lock comes along, since
        # whoever has keys waits less for a first question than for the second.
        import filelock  # noqa: F401

        from sdm_cli.ask.terminal import TerminalAsker

        return TerminalAsker(surroundings.stderr, lambda: surroundings.width, colour=surroundings.colour(surroundings.stderr))
    from sdm_cli.ask.plain import PlainAsker

    return PlainAsker(surroundings.stdin, surroundings.stderr, lambda: surroundings.width)


def finish(rehearsal: Rehearsal[S], exports: Exports, surroundings: Surroundings, *, private: bool, kept: bool) -> int:
    """Show what it came to, write the files, and say where everything is."""
    rehearsal.leave()
    session, state, staging = rehearsal.session(), rehearsal.state, rehearsal.staging
    surroundings.result(staging.outcome(session, state, private=private))
    for path in exports.paths:
        text = staging.written(session, state, FORMATS[path.suffix], private=private)
        deliver(text, path, surroundings, force=exports.force)
    if kept:
        export = f"{surroundings.command} sessions export {rehearsal.header.id}"
        surroundings.say(f"Kept as session {rehearsal.header.id}. To write it out:\n{export} -o {staging.outcome_name}.md")
        if staging.for_the_patient:
            surroundings.say(f"{export} --to handout -o for-them.html")
    return Exit.DONE


def say_how_to_go_on(rehearsal: Rehearsal[S], exports: Exports, surroundings: Surroundings, *, kept: bool) -> None:
    """After a pause: the one command that goes on at the same question."""
    # Nothing is left to do but to say it. Whoever presses Ctrl-C twice means once.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if kept and rehearsal.entries:
        again = f"{surroundings.command} sessions resume {rehearsal.header.id}{surroundings.plain_as_typed}{exports.as_typed()}"
        text = f"Paused. Everything is kept. Go on with:\n{again}"
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


def begun(
    staging: Staging[S], header: Header, contents: Mapping[str, bytes], surroundings: Surroundings, stack: ExitStack, *, save: bool
) -> Rehearsal[S]:
    """A conversation about to begin. Its header gets an id and the hashes of what it is run against."""
    store = Store(surroundings.data_folder / "sessions")
    hashes = {name: sha256(raw).hexdigest() for name, raw in contents.items()}
    header = replace(header, id=store.new_id() if save else NOT_KEPT, contents=hashes)
    keeper: Keeper = NewSession(store, header, dict(contents), stack) if save else Nowhere()
    return Rehearsal(staging, header, [], staging.conversation.start(), keeper, surroundings.now)


def run_to_end(rehearsal: Rehearsal[S], asker: Asker, exports: Exports, surroundings: Surroundings, *, private: bool, kept: bool) -> int:
    """Rehearse until the end or until the person leaves, and say what became of it."""
    try:
        with vouching(rehearsal, kept=kept):
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
def vouching(rehearsal: Rehearsal[S], *, kept: bool) -> Iterator[None]:
    """Should a mistake of ours end it, let its report say that nothing was lost."""
    try:
        yield
    except Exception as bug:
        if kept and rehearsal.entries:
            bug.add_note("What was answered is kept.")
        raise


def answers_bytes(name: str, surroundings: Surroundings) -> tuple[bytes, str]:
    """The bytes of an answers file, and what to call it."""
    if name == "-":
        return surroundings.stdin.buffer.read(LARGEST + 1), "<stdin>"
    try:
        # A pipe is as good as a file here: --answers <(another program).
        with Path(name).open("rb") as file:
            return file.read(LARGEST + 1), name
    except OSError as error:
        raise NoAnswers(name, error) from error
