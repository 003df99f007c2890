"""`sdm completion`, and what a shell is offered at the places where ids stand."""

from sdm_cli.commands.surroundings import Surroundings
from sdm_cli.exits import Exit
from sdm_cli.sessions.store import Store


def option_set_ids(incomplete: str) -> list[str]:
    """The ids of option sets that begin so."""
    ids = Surroundings.here().catalogue.ids("option-sets")
    return [name for name in ids if name.startswith(incomplete)]


def case_ids(incomplete: str) -> list[str]:
    """The ids of cases that begin so."""
    ids = Surroundings.here().catalogue.ids("cases")
    return [name for name in ids if name.startswith(incomplete)]


def session_ids(incomplete: str) -> list[str]:
    """The ids of sessions that begin so."""
    ids = Store(Surroundings.here().data_folder / "sessions").ids()
    return [name for name in ids if name.startswith(incomplete)]


def run(shell: str, surroundings: Surroundings) -> int:
    """Print the completion script of a shell."""
    from typer.completion import get_completion_script  # type: ignore[attr-defined]

    script = get_completion_script(prog_name="sdm", complete_var="_SDM_COMPLETE", shell=shell)
    surroundings.stdout.write(f"{script}\n")
    return Exit.DONE
