"""A small valid option set, ways to change one line of it, and what reading it finds."""

from collections.abc import Sequence
from textwrap import dedent

from sdm_cli.content.reading import Reading, read
from sdm_cli.content.references import option_set_references
from sdm_cli.model.diagnostic import Diagnostic
from sdm_cli.model.option_set import OptionSet

HERE = "▸"
"""Marks, in a changed text, where a mistake should be found. It is taken out before the text is read."""

SORE_THUMB = dedent("""\
    id: sore-thumb
    title: A sore thumb
    decision: What shall we do about this thumb?
    status: fictional
    updated: 2026-11-01
    review_due: 2027-11-01
    update_policy: Once a year.
    funding: None.
    interests: None.
    authors:
      - name: Test authors
        role: Wrote this set
    evidence:
      method: Made up for tests.
    condition:
      name: a sore thumb
      summary: The thumb hurts.
      natural_course: Nobody knows.
    suits: [People with a sore thumb]
    not_for: [People without a thumb]
    options:
      - id: rest
        name: Rest
        summary: Leave the thumb alone.
        no_action: true
        involves:
          what: Nothing.
          time: Days.
          visits: None needed.
          cost: None at all.
          undo: At any time.
        benefits:
          - text: No effort.
      - id: splint
        name: Splint
        summary: Wear a splint.
        involves:
          what: A splint.
          time: Weeks.
          visits: One visit.
          cost: A little.
          undo: Take it off.
        benefits:
          - text: The thumb hurts less.
            outcomes: [less-pain]
    order_reason: From the least effort to the most.
    outcomes:
      - id: less-pain
        name: Less pain
        kind: benefit
        time: 12 months
        people: Adults in one trial
        event: had less pain
        no_event: had not
        by_option:
          rest: not studied
          splint:
            events: 18
            range: [10, 26]
            certainty: low
            basis: derived
            arithmetic: 9 of 50 is 18 of 100.
            sources: [trial]
      - id: strength
        name: Strength of the grip
        kind: benefit
        time: 1 year
        people: The same adults
        scale: {lowest: 0, highest: 10, lowest_means: none, highest_means: full}
        by_option:
          rest: {mean: 6.5, sources: [trial]}
          splint: not known
      - id: itch
        name: An itchy skin
        kind: harm
        time: 1 week
        people: Some other adults
        event: had an itch
        no_event: had none
        by_option:
          rest: does not apply
          splint: {more: 3, sources: [trial]}
        reference:
          name: No splint
          figure: not known
    values:
      - id: typing
        name: Typing
        ask: How much does typing matter to you?
        options:
          rest: {bears: supports, because: Both hands stay free.}
          splint: {bears: against, because: It is in the way.}
    questions:
      - id: how-long
        ask: How long does it take?
        answers:
          rest: Some days.
          splint: Some weeks.
    misconceptions:
      - id: never-again
        belief: It will never heal.
        answer: It may well.
    teach_back:
      - option: splint
        ask: How will you wear it?
        listen_for: [By day only]
    sources:
      - id: trial
        title: A trial of thumbs
        authors: Nobody N
        year: 2020
        doi: 10.1000/thumb
        read: abstract
      - id: page
        title: A page about thumbs
        authors: Nobody M
        year: 2021
        read: second-hand
        quoted_in: trial
    """)


def changed(*pieces: tuple[str, str]) -> str:
    """The sore thumb with some pieces of it written otherwise. Each piece stands there exactly once."""
    text = SORE_THUMB
    for old, new in pieces:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in the set"
        text = text.replace(old, new)
    return text


def reading(written: str | bytes) -> Reading[OptionSet]:
    raw = written if isinstance(written, bytes) else written.encode()
    return read(raw, "thumb.yaml", OptionSet, option_set_references)


def findings(marked: str) -> list[tuple[str, str, str]]:
    """Rule, message and remedy of every mistake; fails unless exactly the marked places are reported, in order."""
    return said(reading(marked.replace(HERE, "")).diagnostics, marked)


def said(diagnostics: Sequence[Diagnostic], marked: str) -> list[tuple[str, str, str]]:
    """As `findings`, of what was found in any kind of file."""
    told = [(diagnostic.rule, diagnostic.message, diagnostic.fix) for diagnostic in diagnostics]
    assert [(diagnostic.line, diagnostic.column) for diagnostic in diagnostics] == _marks(marked), told
    return told


def _marks(marked: str) -> list[tuple[int, int]]:
    marks = []
    for number, line in enumerate(marked.split("\n"), start=1):
        column = 1
        for piece in line.split(HERE)[:-1]:
            column += len(piece)
            marks.append((number, column))
    return marks
