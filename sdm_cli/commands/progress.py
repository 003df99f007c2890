"""`sdm progress` and `sdm practice --due`: practices over time."""

from sdm_cli.commands.practice_staging import PracticeStaging
from sdm_cli.commands.sessions import staging_of, store_of
from sdm_cli.commands.surroundings import Surroundings
from sdm_cli.content.loading import PRACTISED, load_guide
from sdm_cli.conversation.outcome import steps_reached
from sdm_cli.conversation.replaying import replayed
from sdm_cli.document.json import to_json
from sdm_cli.exits import Exit, Refusal
from sdm_cli.model.session import PRACTICE, Session
from sdm_cli.pages.progress import GLYPHS, LETTERS, Attempt, due_again_page, last_practised, progress_data, progress_page
from sdm_cli.sessions.store import Store


def run(case: str | None, surroundings: Surroundings, *, json: bool) -> int:
    """Print what was practised, of one case or of all."""
    attempts, broken = _attempts(surroundings)
    wanted = [attempt for attempt in attempts if case is None or attempt.case == case]
    if json:
        surroundings.data(to_json(progress_data(wanted)))
    else:
        guide = load_guide(surroundings.catalogue, PRACTISED).guide
        marks = GLYPHS if _draws_shapes(surroundings) else LETTERS
        surroundings.result(progress_page(wanted, guide, marks, surroundings.command))
    return _ended(broken, surroundings)


def run_due(surroundings: Surroundings) -> int:
    """Print which cases to practise again."""
    attempts, broken = _attempts(surroundings)
    surroundings.result(due_again_page(last_practised(attempts, surroundings.today()), surroundings.command))
    return _ended(broken, surroundings)


def _ended(broken: list[Refusal], surroundings: Surroundings) -> int:
    for problem in broken:
        surroundings.say(str(problem))
    return Exit.UNUSABLE if broken else Exit.DONE


def _draws_shapes(surroundings: Surroundings) -> bool:
    """Whether shapes can be written, and seen: not in plain mode, where they are read aloud."""
    try:
        "".join(GLYPHS.values()).encode(surroundings.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return surroundings.stdout.isatty() and not surroundings.plain


def _attempts(surroundings: Surroundings) -> tuple[list[Attempt], list[Refusal]]:
    """Every practice in which something was said, the oldest first, and what cannot be read."""
    store = store_of(surroundings)
    sessions, broken = store.all()
    found: list[Attempt] = []
    for session in sessions:
        if session.header.kind != PRACTICE:
            continue
        try:
            attempt = _attempt(session, store)
        except Refusal as refusal:
            broken.append(refusal)
            continue
        if attempt is not None:
            found.append(attempt)
    return found[::-1], broken


def _attempt(session: Session, store: Store) -> Attempt | None:
    header, staging = session.header, staging_of(session, store)
    if not isinstance(staging, PracticeStaging):
        return None
    practice = staging.conversation
    state = replayed(practice, (entry.event for entry in session.entries))
    if not state.turns:
        return None
    return Attempt(
        session=header.id,
        case=practice.case.id,
        day=session.entries[-1].at.astimezone().date(),
        seed=practice.seed,
        finished=state.ending is not None,
        steps=steps_reached(practice, state),
        file=header.case_file,
    )
