"""`sdm schema`: what a file may hold, for an editor that completes and explains."""

from sdm_cli.commands.surroundings import Surroundings
from sdm_cli.content.schemas import FileKind, file_schema
from sdm_cli.document.json import to_json
from sdm_cli.exits import Exit


def run(kind: FileKind, surroundings: Surroundings) -> int:
    """Print the schema of a kind of file."""
    surroundings.data(to_json(file_schema(kind)))
    return Exit.DONE
