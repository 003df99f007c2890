"""From a baseline and a published relative effect to a natural frequency.

A relative effect says nothing to a patient without the risk that it applies to. The arithmetic is exact (fractions;
for hazard ratios decimals of fifty places) and is rounded once, to whole people, half up. The interval is that of the
effect alone: the doubt in the baseline itself is not in it, and whoever shows a derived figure says so.
"""

from collections.abc import Mapping
from decimal import Decimal, localcontext
from fractions import Fraction
from math import floor

from msgspec.structs import replace

from sdm_cli.model.figure import Baseline, Effect, Figure, Number, Outcome, Reference, grouped
from sdm_cli.model.option_set import OptionSet
from sdm_cli.model.text import following

_PLACES = 50
_MEASURES = {
    "RR": "risk ratio",
    "OR": "odds ratio",
    "HR": "hazard ratio",
    "RD": "risk difference",
}


def risk_under(baseline: Fraction, measure: str, effect: Fraction) -> Fraction:
    """The risk under treatment, between 0 and 1, from the risk without it and an effect.

    RR: baseline times RR. OR: OR times baseline over (1 - baseline + OR times baseline); an odds ratio is not a risk
    ratio, and taking it for one overstates the effect wherever events are frequent. Both: Cochrane Handbook 5.1,
    section 12.5.4. HR: 1 - (1 - baseline) to the power HR, which supposes that the hazards stay proportional over the
    whole time (GRADE guidelines 27, 10.1016/j.jclinepi.2019.10.015). RD: baseline plus RD.

    A result beyond 0 or 1, which a ratio from a group at lower risk can give, is cut there.
    """
    match measure:
        case "RR":
            risk = baseline * effect
        case "OR":
            risk = effect * baseline / (1 - baseline + effect * baseline)
        case "HR":
            risk = _power(baseline, effect)
        case _:
            risk = baseline + effect
    return min(max(risk, Fraction(0)), Fraction(1))


def _power(baseline: Fraction, effect: Fraction) -> Fraction:
    with localcontext() as context:
        context.prec = _PLACES
        spared = Decimal(baseline.denominator - baseline.numerator) / Decimal(baseline.denominator)
        ratio = Decimal(effect.numerator) / Decimal(effect.denominator)
        return 1 - Fraction(spared**ratio)


def rounded(people: Fraction) -> int:
    """Whole people: the one rounding rule, half up."""
    return floor(people + Fraction(1, 2))


def exact(number: Number) -> Fraction:
    """A number as its author wrote it: 0.75 is three quarters, whatever binary makes of it."""
    return Fraction(str(number))


def derived_count(baseline: Baseline, effect: Effect, value: Number, out_of: int) -> int:
    """People of `out_of` with the event, for one value of an effect. A risk difference is in people of `out_of`."""
    size = exact(value) / out_of if effect.measure == "RD" else exact(value)
    return rounded(risk_under(exact(baseline.events) / out_of, effect.measure, size) * out_of)


def resolved(option_set: OptionSet, strata: Mapping[str, str]) -> OptionSet:
    """The set with every baseline and effect worked out into counts.

    `strata` names a baseline by outcome; an outcome that it does not name takes its first. Unknown names are passed over.
    """
    if not any(outcome.baselines for outcome in option_set.outcomes):
        return option_set
    return replace(option_set, outcomes=tuple(_resolved(outcome, strata.get(outcome.id)) for outcome in option_set.outcomes))


def _resolved(outcome: Outcome, stratum: str | None) -> Outcome:
    if not outcome.baselines:
        return outcome
    baseline = next((each for each in outcome.baselines if each.id == stratum), outcome.baselines[0])
    by_option = {
        option: figure if isinstance(figure, str) else _worked_out(figure, baseline, outcome.out_of)
        for option, figure in outcome.by_option.items()
    }
    reference = outcome.reference
    if reference is None and not any(not isinstance(figure, str) and figure.at_baseline for figure in outcome.by_option.values()):
        reference = Reference(name=baseline.name, figure=_level(baseline))
    return replace(outcome, by_option=by_option, reference=reference, people=following(outcome.people, baseline.name))


def _level(baseline: Baseline) -> Figure:
    return Figure(events=rounded(exact(baseline.events)), sources=baseline.sources, place=baseline.place, note=baseline.note)


def _worked_out(figure: Figure, baseline: Baseline, out_of: int) -> Figure:
    if figure.at_baseline:
        level = _level(baseline)
        return replace(
            figure,
            at_baseline=False,
            events=level.events,
            sources=tuple(dict.fromkeys((*level.sources, *figure.sources))),
            place=figure.place or level.place,
            note=figure.note or level.note,
        )
    effect = figure.effect
    if effect is None:
        return figure
    ends = sorted(derived_count(baseline, effect, end, out_of) for end in effect.range) if effect.range else None
    return replace(
        figure,
        effect=None,
        events=derived_count(baseline, effect, effect.value, out_of),
        range=(ends[0], ends[1]) if ends else None,
        basis="derived" if set(baseline.sources) & set(figure.sources) else "estimate",
        arithmetic=_arithmetic(baseline, effect, out_of),
        sources=tuple(dict.fromkeys((*baseline.sources, *figure.sources))),
    )


def _arithmetic(baseline: Baseline, effect: Effect, out_of: int) -> str:
    """How the count came about, for a reader who wants to follow it."""
    interval = f" ({effect.range[0]} to {effect.range[1]})" if effect.range else ""
    without = exact(out_of) - exact(baseline.events)
    some, rest, all_ = (grouped(each) for each in (baseline.events, int(without) if without.denominator == 1 else float(without), out_of))
    steps = {
        "RR": f"{some} times {effect.value}",
        "OR": f"odds of {some} to {rest}, times {effect.value}, as people of {all_}",
        "HR": f"the {rest} of {all_} without it, as a share, to the power {effect.value}",
        "RD": f"{some} plus {effect.value}",
    }
    return (
        f"{baseline.name}: {some} of {all_}; {_MEASURES[effect.measure]} {effect.value}{interval}; "
        f"{steps[effect.measure]}, rounded to whole people{'. The range is that of the effect alone' if effect.range else ''}"
    )
