"""The handout: a page for a patient to take home, read again, and write on.

It is built from an option set, and from what was agreed if there was a talk; nothing that a clinician noted is in reach.
"""

from collections.abc import Iterator

from sdm_cli.conversation.activities import ENDS_OF_RATING
from sdm_cli.conversation.record import Record
from sdm_cli.document.blocks import Block, Bullets, Document, Facts, Heading, Line, Paragraph, Quotation, Table, WriteIn, line
from sdm_cli.model.option_set import OptionSet
from sdm_cli.pages.figures import Citations, chances, notes
from sdm_cli.pages.option_set import all_pros_and_cons, at_a_glance, glossary, lived_and_asked, to_know
from sdm_cli.pages.pictures import pictures

NOT_ADVICE = (
    "This page goes with a talk. It is not medical advice and does not take the place of one. "
    "The numbers are about groups of people who were studied; nobody can say from them how it will go for one person."
)

_OWN_QUESTIONS = 5
"""Lines for one's own questions. They end what is taken home, and are what its last sheet has at least."""


def handout(option_set: OptionSet, agreed: Record | None = None) -> Document:
    """The page, with what was agreed in a talk if there was one. The set's figures are worked out already.

    First comes what a patient takes home, and last of it what is to be written on; what only some will look up begins on a
    sheet of its own.
    """
    citations = Citations(option_set)
    blocks: list[Block] = [Heading(1, option_set.title), Paragraph(line(option_set.decision))]
    if agreed is not None:
        blocks += _agreed(agreed)
    blocks += _about_it(option_set, citations)
    blocks += _the_options(option_set, citations)
    blocks += _what_may_happen(option_set, citations)
    blocks += to_know(option_set)
    blocks += _what_matters(option_set)
    blocks += _to_ask(option_set)
    blocks += _more_detail(option_set, citations)
    return Document(tuple(blocks))


def _agreed(record: Record) -> Iterator[Block]:
    """What the patient said and what both agreed; not what the clinician noted on the way."""
    readiness = record.answer("decide", "readiness")
    decided = {
        "ready": record.preference("decide", "choice"),
        "wait": "to put the decision off for now",
        "more": "to find out something first",
    }.get(str(readiness))
    delegated = readiness == "delegate"
    labels = (
        ("What matters most to you", record.words("priorities", "open")),
        ("What matters to you, in your order", "; ".join(f"{place}. {value.name}" for place, value in record.ranked())),
        ("How much it matters to you", _rated(record)),
        ("What else matters to you", record.words("priorities", "own")),
        ("Your leaning at first", record.initial_preference()),
        # The summary calls it informed where the options were talked about; this is true in any case.
        ("Your leaning later", record.informed_preference()),
        ("What we decided", decided),
        ("You asked", "your clinician to decide" if delegated else None),
        ("What was suggested", record.preference("decide", "suggested") if delegated else None),
        ("The next step", record.words("decide", "next_step")),
        ("By when", record.words("decide", "date")),
        ("We look at it again", record.words("review", "date")),
        ("Come back sooner if", record.words("review", "safety_net")),
        ("Who does what", record.words("review", "who")),
    )
    facts: tuple[tuple[str, Line], ...] = tuple((label, line(said)) for label, said in labels if said)
    if facts:
        yield Heading(2, "From our talk")
        yield Facts(facts)


def _rated(record: Record) -> str:
    """What was rated, with the ends of what it was rated on; empty if nothing was."""
    none, most = ENDS_OF_RATING
    rated = "; ".join(f"{value.name}: {rating} of 10" for value, rating in record.rated())
    return f"{rated} (0 {none}, 10 {most})" if rated else ""


def _about_it(option_set: OptionSet, citations: Citations) -> Iterator[Block]:
    yield Heading(2, "What this is about")
    yield Paragraph(line(option_set.condition.summary, citations.cite(option_set.condition.sources)))
    yield Paragraph(line(option_set.condition.natural_course))


