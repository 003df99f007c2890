"""An option set as a reader would want it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest

from sdm_cli.document.blocks import Block, Bullets, Document, Facts, Heading, Line, Paragraph, Strong, Table, line
from sdm_cli.model.figure import grouped
from sdm_cli.model.option_set import Attestation, Option, OptionSet, Point, TestFacts
from sdm_cli.pages.figures import Citations, chances, counted, notes
from sdm_cli.pages.pictures import drawable, picture

NO_ADVICE = "This helps professionals to rehearse a conversation. It is not medical advice, and it calculates nobody's personal risk."


def option_set_page(option_set: OptionSet, part: str | None = None) -> Document:
    """A set, the decision first and the sources last; or one part of it with the sources that the part uses.

    Figures are worked out already (`model.derivation.resolved`). The whole leaves the pictures to the part `chances`.
    """
    citations = Citations(option_set)
    blocks: list[Block] = [Heading(1, option_set.title), Paragraph(line(option_set.decision))]
    if part is None:
        for build in (_options, _outcomes, _values, _questions, _last):
            blocks += build(option_set, citations)
        return Document(tuple(blocks))
    blocks += PARTS[part](option_set, citations)
    if part != "sources":
        blocks += used_sources(citations)
        blocks.append(Paragraph(line(NO_ADVICE)))
    return Document(tuple(blocks))


def used_sources(citations: Citations) -> Iterator[Block]:
    """The sources that were cited so far."""
    if citations.used():
        yield Heading(2, "Sources used")
        yield citations.listing()


def _options(option_set: OptionSet, citations: Citations) -> Iterator[Block]:
    yield from _condition(option_set, citations)
    yield Heading(2, "The options")
    yield Paragraph(line(option_set.order_reason))
    for option in option_set.options:
        yield from _option(option, citations)
    if option_set.no_action_reason:
        yield Paragraph(line(option_set.no_action_reason))


def grid(option_set: OptionSet, citations: Citations) -> Iterator[Block]:
    """The option grid: what it asks of a person and what patients ask, against every option."""
    yield Heading(2, "The options side by side")
    yield _beside(option_set, (*_practical(option_set, citations), *answered(option_set, citations)))


Row = tuple[str, Sequence[Line]]
"""What a row of a grid is about, and what is said of each option."""


def at_a_glance(option_set: OptionSet, citations: Citations) -> Table:
    """Each option in a sentence or two, and what it asks of a person."""
    return _beside(option_set, (("In short", [line(option.summary) for option in option_set.options]), *_practical(option_set, citations)))


def lived_and_asked(option_set: OptionSet, citations: Citations) -> Table:
    """What living with each option is like, and its answers to what patients ask."""
    return _beside(option_set, (*_experience(option_set), *answered(option_set, citations)))


def _beside(option_set: OptionSet, rows: Iterable[Row]) -> Table:
    """The options as columns, in the set's order."""
    return Table(("", *(option.name for option in option_set.options)), tuple((line(label), *cells) for label, cells in rows))


def _practical(option_set: OptionSet, citations: Citations) -> Iterator[Row]:
    involved = [option.involves for option in option_set.options]
    yield "What happens", [line(each.what, citations.cite(each.sources)) for each in involved]
    yield "Time", [line(each.time) for each in involved]
    yield "Visits", [line(each.visits) for each in involved]
    yield "Cost", [line(each.cost) for each in involved]
    yield "Can it be undone", [line(each.undo) for each in involved]


def _experience(option_set: OptionSet) -> Iterator[Row]:
    felt = [option.experience for option in option_set.options]
    rows = (
        ("In the body", [each.physical for each in felt]),
        ("In the mind", [each.psychological for each in felt]),
        ("With others", [each.social for each in felt]),
    )
    for label, texts in rows:
        if any(texts):
            yield label, [line(text or "") for text in texts]


def answered(option_set: OptionSet, citations: Citations) -> Iterator[Row]:
    """The questions that patients ask, with the answer of each option."""
    for question in option_set.questions:
        asked = f"{question.ask}{citations.cite(question.sources)}"
        yield asked, [line(question.answers[option.id]) for option in option_set.options]


