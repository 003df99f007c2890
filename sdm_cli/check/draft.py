"""An option set as its author wrote it, for rules to look at: tolerant of whatever is missing or has the wrong shape.

Rules see the file with its mistakes of form, since these are told together with everything else.
"""

import datetime as dt
import re
from collections.abc import Iterator
from functools import cached_property
from itertools import accumulate

from msgspec import Struct, structs

from sdm_cli.check.prose import Prose, Span
from sdm_cli.check.today import Today
from sdm_cli.check.words import ListName, Phrases
from sdm_cli.content.placed import Mapping, Node, Place, Placed, Scalar, Sequence
from sdm_cli.content.places import place_within
from sdm_cli.model.diagnostic import Level

_NOT_READ = frozenset({
    "id", "language", "kind", "status", "adapted_from", "published", "updated", "review_due", "update_policy", "funding", "interests", "authors",
    "evidence", "attested", "order_reason", "no_action_reason", "sources", "place", "arithmetic", "basis", "certainty", "measure",
    "outcomes", "doi", "url", "pmid", "pmcid", "read", "quoted_in", "option", "bears", "no_action", "baselines",
})  # fmt: skip
"""Keys whose words are for authors and reviewers, or are no prose; what stands elsewhere is read by patients.

'outcomes' are the ids that an entry names; those of the set itself are read.
"""


_LAST_WORDS = 100
"""Characters at the end of a text in which its question mark is looked for."""
MOST_READ = 150_000
"""Characters of prose that are looked through. The largest bundled set has a third of it."""
_LEVELS = ("events", "between", "at_baseline", "effect")


class Found(Struct, frozen=True):
    """What a rule finds: where, and what. `fix` and `level` are given where they are not the rule's own.

    `begins` is the line on which the value begins that it was found in. `lacks` is the key whose absence it is.
    """

    at: Place
    message: str
    begins: int
    fix: str = ""
    level: Level | None = None
    width: int = 1
    lacks: str = ""


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

    def asks(self) -> bool:
        """Whether it is a question."""
        return self.text[-_LAST_WORDS:].rstrip().endswith("?")


class Draft:
    """An option set as written. `today` decides what is overdue; `words` are the lists of its language, if there are any."""

    def __init__(self, tree: Mapping, text: str, today: Today, words: Phrases | None) -> None:
        self.tree = tree
        self.text = text
        self.today = today
        self.words = words

    @cached_property
    def small(self) -> str:
        """The whole file in small letters, to see at a glance what it does not have."""
        return self.text.lower()

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """Everything that a patient reads, in the order of the file."""
        found: list[Passage] = []
        _gather(self.tree, (), self.tree, found)
        return tuple(found)

    @cached_property
    def prose(self) -> Prose:
        """The same as one text, to look through at once."""
        return Prose([passage.text[: max(0, MOST_READ - start)] for passage, start in zip(self.passages, self._starts, strict=False)])

    @cached_property
    def unread(self) -> Passage | None:
        """The text at which looking through ends, because there is too much; None in any set that somebody might read."""
        ends = zip(self.passages, self._starts[1:], strict=True)
        return next((passage for passage, end in ends if end > MOST_READ), None)

    @cached_property
    def _starts(self) -> list[int]:
        return list(accumulate((len(passage.text) for passage in self.passages), initial=0))

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

    @cached_property
    def counted(self) -> tuple[Mapping, ...]:
        """The outcomes in which people are counted under some option."""
        counted = {id(outcome) for outcome, _, figure in self.figures() if is_level(figure)}
        return tuple(outcome for outcome in self.outcomes if id(outcome) in counted)

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


def _gather(node: Sequence | Mapping, keys: tuple[str, ...], entry: Mapping, found: list[Passage]) -> None:
    """Add what a patient reads in a list or a group of keys. It runs for every value of a file."""
    if isinstance(node, Mapping):
        # 'not studied' or the like is said in place of a figure, and worded by the format.
        in_place_of_figures = keys[-1:] == ("by_option",)
        for key, item in node.items.items():
            if key in _NOT_READ and (key != "outcomes" or keys):
                continue
            if not isinstance(item, Scalar):
                _gather(item, (*keys, key), node, found)
            elif not in_place_of_figures and isinstance(item.value, str):
                found.append(Passage(item, (*keys, key), node))
    else:
        for item in node.items:
            if not isinstance(item, Scalar):
                _gather(item, keys, entry, found)
            elif isinstance(item.value, str):
                found.append(Passage(item, keys, entry))


def is_level(figure: Mapping) -> bool:
    """Whether a figure counts people, or becomes a count: no difference, and no average."""
    return any(has(figure, level) for level in _LEVELS)


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


def lacking(mapping: Mapping, keys: str, message: str) -> Found:
    """Something about a value that is not there: told at its key, or as near to it as the file comes. `keys` lead to it, with dots.

    What is lacking is the first of these keys that is not there: where that one is only misspelt, nothing more need be said.
    """
    place: Scalar | Mapping = mapping
    node: Node | None = mapping
    key = ""
    for key in keys.split("."):
        if not isinstance(node, Mapping) or key not in node.keys:
            break
        place, node = node.keys[key], node.items[key]
    return structs.replace(found(place, message), lacks=key)


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
