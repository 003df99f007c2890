"""IPDAS 4.0, quality: what makes a decision aid better. The ids Q01 to Q28 are ours; the list was put together again from older versions."""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise

from sdm_cli.check.checks import Check, nothing
from sdm_cli.check.draft import Draft, Found, day, found, has, heading, lacking, listed, number, said
from sdm_cli.check.rules.upkeep import PLACEHOLDER
from sdm_cli.content.placed import Mapping, Scalar
from sdm_cli.model.figure import DRAWN, grouped
from sdm_cli.model.rule import JudgedBy, Rule

_SOURCE = "IPDAS, quality criteria of versions 3.0 and 4.0 (PMC8669108; PMC3734197, table 5); the id is ours"
_OF_ALL = 100
"""The denominator of everything that is not rarer than one of it."""
_COUNTED = ("true_positives", "false_positives", "true_negatives", "false_negatives")


def _natural_course(draft: Draft) -> Iterator[Found]:
    condition = draft.tree.get("condition", Mapping)
    if condition is None or not said(condition, "natural_course"):
        yield lacking(draft.tree, "condition.natural_course", "what happens if nothing is done is not told")


def _comparable(draft: Draft) -> Iterator[Found]:
    if not draft.outcomes:
        yield lacking(draft.tree, "outcomes", "there are no outcomes to compare the options by")


def _probabilities(draft: Draft) -> Iterator[Found]:
    if draft.outcomes and not any(_has_numbers_for_all(outcome) for outcome in draft.outcomes):
        yield found(draft.tree.keys["outcomes"], "no outcome has a number for every option")


def _has_numbers_for_all(outcome: Mapping) -> bool:
    by_option = outcome.get("by_option", Mapping)
    return by_option is not None and all(isinstance(figure, Mapping) for figure in by_option.items.values())


def _denominators(draft: Draft) -> Iterator[Found]:
    """Where a set counts out of different numbers: whatever is counted out of more than 100 people without need."""
    counted = [outcome for outcome in draft.outcomes if not has(outcome, "scale") and not has(outcome, "unit")]
    if len({_out_of(outcome) for outcome in counted}) > 1:
        for outcome in counted:
            if _out_of(outcome) > _OF_ALL and not _is_fine(outcome):
                message = f"'{said(outcome, 'id')}' counts out of {grouped(_out_of(outcome))}, and the set out of {_OF_ALL} elsewhere"
                yield found(outcome.keys["out_of"], message)


def _is_fine(outcome: Mapping) -> bool:
    """Whether a count, or the difference between two, is too small to be seen out of 100."""
    small = _out_of(outcome) / _OF_ALL
    by_option, reference = outcome.get("by_option", Mapping), outcome.get("reference", Mapping)
    figures = [*(by_option.items.values() if by_option else ()), *(reference.items.values() if reference else ())]
    counts = sorted(count for figure in figures if isinstance(figure, Mapping) for count in _counts(figure))
    apart = (more - less for less, more in pairwise(counts))
    return any(count < small for count in counts) or any(0 < difference < small for difference in apart)


def _counts(figure: Mapping) -> Iterator[float]:
    for key in ("events", "more", "fewer"):
        if (count := number(figure, key)) is not None:
            yield count
    for key in ("between", "range"):
        yield from (scalar.value for scalar in figure.scalars(key) if isinstance(scalar.value, int | float))


def _out_of(outcome: Mapping) -> float:
    return number(outcome, "out_of") or _OF_ALL


def _drawn(draft: Draft) -> Iterator[Found]:
    for outcome in draft.outcomes:
        if has(outcome, "out_of") and _out_of(outcome) not in DRAWN:
            yield found(outcome.keys["out_of"], f"people out of {grouped(_out_of(outcome))} are told in words, and not drawn")


def _asks_what_matters(draft: Draft) -> Iterator[Found]:
    values = list(draft.tree.entries("values"))
    if not values:
        yield lacking(draft.tree, "values", "nothing asks what matters to the patient")
    elif not any(value.scalars("outcomes") for value in values):
        yield found(draft.tree.keys["values"], "nothing that may matter is tied to an outcome")