def drawn_chances(option_set: OptionSet, citations: Citations) -> Iterator[Block]:
    """The chances as a table, as pictures, and as what they differ by."""
    if not option_set.outcomes:
        return
    yield Heading(2, "Chances")
    yield chances(option_set, citations)
    for outcome in drawable(option_set):
        if (shown := picture(option_set, outcome)) is not None:
            yield shown


def _chances_and_notes(option_set: OptionSet, citations: Citations) -> Iterator[Block]:
    yield from drawn_chances(option_set, citations)
    yield from noted(option_set)


def _condition(option_set: OptionSet, citations: Citations) -> Iterator[Block]:
    cited = citations.cite(option_set.condition.sources)
    yield Paragraph(line(option_set.condition.summary, cited))
    yield Paragraph(line(option_set.condition.natural_course))
    yield Heading(3, "For")
    yield Bullets(tuple(line(text) for text in option_set.suits))
    yield Heading(3, "Not for")
    yield Bullets(tuple(line(text) for text in option_set.not_for))
    if option_set.test is not None:
        test = option_set.test
        yield Heading(3, "The test")
        yield Facts(
            (
                ("Measures", line(test.measures, citations.cite(test.sources))),
                ("If positive", line(test.if_positive)),
                ("If negative", line(test.if_negative)),
                ("Finds what would not have harmed", line(test.overdiagnosis)),
                *((label, line(count)) for label, count in tested(test)),
            )
        )


def tested(test: TestFacts) -> Iterator[tuple[str, str]]:
    """What a test finds and misses, in people, as far as it was counted."""
    counts = (
        ("Ill, and found", test.true_positives),
        ("Well, yet alarmed", test.false_positives),
        ("Well, and told so", test.true_negatives),
        ("Ill, yet missed", test.false_negatives),
        ("Illness found with the test", test.found_with_test),
        ("Illness found without it", test.found_without_test),
    )
    for label, count in counts:
        if count is not None:
            yield label, counted(count, test.out_of) if test.out_of else grouped(count)


def _option(option: Option, citations: Citations) -> Iterator[Block]:
    yield Heading(3, option.name)
    yield Paragraph(line(option.summary))
    yield involved(option, citations)
    yield pros_and_cons(option, citations)


def involved(option: Option, citations: Citations) -> Facts:
    """What an option asks of a person, and what living with it is like."""
    involves, experience = option.involves, option.experience
    felt = (
        ("In the body", experience.physical),
        ("In the mind", experience.psychological),
        ("With others", experience.social),
    )
    return Facts(
        (
            ("What happens", line(involves.what, citations.cite(involves.sources))),
            ("Time", line(involves.time)),
            ("Visits", line(involves.visits)),
            ("Cost", line(involves.cost)),
            ("Can it be undone", line(involves.undo)),
            *((label, line(text)) for label, text in felt if text),
        )
    )


def pros_and_cons(option: Option, citations: Citations) -> Table:
    """Benefits beside harms and burdens, with equal room for both."""
    return Table(_SIDES, tuple(_sides(option, citations)), headed=False)


def all_pros_and_cons(option_set: OptionSet, citations: Citations) -> Table:
    """Every option with its benefits beside its harms and burdens."""
    rows = [
        (line(option.name if number == 0 else ""), *sides)
        for option in option_set.options
        for number, sides in enumerate(_sides(option, citations))
    ]
    return Table(("Option", *_SIDES), tuple(rows))


_SIDES = ("Benefits", "Harms and burdens")


def _sides(option: Option, citations: Citations) -> Iterator[tuple[Line, Line]]:
    benefits = [_point(point, citations) for point in option.benefits]
    drawbacks = [_point(point, citations) for point in (*option.harms, *option.burdens)]
    return zip_longest(benefits, drawbacks, fillvalue=())


def _point(point: Point, citations: Citations) -> Line:
    return line(point.text, citations.cite(point.sources))


def _outcomes(option_set: OptionSet, citations: Citations) -> Iterator[Block]:
    if option_set.outcomes:
        yield Heading(2, "Chances")
        yield chances(option_set, citations)
        yield from noted(option_set)


def noted(option_set: OptionSet) -> Iterator[Block]:
    """What to know before comparing figures, the arithmetic of derived ones, and why certainty is low."""
    if said := notes(option_set):
        yield Heading(3, "Notes on the figures")
        yield Bullets(tuple(said))


