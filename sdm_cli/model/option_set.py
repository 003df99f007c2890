"""An option set: one decision, its reasonable options, and what is known about them."""

from collections.abc import Collection
from typing import Annotated, Literal, TypeVar

from msgspec import Meta, field
from msgspec.structs import replace

from sdm_cli.model.figure import Count, Outcome
from sdm_cli.model.text import END, Date, Id, Value, Words

T = TypeVar("T")
Several = Annotated[tuple[Words, ...], Meta(min_length=1)]


class Condition(Value, frozen=True, kw_only=True):
    """What the decision is about, in words for the patient."""

    name: Annotated[Words, Meta(description="As said inside a sentence, such as: arthritis of the knee.")]
    summary: Words
    natural_course: Annotated[Words, Meta(description="What tends to happen if nothing is done.")]
    sources: tuple[Id, ...] = ()


class Point(Value, frozen=True, kw_only=True):
    """One benefit, harm or burden."""

    text: Words
    outcomes: Annotated[tuple[Id, ...], Meta(description="Outcomes that carry its numbers.")] = ()
    sources: tuple[Id, ...] = ()


class Involves(Value, frozen=True, kw_only=True):
    """What an option asks of a person, in practical terms."""

    what: Words
    time: Words
    visits: Words
    cost: Words
    undo: Annotated[Words, Meta(description="Whether and how it can be stopped or reversed.")]
    sources: tuple[Id, ...] = ()


class Experience(Value, frozen=True, kw_only=True):
    """What living with an option is like."""

    physical: Words | None = None
    psychological: Words | None = None
    social: Words | None = None


class Option(Value, frozen=True, kw_only=True):
    """One reasonable way forward."""

    id: Id
    name: Annotated[Words, Meta(max_length=48, description="Short, in sentence case, such as: Steroid injection.")]
    summary: Words
    no_action: Annotated[bool, Meta(description="True for waiting or carrying on as now.")] = False
    involves: Involves
    benefits: Annotated[tuple[Point, ...], Meta(min_length=1)]
    harms: tuple[Point, ...] = ()
    burdens: tuple[Point, ...] = ()
    experience: Experience = Experience()


class Bearing(Value, frozen=True, kw_only=True):
    """How one option bears on one thing that may matter to a person."""

    bears: Literal["supports", "against", "neither", "not known"]
    because: Annotated[Words, Meta(description="The evidence in words; counts come from the outcomes.")]


class ThingThatMatters(Value, frozen=True, kw_only=True):
    """Something that may matter to a person, and how each option bears on it."""

    id: Id
    name: Annotated[Words, Meta(max_length=40, description="Short label, such as: Climbing stairs.")]
    ask: Annotated[Words, Meta(description="The question to the patient, without a hint of the answer.")]
    options: dict[Id, Bearing]
    outcomes: tuple[Id, ...] = ()


class PatientQuestion(Value, frozen=True, kw_only=True):
    """A question that patients ask, answered for every option."""

    id: Id
    ask: Words
    answers: dict[Id, Words]
    sources: tuple[Id, ...] = ()


class Misconception(Value, frozen=True, kw_only=True):
    """A belief that patients bring, and what can be said to it."""

    id: Id
    belief: Words
    answer: Words
    sources: tuple[Id, ...] = ()


class TeachBack(Value, frozen=True, kw_only=True):
    """How to ask somebody to say it back, and what to listen for. Without `option` it is about the whole choice."""

    option: Id | None = None
    ask: Words
    listen_for: Several


class Source(Value, frozen=True, kw_only=True):
    """Where something was read."""

    id: Id
    title: Words
    authors: Words
    year: Annotated[int, Meta(ge=1800, le=2200)]
    published_in: Words | None = None
    doi: Annotated[str, Meta(pattern=rf"^10\.[0-9]{{4,9}}/[!-~]+{END}")] | None = None
    pmid: Annotated[str, Meta(pattern=rf"^[0-9]+{END}", description="In quotes.")] | None = None
    pmcid: Annotated[str, Meta(pattern=rf"^PMC[0-9]+{END}")] | None = None
    url: Annotated[str, Meta(pattern=rf"^https?://[!-~]+{END}")] | None = None
    read: Annotated[
        Literal["full text", "table", "abstract", "page", "second-hand"],
        Meta(description="How far it was opened. second-hand: read only as quoted_in."),
    ]
    quoted_in: Annotated[Id | None, Meta(description="The source in which this one was read second-hand.")] = None
    note: Words | None = None


