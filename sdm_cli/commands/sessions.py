"""`sdm sessions`: what was rehearsed before."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from sdm_cli.commands.exports import check_free, check_targets, deliver, form_of, write_file
from sdm_cli.commands.keeping import OldSession
from sdm_cli.commands.rehearsal import Rehearsal
from sdm_cli.commands.sitting import Exports, NoTerminal, make_asker, run_to_end
from sdm_cli.commands.staging import Conversation, S, Staging
from sdm_cli.commands.surroundings import Surroundings
from sdm_cli.commands.walk import NoStep
from sdm_cli.content.case_loading import read_case
from sdm_cli.content.catalogue import Catalogue, contents, title_of
from sdm_cli.content.glances import Kind
from sdm_cli.content.loading import load_guide, read_guide, read_option_set
from sdm_cli.conversation.pace import time_per_step
from sdm_cli.conversation.record import Record
from sdm_cli.conversation.walk import State, Walk
from sdm_cli.document.json import to_json
from sdm_cli.exits import Exit, Refusal
from sdm_cli.model.event import Jumped, Resumed
from sdm_cli.model.session import OBSERVATION, PRACTICE, REFLECTION, Header, Session
from sdm_cli.pages.data import session_line
from sdm_cli.pages.lists import sessions_page
from sdm_cli.sessions.journal import Journal
from sdm_cli.sessions.store import NothingToResume, Store

AGENDA = "agenda"
"""The template of a feedback sheet, unless another is asked for."""


class NoSuchRole(Refusal):
    """A reflection says that it is of a role that there is not."""

    def __init__(self, header: Header) -> None:
        super().__init__(f"Session {header.id} is a reflection of the role '{header.role}', and this sdm knows no such role.")


class NowhereToGo(Refusal):
    """A session has no places now: a practice that is over stays as it was, and a talk that is still watched has no review."""

    exit = Exit.USAGE

    def __init__(self, header: Header) -> None:
        super().__init__(f"Session {header.id} has nothing that --from could go to as it stands. Leave --from away.")


class NeedsYes(Refusal):
    """Nobody is there to say yes."""

    exit = Exit.USAGE

    def __init__(self, described: str) -> None:
        super().__init__(f"To delete {described} without a terminal, add --yes.")


def store_of(surroundings: Surroundings) -> Store:
    """The store where this person's sessions live."""
    return Store(surroundings.data_folder / "sessions")


def staging_of(session: Session, store: Store, template: str | None = None) -> Staging[Any]:
    """The conversation that a session was, on the very texts that it was run against. Raises ContentLost or Unusable.

    `template` is the order of a feedback sheet, if it is not to be the one that the session began with.
    """
    header = session.header
    if header.kind == OBSERVATION:
        return _observation(session, store, template or header.template or AGENDA)
    if header.kind == REFLECTION:
        return _reflection(header)
    option_set = read_option_set(store.content(header, "option_set"), f"{header.option_set}.yaml")
    guide = read_guide(store.content(header, "guide"), f"{header.guide}.yaml", store.content(header, "steps"), "steps.yaml")
    if header.kind != PRACTICE:
        from sdm_cli.commands.walk_staging import WalkStaging

        return WalkStaging(Walk(option_set, guide))
    from sdm_cli.commands.practice_staging import staged

    case = read_case(store.content(header, "case"), f"{header.case}.yaml", option_set, list(guide.steps))
    return staged(case, option_set, guide, header.seed or 0, own_words=header.own_words)


def _observation(session: Session, store: Store, template: str) -> Staging[Any]:
    from sdm_cli.commands.observation_staging import ObservationStaging
    from sdm_cli.conversation.observation import Observation

    header = session.header
    guide = read_guide(store.content(header, "guide"), f"{header.guide}.yaml", store.content(header, "steps"), "steps.yaml")
    # Only the title is needed of what was watched; what a file says first is read even where the rest has mistakes.
    title = title_of(store.content(header, "case" if header.case else "option_set")) if header.option_set else ""
    return ObservationStaging(Observation(guide, title), header, list(session.entries), template)


def _reflection(header: Header) -> Staging[Any]:
    from sdm_cli.commands.reflection_staging import ReflectionStaging
    from sdm_cli.conversation.reflection import ROLES, Reflection

    if header.role not in ROLES:
        raise NoSuchRole(header)
    return ReflectionStaging(Reflection(header.role), header)


def run_list(surroundings: Surroundings, *, json: bool) -> int:
    """Print all sessions."""
    store = store_of(surroundings)
    sessions, broken = store.all()
    rows: list[tuple[Session, str]] = []
    data = []
    for session in sessions:
        try:
            staging = staging_of(session, store)
        except Refusal as refusal:
            broken.append(refusal)
            continue
        state = _state(staging.conversation, session)
        prompt = staging.conversation.next_prompt(state)
        place = staging.place_of(state, prompt) if prompt is not None else ""
        rows.append((_with_case_code(session, staging.conversation, state), _where(session.header.id, place, store, surroundings)))
        data.append(session_line(session, finished=prompt is None, step=prompt.step.id if prompt else None))
    if json:
        surroundings.data(to_json({"format": 1, "sessions": data}))
    else:
        surroundings.result(sessions_page(rows, len(broken)))
    for problem in broken:
        surroundings.say(str(problem))
    if broken:
        surroundings.say("What cannot be read stays as it is. Put it back from a backup, or move it out of the folder.")
    return Exit.UNUSABLE if broken else Exit.DONE