def _values(option_set: OptionSet, _: Citations) -> Iterator[Block]:
    if not option_set.values:
        return
    yield Heading(2, "What may matter")
    columns = ("What may matter", *(option.name for option in option_set.options))
    rows = tuple(
        (
            line(Strong(value.name), f": {value.ask}"),
            *(line(f"{value.options[option.id].bears}: {value.options[option.id].because}") for option in option_set.options),
        )
        for value in option_set.values
    )
    yield Table(columns, rows)


def _questions(option_set: OptionSet, citations: Citations) -> Iterator[Block]:
    if option_set.questions:
        yield Heading(2, "Questions that patients ask")
        for question in option_set.questions:
            yield Heading(3, question.ask)
            answers = tuple((option.name, line(question.answers[option.id])) for option in option_set.options)
            yield Facts(answers)
            if cited := citations.cite(question.sources):
                yield Paragraph(line(f"Sources:{cited}"))
    if option_set.misconceptions:
        yield Heading(2, "What people may believe")
        yield Facts(tuple((belief.belief, line(belief.answer, citations.cite(belief.sources))) for belief in option_set.misconceptions))
    if option_set.questions_to_ask:
        yield Heading(2, "Questions to bring along")
        yield Bullets(tuple(line(text) for text in option_set.questions_to_ask))


def to_know(option_set: OptionSet) -> Iterator[Block]:
    """What is not known, and when to come back at once."""
    for title, texts in (("What is not known", option_set.uncertain), ("When to come back at once", option_set.safety_net)):
        if texts:
            yield Heading(2, title)
            yield Bullets(tuple(line(text) for text in texts))


def glossary(option_set: OptionSet, level: int) -> Iterator[Block]:
    """What the words mean."""
    if option_set.glossary:
        yield Heading(level, "Words")
        yield Facts(tuple((term, line(meaning)) for term, meaning in option_set.glossary.items()))


def _last(option_set: OptionSet, citations: Citations) -> Iterator[Block]:
    yield from to_know(option_set)
    yield from glossary(option_set, 2)
    # Sources that no figure cites still belong to the set; they stand last.
    citations.cite(source.id for source in option_set.sources)
    yield Heading(2, "Sources")
    yield citations.listing()
    yield Heading(2, "About this option set")
    yield Facts(about(option_set))
    yield Paragraph(line(NO_ADVICE))


def about(option_set: OptionSet) -> tuple[tuple[str, Line], ...]:
    """Who made a set, when, paid by whom, and what nobody has done yet."""
    quality = (f" {option_set.evidence.quality}",) if option_set.evidence.quality else ()
    attested = option_set.attested
    return (
        ("Status", line(option_set.status)),
        *((("Adapted from", line(option_set.adapted_from)),) if option_set.adapted_from else ()),
        ("Updated", line(option_set.updated)),
        ("Review due", line(option_set.review_due)),
        ("Updating", line(option_set.update_policy)),
        ("Authors", line("; ".join(f"{author.name} ({author.role})" for author in option_set.authors))),
        ("Funding", line(option_set.funding)),
        ("Interests", line(option_set.interests)),
        ("Evidence", line(option_set.evidence.method, *quality)),
        ("Patients asked what they need", line(_attested(attested.patient_needs))),
        ("Professionals asked", line(_attested(attested.professional_needs))),
        ("Reviewed by patients", line(_attested(attested.reviewed_by_patients))),
        ("Reviewed by professionals", line(_attested(attested.reviewed_by_professionals))),
        ("Tested with patients", line(_attested(attested.tested_with_patients))),
        ("Tested with professionals", line(_attested(attested.tested_with_professionals))),
    )


def _attested(attestation: Attestation) -> str:
    return attestation if isinstance(attestation, str) else f"{attestation.by}, {attestation.on}"


PARTS: Mapping[str, Callable[[OptionSet, Citations], Iterator[Block]]] = {
    "options": _options,
    "grid": grid,
    "chances": _chances_and_notes,
    "values": _values,
    "questions": _questions,
    "sources": _last,
}
"""What `sdm show --part` can show alone."""