def _questions_to_bring(draft: Draft) -> Iterator[Found]:
    if not listed(draft.tree, "questions_to_ask"):
        yield lacking(draft.tree, "questions_to_ask", "there are no questions that a patient may bring to the talk")


def _evidence_method(draft: Draft) -> Iterator[Found]:
    evidence = draft.tree.get("evidence", Mapping)
    if evidence is None or not said(evidence, "method"):
        yield lacking(draft.tree, "evidence.method", "how the evidence was found is not said")


def _evidence_quality(draft: Draft) -> Iterator[Found]:
    evidence = draft.tree.get("evidence", Mapping)
    if evidence is not None and not said(evidence, "quality"):
        for _, name, figure in draft.figures():
            if not said(figure, "certainty"):
                yield found(name, f"neither the figure of '{name.text}' nor the set says how good the evidence is")
                return


def _credentials(draft: Draft) -> Iterator[Found]:
    authors = list(draft.tree.entries("authors"))
    if not authors:
        yield lacking(draft.tree, "authors", "nobody is named as author")
    for author in authors:
        if missing := [key for key in ("name", "role") if not said(author, key)]:
            yield lacking(author, missing[0], f"an author without {' and '.join(missing)}")


def _test_counts(draft: Draft) -> Iterator[Found]:
    test = draft.tree.get("test", Mapping)
    counts = {key: number(test, key) if test is not None else None for key in _COUNTED}
    known = [count for count in counts.values() if count is not None]
    if test is None or len(known) < len(counts):
        missing = ", ".join(key for key, count in counts.items() if count is None)
        yield found(heading(draft.tree, "test"), f"the test has no {missing}")
    elif sum(known) != number(test, "out_of"):
        message = f"the four counts add up to {sum(known):.0f}, and 'out_of' is {said(test, 'out_of') or 'missing'}"
        yield found(draft.tree.keys["test"], message, level="error")


def _with_and_without(draft: Draft) -> Iterator[Found]:
    test = draft.tree.get("test", Mapping)
    if test is None or any(number(test, key) is None for key in ("found_with_test", "found_without_test", "out_of")):
        yield found(heading(draft.tree, "test"), "how many are found with the test, and how many without it, is not said")


_ATTESTED = {
    "Q12": ("patient_needs", "Patients were asked what they need to know", "Patients ask other things than authors expect."),
    "Q13": (
        "professional_needs",
        "Professionals were asked what patients need to know",
        "Whoever has this talk every week knows where it stumbles.",
    ),
    "Q14": (
        "reviewed_by_patients",
        "Patients who did not take part in writing have read it",
        "Authors do not see what readers stumble over.",
    ),
    "Q15": (
        "reviewed_by_professionals",
        "Professionals who did not take part in writing have read it",
        "A second expert finds what the first takes for granted.",
    ),
    "Q16": (
        "tested_with_patients",
        "It was tried with patients who face the decision",
        "What reads well at a desk may not help in the room.",
    ),
    "Q17": ("tested_with_professionals", "It was tried with professionals", "A set that does not fit into the visit is not used."),
}


def _vouched(key: str, draft: Draft) -> Iterator[Found]:
    attested = draft.tree.get("attested", Mapping)
    entry = attested.items.get(key) if attested is not None else None
    if isinstance(entry, Scalar):
        yield lacking(draft.tree, f"attested.{key}", f"'{key}' is not done, as the set says itself")
    elif not isinstance(entry, Mapping):
        yield lacking(draft.tree, f"attested.{key}", f"nobody vouches for '{key}'")
    elif not said(entry, "by") or PLACEHOLDER.search(said(entry, "by")) or not (on := day(entry, "on")) or draft.today.is_before(on):
        yield lacking(draft.tree, f"attested.{key}", f"'{key}' needs who vouches for it, and a day that has been")


