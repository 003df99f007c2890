"""R01 to R10: numbers that can be read rightly. The evidence is that of risk communication."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from sdm_cli.check.checks import Check, in_a_language_with_word_lists
from sdm_cli.check.draft import Draft, Found, Passage, found, has, is_level, number, said
from sdm_cli.check.prose import Span
from sdm_cli.content.placed import Mapping, Scalar
from sdm_cli.model.figure import grouped
from sdm_cli.model.rule import Rule

if TYPE_CHECKING:
    from sdm_cli.model.diagnostic import Level

_SMALL_NUMBERS = (
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirty|forty|fifteen|twenty|fifty|(?:a |one )?hundred|(?:a |one )?thousand"
)
_PEOPLE = "people|persons?|adults|children|babies|women|men|boys|girls|patients|users|mothers|fathers|families"
_PERSON = "person|adult|child|baby|woman|man|boy|girl|patient|user|mother|father|family"
# Each begins with a set of characters, to which a search can leap, and which begin a word.
_ONE_IN_X = re.compile(
    rf"[1oO](?<!\w.)(?i:(?<=1)|(?<=o)ne)(?i:(?:\s+(?:{_PERSON}))?(?:-in-|\s+(?:in|out\s+of)\s+)(?:every\s+)?(?:[0-9][0-9,]{{0,15}}|{_SMALL_NUMBERS})\b"
    r"(?!\s+(?:second|minute|hour|day|night|week|month|year)s?\b)"
    rf"|\s+of\s+(?:every\s+)?(?:[0-9][0-9,]{{0,15}}|{_SMALL_NUMBERS})\s+(?:{_PEOPLE})\b)"
)
_PERCENT_CHANGE = re.compile(
    r"[0-9](?<!\w.)[0-9]*(?:\.[0-9]+)?\s*(?:%|per\s?cent)\s+(?:lower|higher|less|more|fewer|reduction|increase|decrease|drop|rise|cut)\b",
    re.IGNORECASE,
)
_PERCENT_FALL = re.compile(
    r"\b(?:reduc|rais|ris|increas|decreas|lower|fall|fell|drop|cut|improv|shrink|shrank|grow|grew)[a-z]*\b[^.;:\x00]{0,60}?"
    r"\bby\s+(?:about\s+|around\s+|up\s+to\s+)?[0-9]+(?:\.[0-9]+)?\s*(?:%|per\s?cent\b)",
    re.IGNORECASE,
)
_NNT = re.compile(r"[nN](?<!\w.)(?i:umbers?\s+needed\s+to\s+(?:treat|harm)|NTB?|NTH|NH)\b")
_DECIMAL_COUNT = re.compile(
    r"[0-9](?<!\w.)[0-9]*\.[0-9]+\s+(?:people\s+|women\s+|men\s+|children\s+|patients\s+)?(?:of|in|out\s+of|per)\s+(?:100|1,?000|10,?000)\b",
    re.IGNORECASE,
)
_COUNT = re.compile(r"[0-9](?<!\w.)[0-9,]{0,15}\s+(?:of|in|out\s+of|per)\s+(?:the\s+)?[0-9][0-9,]{0,15}\b", re.IGNORECASE)
_YEAR = re.compile(r"\bin\s+(?:19|20)[0-9]{2}$")
_WHOLE = re.compile(r"[0-9][0-9,]*")
_PERCENT = re.compile(r"[0-9](?<!\w.)[0-9]*(?:\.[0-9]+)?\s*(?:%|per\s?cent\b)", re.IGNORECASE)
_BESIDE = 2000
"""Characters in which the other side of a number is looked for. No text that anybody reads to the end is longer."""


def _one_in_x(draft: Draft) -> Iterator[Found]:
    for _, span in draft.matches(_ONE_IN_X):
        yield draft.within(span, "'{}' has a denominator of its own")


def _relative_only(draft: Draft) -> Iterator[Found]:
    has_percent = draft.prose.has_any("%", "cent") and _PERCENT.search(draft.prose.text)
    patterns = (_PERCENT_CHANGE, _PERCENT_FALL) if has_percent else ()
    for passage, span in (*chain.from_iterable(map(draft.matches, patterns)), *draft.phrases("relative")):
        if "glossary" not in passage.keys and not _COUNT.search(passage.text) and not _numbers_behind(draft, passage):
            yield draft.within(span, "'{}' tells a change, and nothing here tells of how many")


def _numbers_behind(draft: Draft, passage: Passage) -> bool:
    """Whether people are counted in the outcome that the passage names, or is part of."""
    named = {scalar.text for scalar in passage.entry.scalars("outcomes")}
    is_counted = any(passage.entry is outcome or said(outcome, "id") in named for outcome in draft.counted)
    return is_counted or is_level(passage.entry)


def _needed_to_treat(draft: Draft) -> Iterator[Found]:
    for _, span in draft.matches(_NNT) if draft.prose.has_any("needed", "nnt", "nnh") else ():
        yield draft.within(span, "'{}' is understood by few")


def _labels(draft: Draft) -> Iterator[tuple[Span, bool]]:
    """Words for how often something happens, and whether a number stands beside them."""
    for passage, span in draft.phrases("labels"):
        # 'How likely is it?' labels nothing.
        if not passage.asks():
            yield span, _tells_a_number(passage.text) or _numbers_behind(draft, passage)


@lru_cache(maxsize=8)
def _tells_a_number(text: str) -> bool:
    """Whether a count or a percentage stands in a text. One text may have many words for how often."""
    return bool(_COUNT.search(text) or _PERCENT.search(text))


def _label_alone(draft: Draft) -> Iterator[Found]:
    for span, beside in _labels(draft):
        if not beside:
            yield draft.within(span, "'{}' without a number")


def _label_beside(draft: Draft) -> Iterator[Found]:
    for span, beside in _labels(draft):
        if beside:
            yield draft.within(span, "'{}' colours the number beside it")


def _decimals(draft: Draft) -> Iterator[Found]:
    for passage, span in draft.matches(_DECIMAL_COUNT):
        # A note says what the source prints, beside the figure in whole people.
        level: Level = "note" if passage.keys[-1:] == ("note",) else "warning"
        yield draft.within(span, "'{}' counts parts of people", level=level)
    for outcome in draft.outcomes:
        for baseline in outcome.entries("baselines"):
            if (events := number(baseline, "events")) is not None and events != int(events):
                yield found(baseline.keys["events"], f"{events} counts parts of people", level="note")


def _no_baseline(draft: Draft) -> Iterator[Found]:
    for outcome in draft.outcomes:
        reference = outcome.get("reference", Mapping)
        level = reference.get("figure", Scalar) if reference is not None else None
        if level is not None and not has(outcome, "unit") and any(_is_change(figure) for of, _, figure in draft.figures() if of is outcome):
            yield found(level, f"'{said(outcome, 'id')}' gives changes, and not the level that they start from")


def _is_change(figure: Mapping) -> bool:
    return has(figure, "more") or has(figure, "fewer")


def _framing(draft: Draft) -> Iterator[Found]:
    for passage, span in draft.matches(_COUNT):
        told_elsewhere = (
            _YEAR.search(passage.text, span.start, span.end)
            or not {"by_option", "reference", "glossary"}.isdisjoint(passage.keys)
            or _ONE_IN_X.match(passage.text, span.start)
        )
        if not told_elsewhere and not _other_side(passage.text, span):
            yield draft.within(span, "'{}' is told from one side")


def _other_side(text: str, span: Span) -> bool:
    """Whether the rest of the people stand somewhere in the same text."""
    few, all_of_them = (int(figure.replace(",", "")) for figure in _WHOLE.findall(text[span.start : span.end]))
    rest = str(all_of_them - few)
    beside = text[max(0, span.start - _BESIDE) : span.end + _BESIDE]
    return rest in beside and bool(re.search(rf"\b{rest}\b", beside))


def _zero(draft: Draft) -> Iterator[Found]:
    for outcome, _, figure in draft.figures():
        if number(figure, "events") == 0:
            out_of = number(outcome, "out_of") or 100
            yield found(figure.keys["events"], f"0 of {grouped(out_of)} reads as never")


_ITCH = "outcomes:\n  - id: itch\n    "

NUMBERS = (
    Check(
        Rule(
            id="R01",
            title="No 'one in so many'",
            group="numbers",
            judged_by="machine",
            level="error",
            why="With every chance out of another number, people take the larger number for the larger chance.",
            source="10.1186/1472-6947-13-S2-S7",
            fix="Say how many of 100, or of 1000, as everywhere else in the set.",
            wrong="condition:\n  natural_course: For 1 in 8 people the pain stays for a year.",
            right="condition:\n  natural_course: For 12 of 100 people the pain stays for a year. For 88 it goes.",
        ),
        _one_in_x,
    ),
    Check(
        Rule(
            id="R02",
            title="No change without the numbers it changes",
            group="numbers",
            judged_by="hint",
            level="error",
            why="Told as a relative reduction, more people chose a statin, at equal values (a trial with 2978 people).",
            source="PLoS Medicine 2009, 10.1371/journal.pmed.1000134; Zipkin 2014, 10.7326/M14-0295",
            fix="Say how many people of 100 without it and with it, or name the outcome that carries these numbers.",
            wrong="options:\n  - id: splint\n    benefits:\n      - text: It halves the pain.",
            right="options:\n  - id: splint\n    benefits:\n      - text: Pain fell in more people with a splint.\n        outcomes: [less-pain]",
        ),
        _relative_only,
    ),
    Check(
        Rule(
            id="R03",
            title="No number needed to treat",
            group="numbers",
            judged_by="machine",
            level="warning",
            why="It lowered understanding in the trials that compared it.",
            source="Zipkin 2014, 10.7326/M14-0295",
            fix="Say how many of 100 people have the outcome with each option.",
            wrong="uncertain: [The number needed to treat is not known.]",
            right="uncertain: [How many people of 100 are helped is not known.]",
        ),
        _needed_to_treat,
    ),
    Check(
        Rule(
            id="R04",
            title="No word for a chance without its number",
            group="numbers",
            judged_by="hint",
            level="error",
            why="'Common', meant as 1 to 10 of 100, was read as about 45 of 100.",
            source="PMC4153005; Berry 2004, as quoted there",
            fix="Say how many of 100, or name the outcome that carries the number; where none is known, say that it is not known how often.",
            wrong="options:\n  - id: splint\n    harms:\n      - text: Sore skin is common.",
            right="options:\n  - id: splint\n    harms:\n      - text: The skin may get sore. We found no figure for how often.",
        ),
        _label_alone,
        in_a_language_with_word_lists,
        only="there is no word list for this language",
    ),
    Check(
        Rule(
            id="R05",
            title="Numbers need no word for how often",
            group="numbers",
            judged_by="hint",
            level="note",
            why="Even beside a number, a word raised what people expected.",
            source="PMC5055272",
            fix="Leave the word out; the number says it.",
            wrong="options:\n  - id: splint\n    harms:\n      - text: Sore skin is common.\n        outcomes: [less-pain]",
            right="options:\n  - id: splint\n    harms:\n      - text: The skin may get sore.\n        outcomes: [less-pain]",
        ),
        _label_beside,
        in_a_language_with_word_lists,
        only="there is no word list for this language",
    ),
    Check(
        Rule(
            id="R06",
            title="Whole people",
            group="numbers",
            judged_by="machine",
            level="warning",
            why="Whole numbers are believed and remembered better.",
            source="J Med Internet Res 2011;13(3):e54, 10.2196/jmir.1656",
            fix="Round to whole people, or count the whole outcome out of 1000.",
            wrong="uncertain: [It happens to 0.4 of 100 people.]",
            right="uncertain: [It happens to 4 of 1000 people; 996 are spared.]",
        ),
        _decimals,
    ),
    Check(
        Rule(
            id="R07",
            title="A change comes with the level that it starts from",
            group="numbers",
            judged_by="machine",
            level="error",
            why="'3 more of 100' is a doubling from 3, and hardly seen from 60.",
            source="Zipkin 2014, 10.7326/M14-0295. Where the source gives no level, saying so is the honest way: allow it with that reason",
            fix="Give the 'reference' its figure, from the same source; or allow it with the reason.",
            wrong=f"{_ITCH}by_option:\n      splint: {{more: 3, range: [1, 5], sources: [trial]}}\n    reference: {{name: No splint, figure: not known}}",
            right=f"{_ITCH}by_option:\n      splint: {{more: 3, range: [1, 5], sources: [trial]}}\n    reference:\n      name: No splint\n      figure: {{events: 2, range: [0, 4], sources: [trial]}}",
            covers=("no-reference", "no-baseline"),
        ),
        _no_baseline,
    ),
    Check(
        Rule(
            id="R08",
            title="Counts belong into outcomes, where both sides are told",
            group="numbers",
            judged_by="hint",
            level="note",
            why="'8 have it' and '92 do not' are the same number, and do not feel the same. Outcomes always tell both.",
            source="10.1177/0272989X241302288: of 198 Dutch aids, 10 framed neutrally",
            fix="Make it an outcome, or tell the other side in the same sentence.",
            wrong="uncertain: [In one trial 8 of 50 people stopped.]",
            right="uncertain: [How many people stop is not known.]",
        ),
        _framing,
    ),
    Check(
        Rule(
            id="R09",
            title="The arithmetic holds",
            group="numbers",
            judged_by="machine",
            level="error",
            why="A count above its total, or outside its own range, is a slip of the pen that misleads.",
            source="our own rule",
            fix="Look the numbers up in their source.",
            wrong="outcomes:\n  - id: less-pain\n    by_option:\n      splint: {events: 180, certainty: high, sources: [trial]}",
            right="outcomes:\n  - id: less-pain\n    by_option:\n      splint: {events: 18, certainty: high, sources: [trial]}",
            covers=("more-than-all", "outside-range", "wrong-order", "out-of-bounds"),
        ),
    ),
    Check(
        Rule(
            id="R10",
            title="Nought of so many is not never",
            group="numbers",
            judged_by="machine",
            level="warning",
            why="Nobody in a small trial does not mean nobody.",
            source="our own rule",
            fix="Give the two counts of its interval as 'between', or count the outcome out of 1000, or say in a 'note' how few people were looked at, and allow it.",
            wrong="outcomes:\n  - id: less-pain\n    by_option:\n      splint: {events: 0, range: [0, 4], sources: [trial]}",
            right="outcomes:\n  - id: less-pain\n    by_option:\n      splint: {events: null, range: null, between: [0, 4], sources: [trial]}",
        ),
        _zero,
    ),
)
