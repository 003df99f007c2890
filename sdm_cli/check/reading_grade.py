"""How many years of school a text asks for: two formulas, for English alone.

Flesch-Kincaid grade: Kincaid and others 1975, Research Branch Report 8-75. SMOG: McLaughlin 1969, Journal of Reading
12(8):639-646; made for thirty sentences or more. Neither knows what a text means: a low grade is no proof of clear words.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from math import sqrt
from typing import Protocol

from msgspec import Struct

LANGUAGE = "en"
_MOST_KNOWN = 20_000
_LONGEST_WORD = 60
"""Letters. What is longer is no word, and takes the dictionary as long as a book."""
_LONG = 3
"""Syllables from which SMOG counts a word as long."""


class Counts(Struct, frozen=True):
    """What the formulas ask for: how many sentences, and the syllables of each word."""

    sentences: int
    syllables: Sequence[int]


class _Hyphenator(Protocol):
    def positions(self, word: str) -> list[int]: ...


@lru_cache(maxsize=1)
def _hyphenator() -> _Hyphenator:
    # Imported here: its dictionary is read once, and only where a grade is asked for.
    import pyphen  # noqa: PLC0415

    dictionary: _Hyphenator = pyphen.Pyphen(lang="en_US")
    return dictionary


class _Known(dict[str, int]):
    """The syllables of words that were met before: a language has few, and a folder of sets has them again and again."""

    def __missing__(self, word: str) -> int:
        if len(self) >= _MOST_KNOWN:
            self.clear()
        self[word] = found = len(_hyphenator().positions(word[:_LONGEST_WORD])) + 1
        return found


_known = _Known()


def syllables(words: Iterable[str]) -> list[int]:
    """Syllables of English words, by where they may be hyphenated; a word of one letter or more has at least one."""
    return list(map(_known.__getitem__, words))


def flesch_kincaid(counts: Counts) -> float:
    """0.39 words a sentence + 11.8 syllables a word - 15.59; 0 where there are no words."""
    words = len(counts.syllables)
    return 0.39 * words / counts.sentences + 11.8 * sum(counts.syllables) / words - 15.59 if words else 0


def smog(counts: Counts) -> float:
    """1.0430 times the root of the long words in thirty sentences, + 3.1291; 0 where there are no words."""
    long_words = sum(count >= _LONG for count in counts.syllables)
    return 1.0430 * sqrt(long_words * 30 / counts.sentences) + 3.1291 if counts.syllables else 0
