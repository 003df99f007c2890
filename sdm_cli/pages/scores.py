"""What a published measure comes to, with its formula, its source and its limits."""

from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from typing import Any

from sdm_cli.document.blocks import Bullets, Document, Facts, Heading, Paragraph, Strong, line
from sdm_cli.model.measure import Measure, Result
from sdm_cli.pages.data import FORMAT

_ONE_PLACE = Decimal("0.1")
RIGHTS = "Only numbers go in here. The form itself belongs to its owners: use it only if you hold the right to."


def score_page(measure: Measure, results: tuple[Result, ...]) -> Document:
    """The values first, then how they came about and what they do not say."""
    values = tuple(
        (each.name, line(Strong(f"{in_digits(each.value)} of {each.of}"), f"; {each.meaning}" if each.meaning else "")) for each in results
    )
    return Document(
        (
            Heading(1, measure.name),
            Facts((*values, ("Formula", line(measure.formula)), ("Source", line(measure.source)))),
            Bullets(tuple(line(text) for text in measure.limits)),
            Paragraph(line(RIGHTS)),
        )
    )


def in_digits(value: Fraction) -> str:
    """A value in digits; where they do not end after one place, rounded, with the exact fraction beside it."""
    if value.denominator == 1:
        return str(value.numerator)
    rounded = (Decimal(value.numerator) / Decimal(value.denominator)).quantize(_ONE_PLACE, ROUND_HALF_EVEN)
    return str(rounded) if Fraction(rounded) == value else f"{rounded} (exactly {value.numerator}/{value.denominator})"


def score_data(measure: Measure, results: tuple[Result, ...], forms: int) -> dict[str, Any]:
    """The same for other programs. Values are exact: text such as 100/3."""
    return {
        "format": FORMAT,
        "measure": measure.id,
        "forms": forms,
        "values": [{"name": each.name, "value": str(each.value), "of": each.of, "meaning": each.meaning} for each in results],
        "formula": measure.formula,
        "source": measure.source,
        "limits": list(measure.limits),
    }
