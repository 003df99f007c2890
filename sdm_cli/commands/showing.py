"""`sdm show`: an option set as a reader would want it."""

from sdm_cli.commands.surroundings import Surroundings
from sdm_cli.content.catalogue import Catalogue
from sdm_cli.content.loading import load_option_set
from sdm_cli.document.json import to_json
from sdm_cli.exits import Exit


def run(wanted: str, surroundings: Surroundings, *, json: bool) -> int:
    """Print one option set."""
    option_set = load_option_set(Catalogue(surroundings.library_folders), wanted).option_set
    if json:
        from sdm_cli.pages.data import option_set_data

        surroundings.stdout.write(to_json(option_set_data(option_set)))
    else:
        from sdm_cli.pages.option_set import option_set_page

        surroundings.result(option_set_page(option_set))
    return Exit.DONE
