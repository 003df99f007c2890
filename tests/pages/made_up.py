"""A small option set that nobody could take for medicine, and walks through it and through the bundled ones."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from functools import cache

from msgspec.structs import astuple

from sdm_cli.content.catalogue import Catalogue
from sdm_cli.content.loading import load_guide, load_option_set, read_option_set
from sdm_cli.conversation.questions import Choose, ChooseMany, Question, Rank, Rate
from sdm_cli.conversation.replaying import replayed
from sdm_cli.conversation.walk import State, Walk
from sdm_cli.document.blocks import Bullets, Document, Facts, Heading, Line, Paragraph, Pictures, Quotation, Table, words
from sdm_cli.model.derivation import resolved
from sdm_cli.model.event import Answer, Answered, Jumped, Marked
from sdm_cli.model.guide import Guide
from sdm_cli.model.option_set import OptionSet
from sdm_cli.model.session import Header
from sdm_cli.pages.screen import View, help_page, screen
from sdm_cli.pages.summary import Account

_HEADER = """
id: sore-thumb
title: A sore thumb
decision: What shall I do about my sore thumb?
status: published
published: 2026-01-02
updated: 2026-01-02
review_due: 2027-01-02
update_policy: Once a year.
funding: None.
interests: None.
authors: [{name: A. Author, role: teacher}]
evidence: {method: Made up for a test.}
condition: {name: a sore thumb, summary: The thumb is sore., natural_course: It may pass., sources: [atlas]}
suits: [People with a thumb]
not_for: [People without one]
order_reason: From the least to the most that is put on the thumb.
"""

_OPTIONS = """
options:
  - id: rest
    name: Rest
    no_action: true
    summary: Leave the thumb alone.
    involves: {what: Nothing., time: Weeks., visits: None., cost: None., undo: At any time.}
    benefits: [{text: Nothing to buy.}]
    burdens: [{text: Idle evenings., sources: [survey]}]
  - id: splint
    name: Splint
    summary: A splint holds the thumb still.
    involves: {what: Wearing it., time: Two weeks., visits: One., cost: Small., undo: At any time., sources: [trial]}
    benefits: [{text: Holds it still., outcomes: [pain]}, {text: Dry skin.}]
    harms: [{text: Stiff mornings., outcomes: [grip]}]
  - id: cream
    name: Cream
    summary: A cream is rubbed in.
    involves: {what: Rubbing., time: Minutes., visits: None., cost: Small., undo: At any time.}
    benefits: [{text: Smells of mint., sources: [trial]}]
    harms: [{text: Some skin itches., outcomes: [rash]}]
    burdens: [{text: Sticky gloves.}]
"""

_FIGURES = """
outcomes:
  - id: pain
    name: No more pain
    kind: benefit
    time: 4 weeks
    people: pianists
    event: were free of pain
    no_event: were not
    by_option:
      rest: {events: 40, sources: [trial]}
      splint: {events: 55, range: [48, 62], certainty: moderate, sources: [trial, quoted]}
      cream: not studied
  - id: rash
    name: A rash
    kind: harm
    time: 1 year
    people: violinists
    out_of: 1000
    event: had a rash
    no_event: had none
    by_option:
      rest: does not apply
      splint: not known
      cream: {more: 12, basis: derived, arithmetic: 20 - 8 = 12., sources: [survey]}
    reference: {name: Dummy cream, figure: {events: 8, sources: [survey]}}
  - id: grip
    name: Strength of grip
    kind: benefit
    time: 6 weeks
    people: cellists
    scale: {lowest: 0, highest: 10, lowest_means: no grip, highest_means: full grip}
    by_option:
      rest: {mean: 5.5, certainty: low, certainty_reason: Few cellists., sources: [survey]}
      splint: {mean: 6, basis: estimate, arithmetic: Two trials put together., sources: [trial, survey]}
      cream: not studied
  - id: back-at-work
    name: Back at work
    kind: benefit
    time: 8 weeks
    people: harpists
    event: were back at work
    no_event: were not
    by_option:
      rest: {between: [60, 70], sources: [trial]}
      splint: {fewer: 5, sources: [trial], note: Read from a curve.}
      cream: not known
    reference: {name: Usual care, figure: not known}
"""

_WORDS = """
values:
  - id: playing
    name: Playing again
    ask: How much does it mean to play again soon?
    outcomes: [pain]
    options:
      rest: {bears: against, because: Rest takes longer.}
      splint: {bears: supports, because: It is quicker.}
      cream: {bears: not known, because: Nobody has looked.}
  - id: gloves
    name: Spotless gloves
    ask: How much do clean gloves mean?
    options:
      rest: {bears: neither, because: It leaves gloves alone.}
      splint: {bears: neither, because: It is dry.}
      cream: {bears: against, because: It is sticky.}
questions:
  - id: how-long
    ask: How long does it take?
    answers: {rest: Some weeks., splint: Two weeks., cream: Nobody knows.}
    sources: [trial]
questions_to_ask: [What happens if I wait?]
misconceptions:
  - {id: cracks, belief: Cracking did it., answer: It did not., sources: [atlas]}
  - {id: cold, belief: Cold weather did it., answer: Nobody knows that.}
teach_back:
  - {option: splint, ask: How would you wear it?, listen_for: [day and night, two weeks]}
  - {ask: What are the three ways?, listen_for: [rest, splint, cream]}