def _the_options(option_set: OptionSet, citations: Citations) -> Iterator[Block]:
    yield Heading(2, "The options at a glance")
    yield Paragraph(line(option_set.order_reason))
    yield at_a_glance(option_set, citations)
    if option_set.no_action_reason:
        yield Paragraph(line(option_set.no_action_reason))
    yield Heading(2, "For and against each option")
    yield all_pros_and_cons(option_set, citations)


def _what_may_happen(option_set: OptionSet, citations: Citations) -> Iterator[Block]:
    """Pictures with their numbers; averages and differences, which nobody can draw, as a table."""
    if not option_set.outcomes:
        return
    yield Heading(2, "What may happen")
    if drawn := pictures(option_set, option_set.outcomes):
        yield Paragraph(line("Each figure stands for one person like those who were studied. Nobody can tell which of them you would be."))
        yield from drawn
    if undrawn := [outcome for outcome in option_set.outcomes if not outcome.has_counts()]:
        yield Heading(3, "Numbers without a picture")
        yield chances(option_set, citations, undrawn)


def _what_matters(option_set: OptionSet) -> Iterator[Block]:
    """A worksheet to fill in by hand: no numbers, no sums, and room for what is not on the list."""
    yield Heading(2, "What matters to you")
    yield Paragraph(line("Write what comes to mind. There is no right answer, and nothing to add up."))
    if option_set.values:
        rows = tuple((line(value.name), line(value.ask), line("")) for value in option_set.values)
        yield Table(("What may matter", "A question to think about", "Your words"), rows)
    yield WriteIn("What matters most to you?", 3)
    yield WriteIn("What would you want to avoid?", 2)
    yield WriteIn("Who else should be in on this?", 1)


def _to_ask(option_set: OptionSet) -> Iterator[Block]:
    yield Heading(2, "Questions to bring along")
    if option_set.questions_to_ask:
        yield Bullets(tuple(line(text) for text in option_set.questions_to_ask))
    yield WriteIn("Your own questions", _OWN_QUESTIONS)


def _more_detail(option_set: OptionSet, citations: Citations) -> Iterator[Block]:
    """What some will look up: every answer, every figure with its sources and its arithmetic, and who made the page."""
    yield Heading(2, "More detail", new_sheet=True)
    yield Paragraph(line("Most people need only what comes before this. The rest is for looking things up."))
    yield Heading(3, "Living with each option, and what people ask")
    yield lived_and_asked(option_set, citations)
    if option_set.outcomes:
        yield Heading(3, "Every number, with its sources")
        yield chances(option_set, citations)
    if said := notes(option_set):
        yield Heading(3, "Notes on the numbers")
        yield Bullets(tuple(said))
    yield from glossary(option_set, 3)
    if citations.used():
        yield Heading(3, "Sources")
        yield citations.listing()
    yield from _made(option_set)


def _made(option_set: OptionSet) -> Iterator[Block]:
    yield Heading(3, "About this page")
    reviewed = option_set.attested
    yield Facts(
        (
            ("Updated", line(option_set.updated)),
            ("Look for a newer one after", line(option_set.review_due)),
            ("Written by", line("; ".join(f"{author.name} ({author.role})" for author in option_set.authors))),
            *((("Adapted from", line(option_set.adapted_from)),) if option_set.adapted_from else ()),
            ("Paid for by", line(option_set.funding)),
            ("Who gains", line(option_set.interests)),
            ("Reviewed by patients", line(_done(reviewed.reviewed_by_patients))),
            ("Reviewed by professionals", line(_done(reviewed.reviewed_by_professionals))),
        )
    )
    if option_set.status == "fictional":
        yield Quotation("This is a made-up case for teaching. Its numbers are not real.")
    yield Paragraph(line(NOT_ADVICE))


def _done(attestation: object) -> str:
    return "not yet" if attestation == "not done" else "yes"