def _attested(name: str) -> Check:
    key, title, why = _ATTESTED[name]
    rule = Rule(
        id=name,
        title=title,
        group="quality",
        judged_by="attested",
        level="note",
        why=f"{why} No program can see whether it was done: somebody vouches for it.",
        source=_SOURCE,
        fix=f"When it has been done, write who vouches for it and the day: 'attested.{key}: {{by: …, on: 2026-11-21}}'. 'not done' is an honest answer.",
        wrong=f"attested:\n  {key}: not done",
        right=f"attested:\n  {key}: {{by: The school of our town, on: 2026-11-01}}",
    )
    return Check(rule, partial(_vouched, key))


def _check(  # noqa: PLR0913, PLR0917 - a row of a table
    name: str,
    title: str,
    find: Callable[[Draft], Iterator[Found]],
    why: str,
    fix: str,
    wrong: str = "",
    right: str = "",
    *,
    judged_by: JudgedBy = "machine",
    covers: tuple[str, ...] = (),
    of_tests: bool = False,
    said: str = "",
) -> Check:
    rule = Rule(
        id=name,
        title=title,
        group="quality",
        judged_by=judged_by,
        level="warning",
        why=why,
        source=_SOURCE,
        fix=fix,
        wrong=wrong,
        right=right,
        covers=covers,
    )
    if of_tests:
        return Check(rule, find, lambda draft: draft.is_about("test", "screening"), said, only="for tests and screening")
    return Check(rule, find, said=said)


_COUNTS = "out_of: 1000\n  true_positives: 20\n  false_positives: 80\n  true_negatives: 890\n  false_negatives: 10"
_TEST = (
    "kind: screening\ntest:\n  measures: A protein in the blood.\n  if_positive: A scan follows.\n"
    "  if_negative: Nothing more is done.\n  overdiagnosis: Some of what it finds would never have caused trouble.\n  "
)

