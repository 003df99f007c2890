"""An option set as a reader would want it."""

from collections.abc import Iterator

from sdm_cli.document.blocks import Block, Bullets, Document, Facts, Heading, Line, Paragraph, Table, line
from sdm_cli.model.option_set import Attestation, Option, OptionSet, Point
from sdm_cli.pages.figures import Citations, chances, notes

NO_ADVICE = "This helps professionals to rehearse a conversation. It is not medical advice, and it calculates nobody's personal risk."


def option_set_page(option_set: OptionSet) -> Document:
    """Everything that a set holds, the decision first and the sources last."""
    citations = Citations(option_set)
    blocks: list[Block] = [
        Heading(1, option_set.title),
        Paragraph(line(option_set.decision)),
        *_condition(option_set, citations),
        Heading(2, "The options"),
        Paragraph(line(option_set.order_reason)),
    ]
    for option in option_set.options:
        blocks += _option(option, citations)
    if option_set.no_action_reason:
        blocks.append(Paragraph(line(option_set.no_action_reason)))
    blocks += _outcomes(option_set, citations)
    blocks += _values(option_set)
    blocks += _questions(option_set, citations)
    blocks += _last(option_set, citations)
    return Document(tuple(blocks))


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
            )
        )


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
    benefits = [_point(point, citations) for point in option.benefits]
    drawbacks = [_point(point, citations) for point in (*option.harms, *option.burdens)]
    height = max(len(benefits), len(drawbacks))
    padded = [column + [()] * (height - len(column)) for column in (benefits, drawbacks)]
    return Table(("Benefits", "Harms and burdens"), tuple(zip(*padded, strict=True)))


def _point(point: Point, citations: Citations) -> Line:
    return line(point.text, citations.cite(point.sources))


def _outcomes(option_set: OptionSet, citations: Citations) -> Iterator[Block]:
    if not option_set.outcomes:
        return
    yield Heading(2, "Chances")
    yield chances(option_set, citations)
    if said := notes(option_set):
        yield Heading(3, "Notes on the figures")
        yield Bullets(tuple(said))


def _values(option_set: OptionSet) -> Iterator[Block]:
    if not option_set.values:
        return
    yield Heading(2, "What may matter")
    columns = ("What may matter", *(option.name for option in option_set.options))
    rows = tuple(
        (
            line(value.ask),
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


def _last(option_set: OptionSet, citations: Citations) -> Iterator[Block]:
    for title, texts in (("What is not known", option_set.uncertain), ("When to come back at once", option_set.safety_net)):
        if texts:
            yield Heading(2, title)
            yield Bullets(tuple(line(text) for text in texts))
    if option_set.glossary:
        yield Heading(2, "Words")
        yield Facts(tuple((term, line(meaning)) for term, meaning in option_set.glossary.items()))
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
