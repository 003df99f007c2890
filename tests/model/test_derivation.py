from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from sdm_cli.model.derivation import derived_count, resolved, risk_under
from sdm_cli.model.figure import Absent, Baseline, Effect, Figure, Outcome, Reference
from tests.conversation.walks import option_set

USUAL = Baseline(id="usual", name="Usual care", events=30, sources=("cohort",), place="Table 2", note="Mostly mild.")
OTHERS = Baseline(id="others", name="Other care", events=12.5, sources=("cohort",))
TRIAL = ("trial",)


@pytest.mark.parametrize(
    ("measure", "baseline", "effect", "risk"),
    [
        ("RR", "0.3", "0.92", "0.276"),  # Cochrane Handbook 5.1, 12.5.4.2: 24 fewer of 1000
        ("OR", "0.3", "0.73", "219/919"),  # the same, 12.5.4.3: 62 fewer of 1000
        ("OR", "0.5", "3", "0.75"),
        ("HR", "0.36", "0.5", "0.2"),
        ("HR", "0.36", "2", "0.5904"),
        ("RD", "0.3", "-0.1", "0.2"),
        ("RD", "0.3", "0.1", "0.4"),
    ],
)
def test_each_effect_is_applied_as_its_source_says(measure: str, baseline: str, effect: str, risk: str) -> None:
    assert risk_under(Fraction(baseline), measure, Fraction(effect)) == Fraction(risk)


@pytest.mark.parametrize(
    ("measure", "baseline", "effect", "risk"),
    [("RR", "0.5", "3", 1), ("RD", "0.9", "0.2", 1), ("RD", "0.1", "-0.2", 0), ("HR", "1", "0.5", 1), ("OR", "1", "0.5", 1)],
)
def test_no_effect_leads_beyond_nobody_or_everybody(measure: str, baseline: str, effect: str, risk: int) -> None:
    assert risk_under(Fraction(baseline), measure, Fraction(effect)) == risk


@given(st.sampled_from(["RR", "OR", "HR"]), st.fractions(0, 1, max_denominator=1000))
def test_a_ratio_of_one_changes_nothing(measure: str, baseline: Fraction) -> None:
    assert abs(risk_under(baseline, measure, Fraction(1)) - baseline) < Fraction(1, 10**40)


@pytest.mark.parametrize(
    ("events", "effect", "out_of", "people"),
    [
        (30, Effect(measure="OR", value=0.53), 1000, 16),
        (30, Effect(measure="RD", value=-10), 100, 20),
        (30, Effect(measure="RD", value=-10), 1000, 20),
        (25, Effect(measure="RR", value=0.5), 100, 13),  # 12.5: half up
        (31, Effect(measure="RR", value=0.4), 100, 12),  # 12.4
        (29, Effect(measure="RR", value=0.4), 100, 12),  # 11.6
        (36, Effect(measure="HR", value=0.5), 100, 20),
    ],
)
def test_a_count_is_of_the_outcomes_people_and_whole_half_up(events: float, effect: Effect, out_of: int, people: int) -> None:
    assert derived_count(replace(USUAL, events=events), effect, effect.value, out_of) == people


def outcome(*baselines: Baseline, reference: Reference | None = None, out_of: int = 100, **by_option: Figure | Absent) -> Outcome:
    """An outcome with its figures worked out."""
    made = replace(
        option_set("tiny").outcomes[0], baselines=baselines or (USUAL,), reference=reference, out_of=out_of, by_option=dict(by_option)
    )
    (worked_out,) = resolved(replace(option_set("tiny"), outcomes=(made,)), {}).outcomes
    return worked_out


def test_a_worked_out_figure_keeps_what_its_author_wrote_and_says_how_it_came_about() -> None:
    written = Figure(
        effect=Effect(measure="RR", value=0.5, range=(0.4, 0.8)),
        certainty="low",
        sources=("trial", "cohort"),
        place="Figure 1",
        note="Small.",
    )
    assert outcome(wait=written).by_option["wait"] == Figure(
        events=15,
        range=(12, 24),
        certainty="low",
        basis="derived",
        arithmetic="Usual care: 30 of 100; risk ratio 0.5 (0.4 to 0.8); 30 times 0.5, rounded to whole people."
        " The range is that of the effect alone",
        sources=("cohort", "trial"),
        place="Figure 1",
        note="Small.",
    )


@pytest.mark.parametrize(
    ("effect", "arithmetic"),
    [
        (Effect(measure="OR", value=0.5), "odds ratio 0.5; odds of 30 to 970, times 0.5, as people of 1000, rounded to whole people"),
        (
            Effect(measure="HR", value=0.5),
            "hazard ratio 0.5; the 970 of 1000 without it, as a share, to the power 0.5, rounded to whole people",
        ),
        (Effect(measure="RD", value=-5), "risk difference -5; 30 plus -5, rounded to whole people"),
    ],
)
def test_the_arithmetic_can_be_followed(effect: Effect, arithmetic: str) -> None:
    shown = outcome(out_of=1000, wait=Figure(effect=effect, sources=TRIAL)).by_option["wait"]
    assert isinstance(shown, Figure)
    assert (shown.arithmetic, shown.range) == (f"Usual care: 30 of 1000; {arithmetic}", None)


def test_a_figure_from_two_sources_is_an_estimate_and_names_both() -> None:
    shown = outcome(wait=Figure(effect=Effect(measure="RR", value=0.5), sources=TRIAL)).by_option["wait"]
    assert isinstance(shown, Figure)
    assert (shown.basis, shown.sources) == ("estimate", ("cohort", "trial"))


def test_an_option_at_the_baseline_has_its_level_and_its_own_words_before_the_baselines() -> None:
    shown = outcome(
        wait=Figure(at_baseline=True, sources=TRIAL), plaster=Figure(at_baseline=True, sources=TRIAL, place="Table 9", note="Severe.")
    )
    level = Figure(events=30, sources=("cohort", "trial"), place="Table 2", note="Mostly mild.")
    assert shown.by_option == {"wait": level, "plaster": replace(level, place="Table 9", note="Severe.")}


def test_the_people_of_an_outcome_are_those_of_the_baseline_that_its_figures_start_from() -> None:
    assert outcome(wait="not known").people == "thumbs. Usual care"


def test_where_no_option_is_at_the_baseline_the_baseline_is_shown_for_comparison() -> None:
    halved = Figure(effect=Effect(measure="RR", value=0.5), sources=TRIAL)
    level = Reference(name="Other care", figure=Figure(events=13, sources=("cohort",)))
    own = Reference(name="Placebo", figure=Figure(events=28, sources=TRIAL))

    assert outcome(OTHERS, wait=halved, plaster="not studied").reference == level
    assert outcome(OTHERS, wait=halved, plaster=Figure(at_baseline=True, sources=TRIAL)).reference is None
    assert outcome(OTHERS, reference=own, wait=halved).reference == own


def test_what_was_counted_beside_what_is_worked_out_stays_as_it_was_counted() -> None:
    counted = Figure(events=7, sources=TRIAL)
    assert outcome(wait=counted).by_option["wait"] == counted
