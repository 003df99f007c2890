"""`sdm list`: what there is."""

from sdm_cli.commands.surroundings import Surroundings
from sdm_cli.content.glances import Kind
from sdm_cli.document.json import to_json
from sdm_cli.exits import Exit
from sdm_cli.pages.lists import library_data, library_page


def run(kind: Kind, surroundings: Surroundings, *, json: bool) -> int:
    """Print every file of a kind."""
    surroundings.say_what_is_not_there()
    entries = surroundings.catalogue.entries(kind)
    if json:
        surroundings.data(to_json(library_data(kind, entries)))
    else:
        surroundings.result(library_page(kind, entries))
    return Exit.DONE
