"""`sdm completion`, and what a shell is offered at the places where ids stand."""

from collections.abc import Callable

from sdm_cli.commands.surroundings import Surroundings
from sdm_cli.exits import Exit, Refusal
from sdm_cli.sessions.store import Store


def option_set_ids(incomplete: str) -> list[str]:
    """The ids of option sets that begin so."""
    return _begun(incomplete, lambda here: here.catalogue.ids("option-sets"))


def case_ids(incomplete: str) -> list[str]:
    """The ids of cases that begin so."""
    return _begun(incomplete, lambda here: here.catalogue.ids("cases"))


def session_ids(incomplete: str) -> list[str]:
    """The ids of sessions that begin so."""
    return _begun(incomplete, lambda here: Store(here.data_folder / "sessions").ids())


def _begun(incomplete: str, ids: Callable[[Surroundings], list[str]]) -> list[str]:
    """The ids that begin so; none from a folder that nobody can look into, as whoever is typing asked for no message."""
    try:
        return [name for name in ids(Surroundings.here()) if name.startswith(incomplete)]
    except (Refusal, OSError):
        return []


def run(shell: str, surroundings: Surroundings) -> int:
    """Print the completion script of a shell."""
    from typer.completion import get_completion_script  # type: ignore[attr-defined]

    script = get_completion_script(prog_name="sdm", complete_var="_SDM_COMPLETE", shell=shell)
    surroundings.stdout.write(f"{script}\n")
    return Exit.DONE