uncertain: [Nobody knows about cream.]
safety_net: [The thumb turns blue.]
glossary: {splint: A stiff sleeve.}
sources:
  - {id: spare, title: Never cited, authors: Nobody N, year: 1999, read: page}
  - {id: trial, title: A trial of splints, authors: 'Thumb T, Finger F', year: 2020, published_in: Hand 1:2, doi: 10.1000/hand.1, read: abstract}
  - {id: quoted, title: An old trial, authors: Old O, year: 1980, pmid: '123', read: second-hand, quoted_in: review}
  - {id: review, title: A review, authors: Reader R, year: 2019, pmcid: PMC456, read: full text}
  - {id: survey, title: A survey, authors: Asker A, year: 2021, url: 'https://example.org/survey', read: page}
  - {id: atlas, title: An atlas, authors: Mapper M, year: 2018, read: page}
"""

TINY_YAML = f"{_HEADER}{_OPTIONS}{_FIGURES}{_WORDS}"
MOMENT = datetime(2026, 3, 4, 12, tzinfo=UTC)


def tiny(*changes: tuple[str, str]) -> OptionSet:
    """The small set, with some texts of its YAML changed for others."""
    text = TINY_YAML
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    return read_option_set(text.encode(), "sore-thumb.yaml")


@cache
def bundled_ids() -> tuple[str, ...]:
    return tuple(Catalogue(()).ids("option-sets"))


LEAST_ALIKE = ("atrial-fibrillation-stroke-prevention", "depression-first-treatment", "uncomplicated-appendicitis")
"""Pictures of a thousand, five options, three options: what treats them well will hardly treat another badly."""


@cache
def bundled(option_set: str) -> OptionSet:
    return resolved(load_option_set(Catalogue(()), option_set).option_set, {})


@cache
def guide(name: str = "elwyn-2012") -> Guide:
    return load_guide(Catalogue(()), name).guide


def walked(
    option_set: OptionSet,
    answers: Mapping[str, Answer] | None = None,
    *,
    aside: tuple[str, ...] = (),
    marks: tuple[Marked, ...] = (),
    private: bool = False,
) -> Account:
    """A walk to the end with these answers, Enter everywhere else. `aside` names optional steps to go to."""
    given = dict(answers or {})
    walk = Walk(option_set, guide())
    state = replayed(walk, (*marks, *(Jumped(step) for step in aside)))
    put = set()
    while (prompt := walk.next_prompt(state)) is not None:
        put.add(prompt.question.id)
        state = walk.advance(state, Answered(prompt.question.id, given.get(prompt.question.id)))
    assert given.keys() <= put, f"never asked: {given.keys() - put}"
    header = Header(
        id="k3x9",
        started=MOMENT,
        program="0.1.0",
        option_set=option_set.id,
        guide="elwyn-2012",
        contents={"option_set": "5ha", "guide": "a2f"},
    )
    return Account(header, walk, state, {"C1": timedelta(seconds=65), "O4": timedelta(minutes=3)}, private)


def talkative(option_set: OptionSet, how: str = "rate") -> Account:
    """A walk in which something was said to everything, optional steps included."""
    walk = Walk(option_set, guide())
    state = walk.start()
    for step in walk.guide.path():
        while (prompt := next((each for each in walk.script(state.answers) if _is_open(state, each.question, step.key)), None)) is not None:
            at = walk.advance(state, Jumped(step.id))
            state = walk.advance(at, Answered(prompt.question.id, _something(prompt.question, how)))
    header = Header(id="k3x9", started=MOMENT, program="0.1.0", option_set=option_set.id, guide="elwyn-2012", contents={})
    return Account(header, walk, state, {}, private=True)


def _is_open(state: State, question: Question, key: str) -> bool:
    return question.id.startswith(f"{key}.") and question.id not in state.answers


def _something(question: Question, how: str) -> Answer:
    match question:
        case Choose():
            return how if how in {choice.id for choice in question.choices} else question.choices[0].id
        case ChooseMany():
            return tuple(choice.id for choice in question.choices if choice.id not in question.alone)
        case Rank():
            return tuple(choice.id for choice in reversed(question.choices))
        case Rate():
            return question.highest
        case _:
            return f"Said at {question.id.partition('.')[0]}"


def screens(account: Account) -> Iterator[Document]:
    """Every screen of a walk with its answers, and what help shows behind it."""
    for prompt in account.walk.script(account.state.answers):
        view = View(account.walk, account.state, prompt, timedelta(minutes=7, seconds=5))
        yield screen(view)
        yield help_page(view)


def texts(document: Document) -> Iterator[str]:
    """Every piece of text of a document, in its order, each of which a reader must find somewhere."""
    for block in document.blocks:
        match block:
            case Heading(_, text):
                yield text
            case Paragraph(text):
                yield words(text)
            case Bullets(items):
                yield from map(words, items)
            case Facts(items):
                for label, said in items:
                    yield from (label, words(said))
            case Table(columns, rows, caption):
                yield from (caption, *columns)
                yield from (words(cell) for row in rows for cell in row)
            case Quotation(text, by):
                yield from (by, text)
            case Pictures(caption, arrays):
                yield words(caption)
                for array in arrays:
                    yield from (array.title, array.sentence)
            case other:
                yield from (each for each in astuple(other) if isinstance(each, str))


def tables(document: Document) -> list[Table]:
    return [block for block in document.blocks if isinstance(block, Table)]


def row(table: Table, beginning: str) -> tuple[str, ...]:
    """The cells of the row whose first cell begins so."""
    found: list[tuple[Line, ...]] = [cells for cells in table.rows if words(cells[0]).startswith(beginning)]
    assert len(found) == 1, beginning
    return tuple(words(cell) for cell in found[0])
