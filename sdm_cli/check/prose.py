"""All that a patient reads of a set, as one text that is looked through once: words, sentences, and where each stands."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import accumulate, compress, islice

from msgspec import Struct

from sdm_cli.check import reading_grade
from sdm_cli.check.reading_grade import Counts
from sdm_cli.check.words import ListName, Phrases

_GAP = "\n\x00\n"
"""Stands between passages, and in none of them: no phrase and no sentence runs from one passage into the next."""
_TOKEN = re.compile(r"(\w[\w'-]*)")
_SENTENCE_END = re.compile(r"[.!?:;\x00](?:(?<=\x00)|(?=[)\]\"'\u201d\u2019]{0,3}\s))")
_LONGER_WHEN_SMALL = "\u0130"
"""The only letter of all that becomes two when it is made small; positions would be shifted behind it."""
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

    def has_any(self, *signs: str) -> bool:
        """Whether any of these stands somewhere, in small letters; far quicker than to look for a pattern that needs one."""
        return any(sign in self._small for sign in signs)

    def phrases(self, wanted: Phrases) -> dict[ListName, list[Span]]:
        """Every place of some phrases, by the list they stand in. All lists are looked for at once."""
        found: dict[ListName, list[Span]] = {}
        end = 0
        for start, word in zip(*self._tokens, strict=True):
            if word in wanted and start >= end:
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
        for end, first, last in self._sentences:
            if last - first > longest:
                start = self._word_starts[first]
                yield self._span(start, start + len(self.text[start:end].rstrip())), last - first

    def counts(self, passage: int | None = None) -> Counts:
        """What a reading grade is worked out from, of one passage or of all."""
        start, end = (0, len(self.text)) if passage is None else (self._starts[passage], self._ends[passage])
        start, end = min(start, _GRADED), min(end, _GRADED)
        first, last = bisect_left(self._word_starts, start), bisect_left(self._word_starts, end)
        sentence, behind = bisect_left(self._sentence_starts, start), bisect_left(self._sentence_starts, end)
        return Counts(behind - sentence, self._syllables[first:last])

    @cached_property
    def _small(self) -> str:
        """The text in small letters and with one kind of apostrophe, everything at the same place."""
        return self.text.replace(_LONGER_WHEN_SMALL, "i").lower().replace("\u2019", "'")

    @cached_property
    def _tokens(self) -> tuple[list[int], list[str]]:
        """Where each token begins, and the tokens in small letters."""
        # Split and added up, and not matched one by one: this is done for every word of every file.
        pieces = _TOKEN.split(self._small)
        starts = accumulate(map(len, pieces), initial=0)
        return list(islice(starts, 1, None, 2))[: len(pieces) // 2], pieces[1::2]

    @cached_property
    def _words(self) -> tuple[list[int], list[str]]:
        """The tokens that are no numbers, as the tokens are given."""
        starts, tokens = self._tokens
        is_word = [not token[0].isdigit() for token in tokens]
        return list(compress(starts, is_word)), list(compress(tokens, is_word))

    @property
    def _word_starts(self) -> list[int]:
        return self._words[0]

    @cached_property
    def _syllables(self) -> list[int]:
        """The syllables of each word that is graded."""
        starts, words = self._words
        return reading_grade.syllables(words[: bisect_left(starts, _GRADED)])

    @cached_property
    def _sentences(self) -> list[tuple[int, int, int]]:
        """Where each sentence that has a word ends, blanks behind it included, its first word, and the first behind it."""
        ends = [match.start() + (match[0] != "\x00") for match in _SENTENCE_END.finditer(self.text)] + [len(self.text)]
        starts = self._word_starts
        words = [bisect_left(starts, end) for end in ends]
        return [(end, first, last) for end, first, last in zip(ends, [0, *words], words, strict=False) if first < last]

    @cached_property
    def _sentence_starts(self) -> list[int]:
        """The first word of each sentence: what stands before it may belong to no passage."""
        starts = self._word_starts
        return [starts[first] for _, first, _ in self._sentences]

    def _span(self, start: int, end: int) -> Span:
        passage = bisect_right(self._starts, start) - 1
        begin = self._starts[passage]
        return Span(passage, start - begin, min(end, self._ends[passage]) - begin)
