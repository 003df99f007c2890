"""IPDAS 4.0, certifying: without these a decision aid may bias whoever reads it."""

from collections.abc import Iterator
from functools import partial

from sdm_cli.check.checks import Check
from sdm_cli.check.draft import Draft, Found, about, count_of_words, day, found, has, lacking, listed, said
from sdm_cli.check.rules.qualifying import IPDAS
from sdm_cli.content.placed import Mapping, Node
from sdm_cli.model.rule import Rule

_MOST_UNEQUAL = 2
_ROOM = 25
"""Words that one side may have more without being called unequal: a sentence or two."""
_WHERE = ("doi", "pmid", "pmcid", "url")


def _balance(draft: Draft) -> Iterator[Found]:
    for option in draft.options:
        good = _weight(listed(option, "benefits"))
        bad = _weight([*listed(option, "harms"), *listed(option, "burdens")])
        less, more = sorted((good, bad))
        if less and more > _MOST_UNEQUAL * less and more - less > _ROOM:
            name = said(option, "id")
            yield found(about(option), f"'{name}' has {good} words on its good sides and {bad} on its bad ones")


def _weight(points: list[Node]) -> int:
    return sum(count_of_words(said(point, "text")) for point in points if isinstance(point, Mapping))


def _citations(draft: Draft) -> Iterator[Found]:
    for _, name, figure in draft.figures():
        if not figure.scalars("sources"):
            yield found(figure.keys.get("sources", name), f"a figure of '{name.text}' has no source")
    for source in draft.tree.entries("sources"):
        told = f"the source '{said(source, 'id')}' has no"
        yield from (lacking(source, key, f"{told} {key}") for key in ("title", "year") if not said(source, key))
        if not any(said(source, key) for key in _WHERE):
            yield found(about(source), f"{told} doi, pmid, pmcid or url")


def _date(draft: Draft) -> Iterator[Found]:
    for key in ("published", "updated"):
        date = day(draft.tree, key)
        if date is not None and draft.today.is_before(date):
            yield found(draft.tree.keys[key], f"'{key}' lies in the future")
    if not said(draft.tree, "published") and not said(draft.tree, "updated"):
        yield lacking(draft.tree, "updated", "neither 'published' nor 'updated' is there")


def _update_policy(draft: Draft) -> Iterator[Found]:
    if not said(draft.tree, "update_policy"):
        yield lacking(draft.tree, "update_policy", "who looks at the set again, and when, is not said")
    if day(draft.tree, "review_due") is None:
        yield lacking(draft.tree, "review_due", "no day is set for the next review")


def _uncertainty(draft: Draft) -> Iterator[Found]:
    for _, name, figure in draft.figures():
        certainty = said(figure, "certainty")
        if not certainty and not has(figure, "range") and not has(figure, "between") and not _effect_with_range(figure):
            yield found(name, f"how sure the figure of '{name.text}' is, is not said")
        elif certainty in {"low", "very low"} and not said(figure, "certainty_reason"):
            yield found(figure.keys["certainty"], f"'{certainty}' without its reason", fix="Add 'certainty_reason'.", level="note")


def _effect_with_range(figure: Mapping) -> bool:
    effect = figure.get("effect", Mapping)
    return effect is not None and has(effect, "range")


def _funding(draft: Draft) -> Iterator[Found]:
    for key in ("funding", "interests"):
        if not said(draft.tree, key):
            yield lacking(draft.tree, key, f"'{key}' is not said")


def _told_of_test(key: str, what: str, draft: Draft) -> Iterator[Found]:
    test = draft.tree.get("test", Mapping)
    if test is None or not said(test, key):
        yield lacking(draft.tree, f"test.{key}", f"{what} is not said")


def _of_the_test(key: str, what: str) -> Check:
    titles = {
        "measures": ("2.4.1", "What the test measures is said"),
        "if_positive": ("2.4.2", "What follows a positive result is said"),
        "if_negative": ("2.4.3", "What follows a negative result is said"),
        "overdiagnosis": ("2.4.4", "That the test may find what would never have done harm is said"),
    }
    name, title = titles[key]
    test = "test:\n  measures: A protein in the blood.\n  if_positive: A scan follows.\n  if_negative: Nothing more is done."
    whole = f"kind: screening\n{test}\n  overdiagnosis: Some of what it finds would never have caused trouble."
    wrong = "\n".join(row for row in whole.splitlines() if not row.startswith(f"  {key}:"))
    rule = Rule(
        id=name,
        title=title,
        group="certifying, tests",
        judged_by="machine",
        level="error",
        why="A test is the beginning of a path, and people choose the path with it.",
        source=IPDAS,
        fix=f"Write 'test.{key}'.",
        wrong=wrong,
        right=whole,
    )
    return Check(rule, partial(_told_of_test, key, what), lambda draft: draft.is_about("test", "screening"), only="for tests and screening")


