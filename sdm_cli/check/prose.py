"""All that a patient reads of a set, as one text that is looked through once: words, sentences, and where each stands."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import accumulate, islice

from msgspec import Struct

from sdm_cli.check import reading_grade
from sdm_cli.check.reading_grade import Counts
from sdm_cli.check.words import ListName, Phrases

_GAP = "\n\x00\n"
"""Stands between passages, and in none of them: no phrase and no sentence runs from one passage into the next."""
_TOKEN = re.compile(r"(\w[\w'\u2019-]*)")
_SENTENCE_END = re.compile(r"[.!?:;\x00](?:(?<=\x00)|(?=[)\]\"'\u201d\u2019]{0,3}\s))")
_MOST_PLACES = 1000
"""Places of the phrases of one list that are told apart. A set with as many has other troubles."""
_GRADED = 100_000
"""Characters by which a text is graded. No set is as long, and every new word costs a look into the dictionary."""


class Span(Struct, frozen=True):
    """A piece of one passage: which, and the characters of it, the end not included."""

    passage: int
    start: int
    end: int


class Prose:
    """Passages, joined. Positions in the joined text stay inside; what goes out are spans of single passages."""

    def __init__(self, passages: Sequence[str]) -> None:
        self.text = _GAP.join(passages)
        self._starts = list(accumulate((len(passage) + len(_GAP) for passage in passages), initial=0))[:-1]
        self._ends = [start + len(passage) for start, passage in zip(self._starts, passages, strict=True)]

    def matches(self, pattern: re.Pattern[str]) -> Iterator[Span]:
        """Every match of a pattern."""
        for match in pattern.finditer(self.text):
            yield self._span(match.start(), match.end())

    def phrases(self, wanted: Phrases) -> dict[ListName, list[Span]]:
        """Every place of some phrases, by the list they stand in. All lists are looked for at once."""
        found: dict[ListName, list[Span]] = {}
        end = 0
        for start, word in self._tokens:
            if start >= end and word in wanted:
                for name, pattern in wanted[word]:
                    if match := pattern.match(self.text, start):
                        end = match.end()
                        places = found.setdefault(name, [])
                        if len(places) < _MOST_PLACES:
                            places.append(self._span(start, end))
                        break
        return found

    def sentences(self, longest: int) -> Iterator[tuple[Span, int]]:
        """Every sentence of more words than the longest that is wanted, and how many it has."""
        for _, end, first, last in self._sentences:
            if last - first > longest:
                yield self._span(self._word_starts[first], end), last - first

    def counts(self, passage: int | None = None) -> Counts:
        """What a reading grade is worked out from, of one passage or of all."""
        start, end = (0, len(self.text)) if passage is None else (self._starts[passage], self._ends[passage])
        start, end = min(start, _GRADED), min(end, _GRADED)
        first, last = bisect_left(self._word_starts, start), bisect_left(self._word_starts, end)
        sentence, behind = bisect_left(self._sentence_starts, start), bisect_left(self._sentence_starts, end)
        syllables, long = self._syllables
        return Counts(last - first, behind - sentence, syllables[last] - syllables[first], long[last] - long[first])

    @cached_property
    def _tokens(self) -> list[tuple[int, str]]:
        # Split and added up, and not matched one by one: this is done for every word of every file.
        pieces = _TOKEN.split(self.text)
        starts = accumulate(map(len, pieces), initial=0)
        words = (piece.lower().replace("\u2019", "'") for piece in pieces[1::2])
        return list(zip(islice(starts, 1, None, 2), words, strict=False))

    @cached_property
    def _words(self) -> list[tuple[int, str]]:
        """The tokens that are no numbers."""
        return [(start, word) for start, word in self._tokens if not word[0].isdigit()]

    @cached_property
    def _word_starts(self) -> list[int]:
        return [start for start, _ in self._words]

    @cached_property
    def _syllables(self) -> tuple[list[int], list[int]]:
        """Syllables, and long words, before each word that is graded."""
        graded = bisect_left(self._word_starts, _GRADED)
        each = reading_grade.syllables(word for _, word in islice(self._words, graded))
        return list(accumulate(each, initial=0)), list(accumulate((count >= reading_grade.LONG for count in each), initial=0))

    @cached_property
    def _sentences(self) -> list[tuple[int, int, int, int]]:
        """Where each sentence that has a word begins and ends, its first word, and the first behind it."""
        ends = [match.start() + (match[0] != "\x00") for match in _SENTENCE_END.finditer(self.text)] + [len(self.text)]
        words = [bisect_left(self._word_starts, end) for end in ends]
        return [
            (start, start + len(self.text[start:end].rstrip()), first, last)
            for start, end, first, last in zip([0, *ends], ends, [0, *words], words, strict=False)
            if first < last
        ]

    @cached_property
    def _sentence_starts(self) -> list[int]:
        """The first word of each sentence: what stands before it may belong to no passage."""
        return [self._word_starts[first] for _, _, first, _ in self._sentences]

    def _span(self, start: int, end: int) -> Span:
        passage = bisect_right(self._starts, start) - 1
        begin = self._starts[passage]
        return Span(passage, start - begin, min(end, self._ends[passage]) - begin)