QUALITY = (
    _check(
        "Q01", "What happens if nothing is done is told", _natural_course,
        "Only beside the natural course can a benefit be seen.", "Write 'condition.natural_course'.",
        "condition:\n  natural_course: null", "condition:\n  natural_course: It often settles within months; we found no figures.",
    ),
    _check(
        "Q02", "The options can be compared, cell by cell", _comparable,
        "A comparison with gaps is no comparison.", "Write 'outcomes', each with something for every option: a figure, or that it was not studied.",
        "outcomes: []", "outcomes:\n  - id: strength\n    by_option:\n      splint: not studied",
    ),
    _check(
        "Q03", "At least one outcome has a number for every option", _probabilities,
        "Without any number that holds for all options, nobody can weigh them.",
        "Look for an outcome that was counted under every option. If there is none in the sources, leave the warning standing, or allow it with the reason.",
        "outcomes:\n  - id: less-pain\n    by_option:\n      rest: not studied\n  - id: strength\n    by_option:\n      rest: not studied",
        "outcomes:\n  - id: less-pain\n    by_option:\n      rest: {events: 9, range: [4, 15], sources: [trial]}",
    ),
    _check(
        "Q04", "The people behind each number are named", nothing,
        "A chance is a chance among certain people.", "The format does not let 'people' be left out of an outcome.", said="the format does not allow otherwise",
    ),
    _check(
        "Q05", "Numbers are levels, and not differences alone", nothing,
        "'Five more' means little to somebody who does not know more than what.", "Add the level of the comparison group, if its source gives one.",
        "outcomes:\n  - id: itch\n    by_option:\n      splint: {more: 3, range: [1, 5], sources: [trial]}\n    reference:\n      name: No splint\n      figure: not known",
        "outcomes:\n  - id: itch\n    by_option:\n      splint: {more: 3, range: [1, 5], sources: [trial]}\n    reference:\n      name: No splint\n      figure: {events: 2, range: [0, 4], sources: [trial]}",
        covers=("R07",),
    ),
    _check(
        "Q06", "An outcome has one time frame for all options", nothing,
        "A chance over one year cannot be compared with one over ten.", "The format gives an outcome one 'time'.", said="the format does not allow otherwise",
    ),
    _check(
        "Q07", "An outcome has one denominator; the set has one if it can", _denominators,
        "People compare the first numbers that they see, and overlook what they are out of.",
        "Count out of 100; out of 1000 only where something is rarer than one person of 100.",
        "outcomes:\n  - id: less-pain\n    out_of: 1000\n    by_option:\n      rest: {events: 90, range: [40, 150], sources: [trial]}\n      splint: {events: 180, range: [100, 260], sources: [trial]}",
        "outcomes:\n  - id: less-pain\n    out_of: 100\n    by_option:\n      rest: {events: 9, range: [4, 15], sources: [trial]}\n      splint: {events: 18, range: [10, 26], sources: [trial]}",
    ),
    _check(
        "Q08", "Numbers can be seen in more than one way", _drawn,
        "Words, numbers and a picture reach more people than one of them.", "Use an 'out_of' that is drawn: 100 or 1000.",
        "outcomes:\n  - id: itch\n    out_of: 250", "outcomes:\n  - id: itch\n    out_of: 1000",
    ),
    _check(
        "Q09", "The patient is asked what matters, and it is tied to outcomes", _asks_what_matters,
        "Facts turn into reasons by what matters to a person.", "Write 'values', each with the 'outcomes' it has to do with.",
        "values: []", "values:\n  - id: typing\n    outcomes: [strength]",
    ),
    _check("Q10", "There is a way to decide, step by step", nothing, "A way through helps to weigh.", "The guide of a walk is one.", said="the guide of the walk is one"),
    _check(
        "Q11", "There are questions to bring to the talk", _questions_to_bring,
        "Whoever comes with questions takes part.", "Write 'questions_to_ask'.",
        "questions_to_ask: []", "questions_to_ask: [How long until I notice a difference?]",
    ),
    *(_attested(name) for name in _ATTESTED),
    _check(
        "Q18", "How the evidence was found is told", _evidence_method,
        "Readers may judge how much was looked for.", "Write 'evidence.method'.",
        "evidence: {method: null}", "evidence: {method: We read the reviews that a guideline names.}",
    ),
    _check(
        "Q19", "How good the evidence is, is told", _evidence_quality,
        "A firm number from weak trials misleads.", "Write 'evidence.quality', or 'certainty' at every figure.",
        "evidence: {quality: null}", "evidence: {quality: Small trials in which people knew what they had.}",
    ),
    _check(
        "Q20", "The authors and what they do are named", _credentials,
        "Readers may judge who speaks.", "Give every author a 'name' and a 'role'.",
        "authors:\n  - name: A Person\n    role: null", "authors:\n  - {name: A Person, role: Physiotherapist}",
    ),
    _check(
        "Q21", "How easy it is to read is told", nothing,
        "A text that half the readers cannot read informs half the readers.", "The report works the reading grade out.", said="the report states the grade; see R11",
    ),
    _check("Q22", "There is evidence that it helps to choose by what matters", nothing, "Only a study can tell.", "Name the study where you publish the set.", judged_by="person"),
    _check("Q23", "There is evidence that it helps people to know more", nothing, "Only a study can tell.", "Name the study where you publish the set.", judged_by="person"),
    *(
        _check(
            name, title, _test_counts,
            "A result is read rightly only by who knows how often it is wrong.",
            "Write the four counts of 'test', so that they add up to its 'out_of'.",
            f"{_TEST}{_COUNTS.replace('80', '90')}", f"{_TEST}{_COUNTS}", of_tests=True,
        )
        for name, title in (
            ("Q24", "How many are rightly positive is said"),
            ("Q25", "How many are rightly negative is said"),
            ("Q26", "How many are wrongly positive is said"),
            ("Q27", "How many are wrongly negative is said"),
        )
    ),
    _check(
        "Q28", "How many are found with the test and without it is said", _with_and_without,
        "What the test adds is the difference between both.", "Write 'test.found_with_test', 'test.found_without_test' and 'test.out_of'.",
        f"{_TEST}out_of: 1000\n  found_with_test: 30", f"{_TEST}out_of: 1000\n  found_with_test: 30\n  found_without_test: 12", of_tests=True,
    ),
)  # fmt: skip
