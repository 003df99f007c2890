"""A rule together with the function that looks for breaches of it."""

from collections.abc import Callable, Iterator

from msgspec import Struct

from sdm_cli.check.draft import Draft, Found
from sdm_cli.model.rule import Rule


def nothing(_draft: Draft) -> Iterator[Found]:
    """For what only a person can judge, and for what the format itself makes impossible to break."""
    return iter(())


def always(_draft: Draft) -> bool:
    """For rules that every set must keep."""
    return True


def in_a_language_with_word_lists(draft: Draft) -> bool:
    """For rules that look for words."""
    return draft.words is not None


class Check(Struct, frozen=True):
    """A rule, what finds breaches of it in a draft, and which drafts it is for.

    `said` is what the report tells of the rule where it is kept, and `only` what it tells where the rule is not for the draft.
    """

    rule: Rule
    find: Callable[[Draft], Iterator[Found]] = nothing
    applies: Callable[[Draft], bool] = always
    said: Callable[[Draft], str] | str = ""
    only: str = ""