CERTIFYING = (
    Check(
        Rule(
            id="2.1.1",
            title="Good and bad sides are shown in equal detail",
            group="certifying",
            judged_by="hint",
            level="warning",
            why="What gets more words seems to weigh more. Of 24 patient leaflets none met this.",
            source=f"{IPDAS}; PMC5013503, table 2. The threshold, twice as many words and a sentence or two, is ours",
            fix="Shorten one side or complete the other, for each option.",
            wrong="options:\n  - id: rest\n    benefits:\n      - text: No effort.\n    burdens:\n      - text: >-\n          The thumb goes on hurting for weeks, mostly in the morning and after work, and whoever needs\n          both hands all day long will notice it with every jar, every key and every button.",
            right="options:\n  - id: rest\n    benefits:\n      - text: Nothing has to be worn, paid for or remembered.\n    burdens:\n      - text: The thumb goes on hurting for some weeks.",
        ),
        _balance,
    ),
    Check(
        Rule(
            id="2.2.1",
            title="The evidence is cited",
            group="certifying",
            judged_by="machine",
            level="error",
            why="A number that nobody can look up cannot be trusted. A third of the public decision aids that were looked at (471) cited nothing.",
            source=f"{IPDAS}; Hoffmann 2021, 10.1177/0272989X21996622",
            fix="Give every figure 'sources', and every source a title, a year and a DOI, PMID, PMCID or web address.",
            wrong="sources:\n  - id: page\n    title: A page about thumbs\n    authors: Nobody M\n    year: 2021\n    url: null",
            right="sources:\n  - id: page\n    title: A page about thumbs\n    authors: Nobody M\n    year: 2021\n    url: https://thumbs.invalid/page",
            covers=("dangling-id",),
        ),
        _citations,
        lambda draft: not draft.is_fictional,
        only="the set says that it is fictional",
    ),
    Check(
        Rule(
            id="2.2.2",
            title="The date is there",
            group="certifying",
            judged_by="machine",
            level="error",
            why="Readers must see how old the numbers are.",
            source=IPDAS,
            fix="Write 'updated' as a day that has been, such as 2026-11-21.",
            wrong="updated: 2999-01-01\nreview_due: 2999-12-31",
            right="updated: 2026-11-01",
            covers=("no-such-day",),
        ),
        _date,
    ),
    Check(
        Rule(
            id="2.2.3",
            title="Somebody will look again, and the day is not past",
            group="certifying",
            judged_by="machine",
            level="error",
            why="Evidence ages. Four of five public decision aids that were looked at (471) said nothing of updates.",
            source=f"{IPDAS}; Hoffmann 2021, 10.1177/0272989X21996622",
            fix="Write 'update_policy' and 'review_due'. If the day is past, read the set against its sources and set a new one.",
            wrong="updated: 2020-01-01\nreview_due: 2021-01-01",
            right="review_due: 2099-11-01",
            covers=("wrong-order", "R16"),
        ),
        _update_policy,
    ),
    Check(
        Rule(
            id="2.2.4",
            title="How sure the numbers are is said",
            group="certifying",
            judged_by="hint",
            level="warning",
            why="A number without its uncertainty seems surer than it is; a range costs little trust.",
            source=f"{IPDAS}; van der Bles 2020, 10.1073/pnas.1913678117",
            fix="Give the figure a 'range' from its source, or 'certainty' if the source judges it. Where it gives neither, write 'certainty: not stated'. Never a guess.",
            wrong="outcomes:\n  - id: less-pain\n    by_option:\n      splint: {events: 18, range: null, certainty: null, sources: [trial]}",
            right="outcomes:\n  - id: less-pain\n    by_option:\n      splint: {events: 18, range: [10, 26], sources: [trial]}",
        ),
        _uncertainty,
    ),
    Check(
        Rule(
            id="2.3.1",
            title="Who paid and who gains is said",
            group="certifying",
            judged_by="machine",
            level="error",
            why="Readers may then judge for themselves. 'None' is an answer.",
            source=f"{IPDAS}; 10.1186/1472-6947-13-S2-S3",
            fix="Write 'funding' and 'interests'.",
            wrong="funding: null",
            right="funding: None. Nobody paid for this set.",
        ),
        _funding,
    ),
    _of_the_test("measures", "what the test measures"),
    _of_the_test("if_positive", "what follows a positive result"),
    _of_the_test("if_negative", "what follows a negative result"),
    _of_the_test("overdiagnosis", "that it may find what would never have done harm"),
)
