"""A small set that keeps every rule, and pieces laid over it."""

from datetime import date
from textwrap import dedent
from typing import Any

import yaml

from sdm_cli.check.judging import Asked, judged
from sdm_cli.content import placed
from sdm_cli.model.rule import Checked

TODAY = date(2026, 11, 22)

WHOLE_THUMB = dedent("""\
    id: sore-thumb
    title: A sore thumb
    decision: Shall I rest my thumb, or wear a splint?
    status: draft
    updated: 2026-11-01
    review_due: 2027-11-01
    update_policy: It is read again once a year.
    funding: None.
    interests: None.
    authors:
      - name: A Teacher
        role: Wrote this set for tests
    evidence:
      method: Made up for tests.
      quality: Made up as well.
    attested:
      patient_needs: {by: A Teacher, on: 2026-11-01}
      professional_needs: {by: A Teacher, on: 2026-11-01}
      reviewed_by_patients: {by: A Teacher, on: 2026-11-01}
      reviewed_by_professionals: {by: A Teacher, on: 2026-11-01}
      tested_with_patients: {by: A Teacher, on: 2026-11-01}
      tested_with_professionals: {by: A Teacher, on: 2026-11-01}
    condition:
      name: a sore thumb
      summary: >-
        The joint at the root of the thumb is worn. It hurts with pinching and turning, more on
        some days than on others.
      natural_course: It may settle, or come and go.
    suits: [People with a sore thumb]
    not_for: [People without a thumb]
    options:
      - id: rest
        name: Rest
        summary: Leave the thumb alone for some weeks.
        no_action: true
        involves: {what: Nothing., time: Some weeks., visits: None., cost: None., undo: At any time.}
        benefits:
          - text: Nothing has to be worn or paid for.
        burdens:
          - text: The pain goes on for now.
        experience:
          physical: The thumb hurts with some tasks.
          social: Others may have to open the jars.
      - id: splint
        name: Splint
        summary: Wear a splint by day, for some weeks.
        involves: {what: A splint., time: Some weeks., visits: One visit., cost: The splint., undo: Take it off.}
        benefits:
          - text: The thumb hurt less for some people.
            outcomes: [less-pain]
        harms:
          - text: The skin under it may itch.
            outcomes: [itch]
        experience:
          physical: The hand is stiff in the morning.
          social: People ask what has happened.
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
          rest: {events: 9, range: [4, 15], certainty: moderate, sources: [trial]}
          splint: {events: 18, range: [10, 26], certainty: moderate, sources: [trial]}
      - id: strength
        name: Strength of the grip
        kind: benefit
        time: 1 year
        people: The same adults
        scale: {lowest: 0, highest: 10, lowest_means: none, highest_means: full}
        by_option:
          rest: {mean: 6.5, certainty: not stated, sources: [trial]}
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
          splint: {more: 3, range: [1, 5], sources: [trial]}
        reference:
          name: No splint
          figure: {events: 2, range: [0, 4], sources: [trial]}
    values:
      - id: typing
        name: Typing
        ask: How does typing come up in your days?
        outcomes: [strength]
        options:
          rest: {bears: supports, because: Both hands stay free.}
          splint: {bears: against, because: It is in the way.}
    questions:
      - id: how-long
        ask: How long does it take?
        answers: {rest: Some weeks., splint: Some weeks.}
    questions_to_ask: [How long until I notice a difference?]
    misconceptions:
      - id: never-again
        belief: It will never heal.
        answer: It may well.
    teach_back:
      - option: splint
        ask: How will you wear it?
        listen_for: [By day alone]
    uncertain: [How long the pain lasts is not known.]
    safety_net: [Come back if the thumb is hot and red.]
    glossary: {Splint: A stiff glove for part of the hand.}
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
        url: https://thumbs.invalid/page
        read: page
    """)


def plain(text: str) -> Any:
    tree, slips = placed.parse(text)
    assert tree is not None
    assert slips == []
    return placed.plain_value(tree)


def laid_over(piece: str, whole: str = WHOLE_THUMB) -> str:
    """The whole set, or another file, with a piece of one laid over it: entries of lists are met by their ids."""
    written = yaml.dump(_merged(plain(whole), plain(piece)), Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False)
    assert isinstance(written, str)
    return written


def _merged(under: Any, over: Any) -> Any:
    if isinstance(under, dict) and isinstance(over, dict):
        return {**under, **{key: _merged(under.get(key), value) for key, value in over.items()}}
    if isinstance(under, list) and over and all(isinstance(each, dict) and "id" in each for each in over):
        by_id = {each["id"]: each for each in over}
        return [_merged(each, by_id.get(each["id"], {})) for each in under]
    return over


def check(text: str, profile: str = "clinical", **asked: Any) -> Checked:
    return judged(text.encode(), "thumb.yaml", Asked(TODAY, profile, **asked))  # type: ignore[arg-type]