def _where(name: str, place: str, store: Store, surroundings: Surroundings) -> str:
    """How far a session has come, and the command that goes on with it, unless another window does."""
    if (elsewhere := store.open_elsewhere(name)) is not None:
        return f"at {place}; open {elsewhere.where}" if place else f"finished; open {elsewhere.where}"
    return f"stopped at {place}; go on: {surroundings.command} sessions resume {name}" if place else "finished"


def _with_case_code(session: Session, walk: object, state: object) -> Session:
    """A walk with the code that was noted for its case, or several about the same option set would look alike."""
    if not isinstance(walk, Walk) or not isinstance(state, State):
        return session
    code = Record(walk.option_set, walk.guide, state.answers).words("prepare", "case")
    return replace(session, header=replace(session.header, code=code))


def run_show(wanted: str, guide: str | None, surroundings: Surroundings, *, private: bool, template: str | None = None) -> int:
    """Print what one session came to, in the terms of its own guide or of another."""
    session, staging, state = _told(wanted, guide, surroundings, template)
    surroundings.result(staging.outcome(session, state, private=private))
    return Exit.DONE


TABLE_FORMATS = ("csv", "jsonl", "parquet")
_FORMATS = ("markdown", "html", "handout", "json", "answers")


class WhichSessions(Refusal):
    """It is not clear what to write."""

    exit = Exit.USAGE


def run_export_all(
    wanted: str | None, form: str | None, output: Path | None, surroundings: Surroundings, *, words: bool, force: bool
) -> int:
    """Write all sessions as tables. Raises WhichSessions."""
    if wanted is not None:
        raise WhichSessions(f"Name a session, or --all, not both: {wanted}.")
    if form not in TABLE_FORMATS:
        raise WhichSessions("All sessions are written as tables: --to csv, jsonl or parquet.")
    if output is None:
        raise WhichSessions("Tables are several files. Name a folder with -o.")
    from sdm_cli.commands.cohort import run_export

    return run_export(form, output, surroundings, words=words, force=force)


def run_export(
    wanted: str | None,
    guide: str | None,
    to: str | None,
    output: Path | None,
    surroundings: Surroundings,
    *,
    force: bool,
    private: bool,
    template: str | None = None,
) -> int:
    """Write one session in a format, to a file or to stdout. Raises WhichSessions, CannotExport or CannotPrint."""
    if wanted is None:
        raise WhichSessions("Name a session, or --all for all of them as tables.")
    if to in TABLE_FORMATS:
        raise WhichSessions(f"{to} is for tables of all sessions: add --all, and a folder with -o.")
    form = form_of(to, output, _FORMATS, "markdown")
    session, staging, state = _told(wanted, guide, surroundings, template)
    text = staging.written(session, state, form, private=private)
    if output is not None and output.suffix.lower() == ".pdf":
        from sdm_cli.commands.printing import to_pdf

        check_free(output, force=force)
        write_file(output, to_pdf(text.encode()), force=force)
        surroundings.say(f"Written: {output}")
    else:
        deliver(text, output, surroundings, force=force)
    return Exit.DONE


def run_resume(
    wanted: str | None, start_at: str | None, exports: Sequence[Path], surroundings: Surroundings, *, force: bool, private: bool
) -> int:
    """Go on with a session where it stopped, or at a step."""
    check_targets(exports, force=force)
    if not surroundings.has_terminal:
        raise NoTerminal(f"{surroundings.command} walk OPTION_SET")
    store = store_of(surroundings)
    session = store.find(wanted) if wanted else _latest(store, surroundings)
    staging = staging_of(session, store)
    conversation = staging.conversation
    if start_at is not None:
        start_at = _place(conversation, session, start_at)
    _say_if_changed(session, store, surroundings)
    with store.resuming(session.header.id) as journal:
        session = journal.session
        _say_how_it_was_found(journal, surroundings)
        rehearsal = Rehearsal(
            staging, session.header, list(session.entries), _state(conversation, session), OldSession(journal), surroundings.now
        )
        if session.header.kind == OBSERVATION:
            from sdm_cli.commands.observation_staging import live

            rehearsal.staging = live(staging, session.header, rehearsal.entries)
        rehearsal.happened(Resumed())
        if start_at is not None:
            rehearsal.happened(Jumped(start_at))
        if session.header.kind == PRACTICE:
            from sdm_cli.commands.practice_staging import returned

            rehearsal.staging = returned(staging, rehearsal.state)
        if rehearsal.next_prompt() is None:
            surroundings.say(_finished(session.header, surroundings.command))
        return run_to_end(rehearsal, make_asker(surroundings), Exports(exports, force), surroundings, private=private, kept=True)


