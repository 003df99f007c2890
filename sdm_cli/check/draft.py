"""An option set as its author wrote it, for rules to look at: tolerant of whatever is missing or has the wrong shape.

Rules see the file with its mistakes of form, since these are told together with everything else.
"""

import datetime as dt
import re
from collections.abc import Iterator
from functools import cached_property

from msgspec import Struct

from sdm_cli.check.prose import Prose, Span
from sdm_cli.check.words import ListName, Phrases
from sdm_cli.content.placed import Mapping, Node, Place, Placed, Scalar, Sequence, place_within
from sdm_cli.model.diagnostic import Level

_NOT_READ = frozenset({
    "id", "language", "kind", "status", "adapted_from", "published", "updated", "review_due", "update_policy", "funding", "interests", "authors",
    "evidence", "attested", "order_reason", "no_action_reason", "sources", "place", "arithmetic", "basis", "certainty", "measure",
    "doi", "url", "pmid", "pmcid", "read", "quoted_in", "option", "bears", "no_action", "baselines",
})  # fmt: skip
"""Keys whose words are for authors and reviewers, or are no prose; what stands elsewhere is read by patients."""


class Found(Struct, frozen=True):
    """What a rule finds: where, and what. `fix` and `level` are given where they are not the rule's own.

    `begins` is the line on which the value begins that it was found in.
    """

    at: Place
    message: str
    begins: int
    fix: str = ""
    level: Level | None = None
    width: int = 1


class Passage:
    """A text that a patient reads, with where it stands: the keys that lead to it, and the entry it is part of."""

    __slots__ = ("entry", "keys", "scalar")

    def __init__(self, scalar: Scalar, keys: tuple[str, ...], entry: Mapping) -> None:
        self.scalar = scalar
        self.keys = keys
        self.entry = entry

    @property
    def text(self) -> str:
        """The words."""
        return self.scalar.text


class Draft:
    """An option set as written. `today` decides what is overdue; `words` are the lists of its language, if there are any."""

    def __init__(self, tree: Mapping, text: str, today: dt.date, words: Phrases | None) -> None:
        self.tree = tree
        self.text = text
        self.today = today
        self.words = words

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """Everything that a patient reads, in the order of the file."""
        return tuple(_passages(self.tree, (), self.tree))

    @cached_property
    def prose(self) -> Prose:
        """The same as one text, to look through at once."""
        return Prose([passage.text for passage in self.passages])

    def matches(self, pattern: re.Pattern[str]) -> Iterator[tuple[Passage, Span]]:
        """Every match of a pattern in what a patient reads."""
        return ((self.passages[span.passage], span) for span in self.prose.matches(pattern))

    def phrases(self, name: ListName) -> Iterator[tuple[Passage, Span]]:
        """Every place of the phrases of one list in what a patient reads; none in a language without lists."""
        return ((self.passages[span.passage], span) for span in self._phrases.get(name, ()))

    @cached_property
    def _phrases(self) -> dict[ListName, list[Span]]:
        return self.prose.phrases(self.words) if self.words else {}

    def within(self, span: Span, message: str, *, level: Level | None = None) -> Found:
        """Something about words that a patient reads, at those words. {} in the message stands for them."""
        scalar = self.passages[span.passage].scalar
        return self.piece(scalar, span.start, span.end, message.format(scalar.text[span.start : span.end]), level=level)

    def piece(self, scalar: Scalar, start: int, end: int, message: str, *, level: Level | None = None) -> Found:
        """Something about a piece of a value, given by its first character and the one behind its last."""
        place = place_within(scalar, start, end, self.text)
        return Found(place, message, scalar.at.line, level=level, width=len(scalar.text[start:end].split("\n", 1)[0]))

    @cached_property
    def options(self) -> tuple[Mapping, ...]:
        """The options that are written as groups of keys."""
        return tuple(self.tree.entries("options"))

    @cached_property
    def outcomes(self) -> tuple[Mapping, ...]:
        """The outcomes that are written as groups of keys."""
        return tuple(self.tree.entries("outcomes"))

    def figures(self) -> Iterator[tuple[Mapping, Scalar, Mapping]]:
        """Each figure of an option, with its outcome and the option's name where the figure stands."""
        for outcome in self.outcomes:
            by_option = outcome.get("by_option", Mapping)
            for name, figure in by_option.items.items() if by_option else ():
                if isinstance(figure, Mapping):
                    yield outcome, by_option.keys[name], figure  # type: ignore[union-attr]

    def is_about(self, *kinds: str) -> bool:
        """Whether the set is of one of these kinds: treatment, test, screening."""
        return (said(self.tree, "kind") or "treatment") in kinds

    @property
    def is_fictional(self) -> bool:
        """Whether it says that it is made up, and is excused from citing."""
        return said(self.tree, "status") == "fictional"


def _passages(node: Node, keys: tuple[str, ...], entry: Mapping) -> Iterator[Passage]:
    if isinstance(node, Scalar):
        if isinstance(node.value, str):
            yield Passage(node, keys, entry)
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from _passages(item, keys, entry)
    else:
        for key, item in node.items.items():
            if key not in _NOT_READ and not (key == "outcomes" and keys) and not _is_word_for_a_figure(item, keys):
                yield from _passages(item, (*keys, key), node)


def _is_word_for_a_figure(item: Node, keys: tuple[str, ...]) -> bool:
    """Whether it is 'not studied' or the like: said in place of a figure, and worded by the format."""
    return bool(keys) and keys[-1] == "by_option" and isinstance(item, Scalar)


def said(mapping: Mapping, key: str) -> str:
    """The text under a key; empty if there is none."""
    scalar = mapping.get(key, Scalar)
    return scalar.text.strip() if scalar is not None and scalar.value is not None else ""


def has(mapping: Mapping, key: str) -> bool:
    """Whether something stands under a key: no null, and nothing empty."""
    node = mapping.items.get(key)
    return bool(node.text and node.value is not None) if isinstance(node, Scalar) else node is not None and bool(node.items)


def number(mapping: Mapping, key: str) -> float | None:
    """The number under a key; None if there is none."""
    scalar = mapping.get(key, Scalar)
    value = scalar.value if scalar is not None else None
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def listed(mapping: Mapping, key: str) -> list[Node]:
    """What is listed under a key."""
    sequence = mapping.get(key, Sequence)
    return sequence.items if sequence is not None else []


def day(mapping: Mapping, key: str) -> dt.date | None:
    """The date under a key; None if there is none or no calendar has it."""
    try:
        return dt.date.fromisoformat(said(mapping, key))
    except ValueError:
        return None


def heading(mapping: Mapping, key: str) -> Scalar | Mapping:
    """Where to point when something is wrong with a key: at the key if it is there, else at the group of keys."""
    return mapping.keys.get(key, mapping)


def about(mapping: Mapping) -> Scalar | Mapping:
    """Where to point when something is missing in an entry: at its id, else at its beginning."""
    return mapping.get("id", Scalar) or mapping


def found(placed: Placed, message: str, *, fix: str = "", level: Level | None = None) -> Found:
    """Something about a value or a key, at its place."""
    width = max(1, len(placed.text.split("\n", 1)[0])) if isinstance(placed, Scalar) else 1
    return Found(placed.at, message, placed.at.line, fix, level, width)


def count_of_words(text: str) -> int:
    """How many words a text has."""
    return len(text.split())
