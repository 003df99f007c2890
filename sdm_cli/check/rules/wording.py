"""R11 to R15, V01 and V02: words that everybody can read, and that push nobody."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from sdm_cli.check.checks import Check, in_a_language_with_word_lists
from sdm_cli.check.draft import Draft, Found, Passage, count_of_words, found, said
from sdm_cli.check.reading_grade import LANGUAGE, flesch_kincaid, smog
from sdm_cli.content.placed import Mapping
from sdm_cli.model.rule import Rule

if TYPE_CHECKING:
    from sdm_cli.model.diagnostic import Level

GRADE_TO_AIM_AT, HIGHEST_GRADE = 6, 8
ENOUGH_WORDS = 40
"""Words below which the grade of a text says more about chance than about the text."""
_LONG_SENTENCE, _VERY_LONG_SENTENCE = 20, 30
_MOST_UNEQUAL = 2
_ROOM = 15
"""Words that one summary may have more without being called unequal."""
_SHOUTED = frozenset({"NEVER", "ALWAYS", "EVERY", "DANGER", "DANGEROUS", "WARNING", "IMPORTANT", "SAFEST", "AVOID"})
"""Capitals that raise the voice; others are the names of studies and scales."""
_LOUD = re.compile(r"[*_!A-Z\U0001F300-\U0001FAFF](?:(?<=\*)\*|(?<=_)_|(?<=[!\U0001F300-\U0001FAFF])|(?<=[A-Z])(?<!\w.)[A-Z]{4,}\b)")


def _reading_grade(draft: Draft) -> Iterator[Found]:
    whole = flesch_kincaid(draft.prose.counts())
    if whole > GRADE_TO_AIM_AT:
        level: Level = "warning" if whole > HIGHEST_GRADE else "note"
        yield found(draft.tree, f"the set asks for {whole:.1f} years of school (Flesch-Kincaid)", level=level)
    for index, passage in enumerate(draft.passages):
        if len(passage.text) < 2 * ENOUGH_WORDS - 1:
            continue
        counts = draft.prose.counts(index)
        if len(counts.syllables) >= ENOUGH_WORDS and (grade := flesch_kincaid(counts)) > HIGHEST_GRADE:
            yield found(passage.scalar, f"this text asks for {grade:.1f} years of school (Flesch-Kincaid)")


def _is_english(draft: Draft) -> bool:
    return (said(draft.tree, "language") or LANGUAGE)[:2] == LANGUAGE


def grade_told(draft: Draft) -> str:
    """What the report says of the reading grade."""
    counts = draft.prose.counts()
    return f"Flesch-Kincaid {flesch_kincaid(counts):.1f}, SMOG {smog(counts):.1f}"


def _long_sentences(draft: Draft) -> Iterator[Found]:
    for span, many in draft.prose.sentences(_LONG_SENTENCE):
        level: Level = "warning" if many > _VERY_LONG_SENTENCE else "note"
        yield draft.within(span, f"a sentence of {many} words", level=level)


def _jargon(draft: Draft) -> Iterator[Found]:
    glossary = draft.tree.get("glossary", Mapping)
    explained = [entry.lower() for entry in glossary.items] if glossary else []
    told: set[str] = set()
    for passage, span in draft.phrases("jargon"):
        word = passage.text[span.start : span.end].lower()
        is_explained = any(word.rstrip("s") in entry for entry in explained)
        if not is_explained and word not in told and "glossary" not in passage.keys:
            told.add(word)
            yield draft.within(span, "'{}' is not in the glossary")


def _steering(draft: Draft) -> Iterator[Found]:
    for passage, span in draft.phrases("steering"):
        if not _is_no_claim(passage):
            yield draft.within(span, "'{}' pushes")
    for _, span in draft.phrases("colouring"):
        yield draft.within(span, "'{}' colours", level="note")


def _is_no_claim(passage: Passage) -> bool:
    """Whether it is a belief that is answered, a question that a patient asks, or the end of a scale."""
    return passage.keys[-1:] in {("belief",), ("lowest_means",), ("highest_means",)} or passage.asks()


def _emphasis(draft: Draft) -> Iterator[Found]:
    summaries = [(option, many) for option in draft.options if (many := count_of_words(said(option, "summary")))]
    shortest = min((many for _, many in summaries), default=0)
    for option, many in summaries:
        if many > _MOST_UNEQUAL * shortest and many - shortest > _ROOM:
            yield found(option.keys["summary"], f"this summary has {many} words, and the shortest has {shortest}")
    for passage, span in draft.matches(_LOUD):
        written = passage.text[span.start : span.end]
        if passage.keys[:1] == ("options",) and (not written.isalpha() or written in _SHOUTED):
            yield draft.within(span, "'{}' is louder than the rest")


def _values_ask(draft: Draft) -> Iterator[Found]:
    for value in draft.tree.entries("values"):
        ask = said(value, "ask")
        if ask and not ask.endswith("?"):
            yield found(value.keys["ask"], f"what is asked about '{said(value, 'id')}' is not a question")


def _leading(draft: Draft) -> Iterator[Found]:
    for passage, span in draft.phrases("leading"):
        if passage.keys[-1:] == ("ask",):
            yield draft.within(span, "'{}' holds the answer in the question")


WORDING = (
    Check(
        Rule(
            id="R11",
            title="Easy to read",
            group="wording",
            judged_by="machine",
            level="warning",
            why="Grade 8 or below was the literacy criterion of IPDAS; six is what to aim at. Of 11 aids looked at, none reached it.",
            source="10.1186/1472-6947-13-S2-S10; Muscat 2021, 10.1177/0272989X211011101. Flesch-Kincaid, for English alone; texts of 40 words or more",
            fix="Shorten sentences, and take shorter words.",
            wrong="condition:\n  summary: >-\n    Carpometacarpal osteoarthritis represents a degenerative deterioration of the articular cartilage, characterised by\n    progressive symptomatology and functional limitation, necessitating individualised consideration of conservative\n    alternatives, pharmacological interventions and, occasionally, operative management of the deteriorating articulation\n    according to individual circumstances, preferences and occupational requirements.",
            right="condition:\n  summary: The joint at the root of the thumb is worn. It hurts with pinching and turning, more on some days than on others.",
        ),
        _reading_grade,
        _is_english,
        said=grade_told,
        only="there is no formula for this language here",
    ),
    Check(
        Rule(
            id="R12",
            title="Short sentences",
            group="wording",
            judged_by="machine",
            level="warning",
            why="Of 198 Dutch aids, 31 used short sentences; readers lose the beginning of a long one.",
            source="10.1177/0272989X241302288. From 21 words on a note, from 31 a warning; the thresholds are ours",
            fix="Make two sentences of it.",
            wrong="uncertain:\n  - >-\n    Nobody knows how long the pain will last for a person who wears no splint and who goes on with everything as before,\n    at work and at home and in the garden, since nobody looked.",
            right="uncertain: [Nobody knows how long the pain will last.]",
        ),
        _long_sentences,
    ),
    Check(
        Rule(
            id="R13",
            title="Words of the trade are explained",
            group="wording",
            judged_by="hint",
            level="note",
            why="People do not ask about a word when they are the only one who seems not to know it.",
            source="Muscat 2021, 10.1177/0272989X211011101; the list is ours",
            fix="Put the word into 'glossary', or say it in other words.",
            wrong="uncertain: [There was no randomised trial.]",
            right="uncertain: [No study has compared the two fairly.]",
        ),
        _jargon,
        in_a_language_with_word_lists,
        only="there is no word list for this language",
    ),
    Check(
        Rule(
            id="R14",
            title="No word that pushes",
            group="wording",
            judged_by="hint",
            level="warning",
            why="A set that recommends has chosen for the reader.",
            source="NICE ECD8; Martin 2021 on balance in decision aids; the lists are ours",
            fix="Say what happens, and leave the judging to whoever reads.",
            wrong="options:\n  - id: splint\n    summary: A splint is the best choice by day.",
            right="options:\n  - id: splint\n    summary: A splint holds the thumb by day.",
        ),
        _steering,
        in_a_language_with_word_lists,
        only="there is no word list for this language",
    ),
    Check(
        Rule(
            id="R15",
            title="No option is louder or longer than the others",
            group="wording",
            judged_by="machine",
            level="warning",
            why="Length, colour and emphasis steer as words do.",
            source="Martin 2021 on balance in decision aids; NICE ECD8; the thresholds are ours",
            fix="Bring the summaries to about the same length, and take the emphasis out.",
            wrong="options:\n  - id: splint\n    summary: Wear a splint NEVER at night!",
            right="options:\n  - id: splint\n    summary: Wear a splint by day, not at night.",
        ),
        _emphasis,
    ),
    Check(
        Rule(
            id="V01",
            title="What matters is asked",
            group="wording",
            judged_by="machine",
            level="warning",
            why="A statement tells people what to value; a question lets them say it.",
            source="Witteman 2021, 10.1177/0272989X211037946 (values clarification); our own rule",
            fix="End the 'ask' of each of the 'values' with a question mark.",
            wrong="values:\n  - id: typing\n    ask: Typing without pain is important.",
            right="values:\n  - id: typing\n    ask: How does typing come up in your days?",
        ),
        _values_ask,
    ),
    Check(
        Rule(
            id="V02",
            title="No answer inside the question",
            group="wording",
            judged_by="hint",
            level="warning",
            why="People tend to agree with whoever asks.",
            source="our own rule; the list is ours",
            fix="Ask openly: how, what, how much.",
            wrong="values:\n  - id: typing\n    ask: Wouldn't you want to type without pain?",
            right="values:\n  - id: typing\n    ask: How does typing come up in your days?",
        ),
        _leading,
        in_a_language_with_word_lists,
        only="there is no word list for this language",
    ),
)