def _say_how_it_was_found(journal: Journal, surroundings: Surroundings) -> None:
    """Tell of an end that a crash cut short, and of a file that was written anew."""
    if journal.session.cut:
        surroundings.say("The last line of this session was cut short and is left out; everything before it is there.")
    if journal.older is not None:
        surroundings.say(f"This session was in an older format. It goes on in today's; the old file is kept as {journal.older}.")


def run_delete(wanted: str, surroundings: Surroundings, confirm: Callable[[str], bool], *, yes: bool) -> int:
    """Delete one session, after a yes."""
    store = store_of(surroundings)
    header = store.find(wanted).header
    described = f"session {header.id} ({header.case or header.option_set or header.kind}, {header.started.astimezone():%Y-%m-%d %H:%M})"
    if (elsewhere := store.open_elsewhere(header.id)) is not None:
        raise elsewhere
    if not yes and not surroundings.has_terminal:
        raise NeedsYes(described)
    if not yes and not confirm(f"Delete {described} for good?"):
        surroundings.say("Kept.")
        return Exit.DONE
    store.delete(header.id)
    surroundings.say(f"Deleted {described}.")
    return Exit.DONE


def _place(conversation: Conversation[Any], session: Session, named: str) -> str:
    """The place that was named on the command line. Raises NowhereToGo, or NoStep with those that there are."""
    state = _state(conversation, session)
    found = conversation.place(state, named) or conversation.place(state, named.upper())
    if found is None and not (places := conversation.places(state)):
        raise NowhereToGo(session.header)
    if found is None:
        raise NoStep(named, [choice.id for choice in places])
    return found


def _finished(header: Header, command: str) -> str:
    if header.kind == REFLECTION:
        return f"Session {header.id} is finished. To change something: {command} sessions resume {header.id} --from decided"
    if header.kind == OBSERVATION:
        return f"Session {header.id} is finished. To change something: {command} sessions resume {header.id} --from review"
    if header.kind == PRACTICE:
        return f"Session {header.id} is finished. To practise the case again: {command} practice {header.case}"
    return f"Session {header.id} is finished. To change something: {command} sessions resume {header.id} --from D1"


def _state(conversation: Conversation[S], session: Session) -> S:
    state = conversation.start()
    for entry in session.entries:
        state = conversation.advance(state, entry.event)
    return state


def _told(wanted: str, guide: str | None, surroundings: Surroundings, template: str | None = None) -> tuple[Session, Staging[Any], Any]:
    """A session with its conversation and its state, in the terms of its own guide or of another."""
    store = store_of(surroundings)
    session = store.find(wanted)
    staging = staging_of(session, store, template)
    conversation = staging.conversation
    state = _state(conversation, session)
    if guide is None or not isinstance(conversation, Walk):
        return session, staging, state
    from sdm_cli.commands.walk_staging import WalkStaging

    # Answers belong to steps, and steps to no guide: the same answers are read under another one.
    own = time_per_step(conversation, session.header.started, session.entries)
    other = Walk(conversation.option_set, load_guide(surroundings.catalogue, guide).guide)
    return session, WalkStaging(other, own), other.adopted(state)


def _latest(store: Store, surroundings: Surroundings) -> Session:
    """The newest unfinished session that no other window has, after naming one that is newer.

    Raises InUse if others have them all, or NothingToResume.
    """
    sessions, broken = store.all()
    unread = len(broken)
    elsewhere = None
    for session in sessions:
        try:
            conversation = staging_of(session, store).conversation
        except Refusal:
            # 'sdm sessions list' says what is wrong with it; an older one may still be whole.
            unread += 1
            continue
        if conversation.next_prompt(_state(conversation, session)) is None:
            continue
        in_use = store.in_use(session.header.id)
        if in_use is None:
            if elsewhere is not None:
                surroundings.say(f"Session {elsewhere.session} is open {elsewhere.where}. This is {session.header.id}.")
            return session
        elsewhere = elsewhere or in_use
    raise elsewhere or NothingToResume(unread)


def _say_if_changed(session: Session, store: Store, surroundings: Surroundings) -> None:
    """Say so if the option set or the case has changed since; the session goes on with the text that it began with."""
    header, catalogue = session.header, surroundings.catalogue
    if header.kind in {OBSERVATION, REFLECTION}:
        return
    _say_if_other("option-sets", header.option_set, store.content(header, "option_set"), catalogue, surroundings)
    if header.case is not None:
        _say_if_other("cases", header.case, store.content(header, "case"), catalogue, surroundings)


def _say_if_other(kind: Kind, name: str, began_with: bytes, catalogue: Catalogue, surroundings: Surroundings) -> None:
    what = "option set" if kind == "option-sets" else "case"
    try:
        now = contents(catalogue.path(kind, name))
    except Refusal:
        surroundings.say(f"The {what} {name} is not in the library; this session goes on with the text it began with.")
        return
    if now != began_with:
        surroundings.say(f"The {what} {name} has changed since; this session goes on with the text it began with.")
