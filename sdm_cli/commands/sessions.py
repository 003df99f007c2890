"""`sdm sessions`: what was rehearsed before."""

from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from sdm_cli.commands.exports import check_targets, rendered, write_file
from sdm_cli.commands.rehearsal import OldSession, Rehearsal, account_of
from sdm_cli.commands.surroundings import Surroundings
from sdm_cli.commands.walk import Exports, NoStep, NoTerminal, make_asker, run_to_end
from sdm_cli.content.catalogue import Catalogue
from sdm_cli.content.loading import load_guide, read_guide, read_option_set
from sdm_cli.conversation.walk import State, Walk
from sdm_cli.document.json import to_json
from sdm_cli.exits import Exit, Refusal
from sdm_cli.model.event import Jumped, Resumed
from sdm_cli.model.session import Session
from sdm_cli.pages.data import session_line
from sdm_cli.pages.lists import sessions_page
from sdm_cli.pages.summary import Account, summary
from sdm_cli.sessions.store import NothingToResume, Store


class NeedsYes(Refusal):
    """Nobody is there to say yes."""

    exit = Exit.USAGE

    def __init__(self, described: str) -> None:
        super().__init__(f"To delete {described} without a terminal, add --yes.")


def store_of(surroundings: Surroundings) -> Store:
    """The store where this person's sessions live."""
    return Store(surroundings.data_folder / "sessions")


def walk_of(session: Session, store: Store) -> Walk:
    """The walk that a session was, on the very texts that it was run against. Raises ContentLost or Unusable."""
    header = session.header
    option_set = read_option_set(store.content(header, "option_set"), f"{header.option_set}.yaml")
    guide = read_guide(store.content(header, "guide"), f"{header.guide}.yaml", store.content(header, "steps"), "steps.yaml")
    return Walk(option_set, guide)


def run_list(surroundings: Surroundings, *, json: bool) -> int:
    """Print all sessions."""
    store = store_of(surroundings)
    sessions, broken = store.all()
    rows: list[tuple[Session, str]] = []
    data = []
    for session in sessions:
        try:
            walk = walk_of(session, store)
        except Refusal as refusal:
            broken.append(refusal)
            continue
        state = _state(walk, session)
        prompt = walk.next_prompt(state)
        where = (
            "finished"
            if prompt is None
            else f"stopped at {prompt.step.id} {prompt.step.title}; go on: {surroundings.command} sessions resume {session.header.id}"
        )
        rows.append((session, where))
        data.append(session_line(session, finished=prompt is None, step=prompt.step.id if prompt else None))
    if json:
        surroundings.data(to_json({"format": 1, "sessions": data}))
    else:
        surroundings.result(sessions_page(rows))
    for problem in broken:
        surroundings.say(str(problem))
    return Exit.UNUSABLE if broken else Exit.DONE


def run_show(wanted: str, guide: str | None, surroundings: Surroundings, *, private: bool) -> int:
    """Print the summary of one session, in the terms of its own guide or of another."""
    surroundings.result(summary(_account(wanted, guide, surroundings, private=private)))
    return Exit.DONE


def run_export(
    wanted: str, guide: str | None, form: str, output: Path | None, surroundings: Surroundings, *, force: bool, private: bool
) -> int:
    """Write one session in a format, to a file or to stdout."""
    account = _account(wanted, guide, surroundings, private=private)
    text = rendered(account, form)
    if output is None or str(output) == "-":
        surroundings.data(text)
        return Exit.DONE
    write_file(output, text.encode(), force=force)
    surroundings.say(f"Written: {output}")
    return Exit.DONE


def run_resume(
    wanted: str | None, start_at: str | None, exports: Sequence[Path], surroundings: Surroundings, *, force: bool, private: bool
) -> int:
    """Go on with a session where it stopped, or at a step."""
    check_targets(exports, force=force)
    if not surroundings.has_terminal:
        raise NoTerminal(surroundings.command)
    store = store_of(surroundings)
    session = store.find(wanted) if wanted else _latest(store)
    walk = walk_of(session, store)
    if start_at is not None and start_at.upper() not in walk.guide.order():
        raise NoStep(start_at, walk.guide.order())
    _say_if_changed(session, store, surroundings)
    with store.resuming(session.header.id) as journal:
        session = journal.session
        rehearsal = Rehearsal(walk, session.header, list(session.entries), _state(walk, session), OldSession(journal), surroundings.now)
        rehearsal.happened(Resumed())
        if start_at is not None:
            rehearsal.happened(Jumped(start_at.upper()))
        if walk.next_prompt(rehearsal.state) is None:
            surroundings.say(
                f"Session {session.header.id} is finished. To change something: {surroundings.command} sessions resume {session.header.id} --from D1"
            )
        return run_to_end(rehearsal, make_asker(surroundings), Exports(exports, force), surroundings, private=private, kept=True)


def run_delete(wanted: str, surroundings: Surroundings, confirm: Callable[[str], bool], *, yes: bool) -> int:
    """Delete one session, after a yes."""
    store = store_of(surroundings)
    header = store.find(wanted).header
    described = f"session {header.id} ({header.option_set}, {header.started.astimezone():%Y-%m-%d %H:%M})"
    if not yes and not surroundings.has_terminal:
        raise NeedsYes(described)
    if not yes and not confirm(f"Delete {described} for good?"):
        surroundings.say("Kept.")
        return Exit.DONE
    store.delete(header.id)
    surroundings.say(f"Deleted {described}.")
    return Exit.DONE


def _state(walk: Walk, session: Session) -> State:
    return walk.replay(entry.event for entry in session.entries)


def _account(wanted: str, guide: str | None, surroundings: Surroundings, *, private: bool) -> Account:
    store = store_of(surroundings)
    session = store.find(wanted)
    walk = walk_of(session, store)
    account = account_of(walk, session.header, session.entries, _state(walk, session), private=private)
    if guide is None:
        return account
    # Answers belong to steps, and steps to no guide: the same answers are read under another one.
    other = Walk(walk.option_set, load_guide(Catalogue(surroundings.library_folders), guide).guide)
    return msgspec.structs.replace(account, walk=other, state=other.adopted(account.state))


def _latest(store: Store) -> Session:
    sessions, _ = store.all()
    for session in sessions:
        try:
            walk = walk_of(session, store)
        except Refusal:
            # 'sdm sessions list' says what is wrong with it; an older one may still be whole.
            continue
        if walk.next_prompt(_state(walk, session)) is not None:
            return session
    raise NothingToResume


def _say_if_changed(session: Session, store: Store, surroundings: Surroundings) -> None:
    """Say so if the option set has changed since; the session goes on with the text that it began with."""
    try:
        now = Catalogue(surroundings.library_folders).path("option-sets", session.header.option_set).read_bytes()
    except (Refusal, OSError):
        surroundings.say(
            f"The option set {session.header.option_set} is not in the library; this session goes on with the text it began with."
        )
        return
    if now != store.content(session.header, "option_set"):
        surroundings.say(f"The option set {session.header.option_set} has changed since; this session goes on with the text it began with.")
