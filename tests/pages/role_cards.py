"""The role cards of the bundled cases."""

from functools import cache

from sdm_cli.content.case_loading import load_case
from sdm_cli.content.catalogue import Catalogue
from sdm_cli.content.loading import load_guide
from sdm_cli.document.blocks import Document
from sdm_cli.model.case import Case
from sdm_cli.model.derivation import resolved
from sdm_cli.model.guide import Guide
from sdm_cli.model.option_set import OptionSet
from sdm_cli.pages.cards import card

CATALOGUE = Catalogue(())
CASES = CATALOGUE.ids("cases")


@cache
def guide(name: str = "elwyn-2012") -> Guide:
    return load_guide(CATALOGUE, name).guide


@cache
def loaded(name: str) -> tuple[Case, OptionSet]:
    found = load_case(CATALOGUE, name, list(guide().steps))
    return found.case, resolved(found.option_set.option_set, {})


def card_of(name: str, role: str, by: str = "elwyn-2012") -> Document:
    case, option_set = loaded(name)
    return card(role, case, option_set, guide(by))
