"""Published measures of shared decision making, as far as they are arithmetic.

Only numbers go in, from forms that people already hold the right to use; no item of any form stands here. The arithmetic
is exact.
"""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from msgspec import Struct


class Unscorable(ValueError):
    """Numbers that a measure's source does not allow to be scored; the message says why, and what to do."""


class Result(Struct, frozen=True):
    """One value that a measure comes to. `meaning` says what its source reads in it, if anything."""

    name: str
    value: Fraction
    of: str
    meaning: str = ""


class Measure(Struct, frozen=True):
    """A measure: how many items a form has, from what to what each goes, and what is made of them."""

    id: str
    name: str
    items: int
    highest: int
    formula: str
    source: str
    limits: tuple[str, ...]
    score: Callable[[Sequence[Sequence[int]]], tuple[Result, ...]]
    fewest_forms: int = 1
    many_forms: bool = False

    def results(self, numbers: Sequence[int]) -> tuple[Result, ...]:
        """What the numbers of one form, or of many one after the other, come to. Raises Unscorable."""
        for place, number in enumerate(numbers, start=1):
            if not 0 <= number <= self.highest:
                raise Unscorable(f"Number {place} is {number}; an item of {self.name} goes from 0 to {self.highest}.")
        whole, rest = divmod(len(numbers), self.items)
        if rest or not whole:
            raise Unscorable(
                f"{self.name} has {self.items} items a form, and {len(numbers)} numbers were given. "
                "A form with a missing item is not scored: leave the whole form out."
            )
        if whole > 1 and not self.many_forms:
            raise Unscorable(f"{self.name} is scored form by form: give {self.items} numbers at a time.")
        if whole < self.fewest_forms:
            raise Unscorable(
                f"{self.name} is not scored below {self.fewest_forms} encounters, and these are {whole}. Its source forbids it."
            )
        return self.score([numbers[start : start + self.items] for start in range(0, len(numbers), self.items)])


def _collaborate(forms: Sequence[Sequence[int]]) -> tuple[Result, ...]:
    top = sum(all(item == 9 for item in form) for form in forms)  # noqa: PLR2004 - the highest answer, and no other
    mean = sum((Fraction(sum(form), len(form)) for form in forms), start=Fraction()) / len(forms)
    return (
        Result(
            "Top score", Fraction(100 * top, len(forms)), "100", f"{top} of {len(forms)} encounters had the highest answer on all three"
        ),
        Result("Mean score", mean, "9"),
    )


def _sure(forms: Sequence[Sequence[int]]) -> tuple[Result, ...]:
    total = sum(forms[0])
    conflict = total < len(forms[0])
    meaning = "possible decisional conflict: talk about it" if conflict else "no sign of decisional conflict"
    return (Result("Sum", Fraction(total), "4", meaning),)


def _dcs(forms: Sequence[Sequence[int]]) -> tuple[Result, ...]:
    value = Fraction(sum(forms[0]), len(forms[0])) * 25
    meaning = "above 37.5, which studies used as a cut" if value > Fraction(75, 2) else ""
    return (Result("Total", value, "100", meaning),)


def _option5(forms: Sequence[Sequence[int]]) -> tuple[Result, ...]:
    total = sum(forms[0])
    return (Result("Sum", Fraction(total), "20"), Result("Rescaled", Fraction(total * 5), "100"))


MEASURES: Mapping[str, Measure] = {
    measure.id: measure
    for measure in (
        Measure(
            "collaborate",
            "CollaboRATE",
            3,
            9,
            "Top score: encounters with 9 on all three items, of all encounters, times 100. Mean score: the mean of the item means.",
            "Barr 2014, 10.2196/jmir.3085; scoring rules at http://www.glynelwyn.com/scoring-collaborate.html",
            (
                "Only from 25 encounters up, and only from patients after real visits: never from a role play, never for one encounter.",
                "Paper and telephone give different results (PMC5372080); compare like with like.",
            ),
            _collaborate,
            fewest_forms=25,
            many_forms=True,
        ),
        Measure(
            "sure",
            "SURE",
            4,
            1,
            "The sum of four answers: yes is 1, no is 0. Three or less: possible decisional conflict.",
            "Legare 2010, PMID 20705870; 10.1177/0272989X13491463",
            (
                "A screening for one patient's conflict, not a measure of the clinician.",
                "Where conflict was rare (5 in 100), about a third of those it flagged had it by the long scale.",
            ),
            _sure,
        ),
        Measure(
            "dcs",
            "Decisional Conflict Scale (16 items)",
            16,
            4,
            "The mean of sixteen answers coded 0 to 4, times 25.",
            "O'Connor 1995, 10.1177/0272989X9501500105; https://decisionaid.ohri.ca/eval_dcs.html",
            (
                "We could not read the coding in the manual itself: hold it against your form before you use the number.",
                "Subscales depend on the order of the items in your form, and are not worked out here.",
            ),
            _dcs,
        ),
        Measure(
            "option5",
            "Observer OPTION-5",
            5,
            4,
            "The sum of five ratings from 0 to 4; times 5 it goes from 0 to 100.",
            "Elwyn 2013, 10.1016/j.pec.2013.08.005; 10.1016/j.pec.2015.04.010",
            (
                "For trained observers of a recording. Two observers agree only moderately on single items.",
                "Low is usual: means of 11.8 (PMC5793363) and 19.1 (10.1093/fampra/cmad125) of 100 were found. No pass mark exists.",
            ),
            _option5,
        ),
    )
}