class Author(Value, frozen=True, kw_only=True):
    """Who wrote the option set."""

    name: Words
    role: Words


class Attested(Value, frozen=True, kw_only=True):
    """A promise by the authors that something was done."""

    by: Words
    on: Date


Attestation = Attested | Literal["not done"]


class Attestations(Value, frozen=True, kw_only=True):
    """What only people can vouch for. `not done` is an honest answer and is shown as such."""

    patient_needs: Attestation = "not done"
    professional_needs: Attestation = "not done"
    reviewed_by_patients: Attestation = "not done"
    reviewed_by_professionals: Attestation = "not done"
    tested_with_patients: Attestation = "not done"
    tested_with_professionals: Attestation = "not done"


class EvidenceMethod(Value, frozen=True, kw_only=True):
    """How the evidence was found, chosen and judged."""

    method: Words
    quality: Words | None = None


class TestFacts(Value, frozen=True, kw_only=True):
    """What a decision about a test or a screening must say as well (IPDAS 2.4.1 to 2.4.4, Q24 to Q28)."""

    measures: Words
    if_positive: Words
    if_negative: Words
    overdiagnosis: Words
    out_of: Annotated[int, Meta(ge=1)] | None = None
    true_positives: Count | None = None
    false_positives: Count | None = None
    true_negatives: Count | None = None
    false_negatives: Count | None = None
    found_with_test: Count | None = None
    found_without_test: Count | None = None
    sources: tuple[Id, ...] = ()


class OptionSet(Value, frozen=True, kw_only=True):
    """One decision with everything that a talk about it needs."""

    id: Id
    title: Words
    decision: Annotated[Words, Meta(description="The decision as a question that a patient would ask.")]
    language: Annotated[str, Meta(pattern=rf"^[a-z]{{2}}(-[A-Z]{{2}})?{END}")] = "en"
    kind: Literal["treatment", "test", "screening"] = "treatment"
    status: Annotated[
        Literal["draft", "published", "fictional"],
        Meta(description="fictional: made up for teaching; its numbers need no source but are marked."),
    ]
    adapted_from: Annotated[Words | None, Meta(description="The set that this one was copied from, and of which day.")] = None
    published: Date | None = None
    updated: Date
    review_due: Date
    update_policy: Words
    funding: Annotated[Words, Meta(description="Who paid. 'None' is an answer.")]
    interests: Annotated[Words, Meta(description="What authors or funders gain from a choice. 'None' is an answer.")]
    authors: Annotated[tuple[Author, ...], Meta(min_length=1)]
    evidence: EvidenceMethod
    attested: Attestations = Attestations()

    condition: Condition
    suits: Several
    not_for: Several
    test: TestFacts | None = None

    options: Annotated[tuple[Option, ...], Meta(min_length=2)]
    order_reason: Annotated[Words, Meta(description="Why the options stand in this order, the same everywhere.")]
    no_action_reason: Annotated[Words | None, Meta(description="Why no option means waiting, if none does.")] = None
    outcomes: tuple[Outcome, ...] = ()
    values: tuple[ThingThatMatters, ...] = ()
    questions: tuple[PatientQuestion, ...] = ()
    questions_to_ask: Annotated[tuple[Words, ...], Meta(description="Questions that a patient may want to bring to the talk.")] = ()
    misconceptions: tuple[Misconception, ...] = ()
    teach_back: tuple[TeachBack, ...] = ()
    uncertain: Annotated[tuple[Words, ...], Meta(description="What is not known, in plain words.")] = ()
    safety_net: Annotated[tuple[Words, ...], Meta(description="When to come back at once.")] = ()
    glossary: dict[Words, Words] = field(default_factory=dict)
    sources: Annotated[tuple[Source, ...], Meta(min_length=1)]

    def narrowed(self, options: Collection[str]) -> "OptionSet":
        """The same set with only these options, in the set's own order, for comparing a few."""
        return replace(
            self,
            options=tuple(option for option in self.options if option.id in options),
            outcomes=tuple(replace(each, by_option=_only(each.by_option, options)) for each in self.outcomes),
            values=tuple(replace(each, options=_only(each.options, options)) for each in self.values),
            questions=tuple(replace(each, answers=_only(each.answers, options)) for each in self.questions),
            teach_back=tuple(back for back in self.teach_back if back.option is None or back.option in options),
        )


def _only(by_option: dict[str, T], options: Collection[str]) -> dict[str, T]:
    return {option: said for option, said in by_option.items() if option in options}
