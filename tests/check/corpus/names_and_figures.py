"""Ids that repeat or lead nowhere, days that cannot be, and figures that cannot be."""

from tests.check.corpus.broken import thumb

REST = "rest: {events: 9, range: [4, 15], certainty: moderate, sources: [trial]}"
SPLINT = "splint: {events: 18, range: [10, 26], certainty: moderate, sources: [trial]}"
MEAN = "rest: {mean: 6.5, certainty: not stated, sources: [trial]}"
MORE = "splint: {more: 3, range: [1, 5], sources: [trial]}"
NO_SPLINT = "figure: {events: 2, range: [0, 4], sources: [trial]}"
NO_EVENT = "    no_event: had not\n"
BASELINES = f"{NO_EVENT}    baselines: [{{id: usual, name: Usual care, events: 9, sources: [trial]}}]\n"
SCALE = "scale: {lowest: 0, highest: 10, lowest_means: none, highest_means: full}"

NAMES_AND_FIGURES = (
    # Ids
    thumb("a value that repeats", "duplicate-id", "questions:\n", "  - {id: ▸typing, name: More typing, ask: How so?, options: {rest: {bears: neither, because: It is the same.}, splint: {bears: neither, because: It is the same.}}}\nquestions:\n"),
    thumb("an outcome that repeats", "duplicate-id", "outcomes: [strength]", "outcomes: [less-pain]", "  - id: strength", "  - id: ▸less-pain"),
    thumb("a source that repeats", "duplicate-id", "  - id: page", "  - id: ▸trial"),
    thumb("a baseline that repeats", "duplicate-id", NO_EVENT, BASELINES.replace("]}]", "]}, {id: ▸usual, name: Others, events: 20, sources: [trial]}]"), REST, "rest: {at_baseline: true, certainty: low, certainty_reason: Small., sources: [trial]}"),
    thumb("an outcome that is misspelt", "dangling-id", "outcomes: [itch]", "outcomes: [▸icth]"),
    thumb("an outcome that there is not, after one that there is", "dangling-id", "outcomes: [itch]", "outcomes: [itch, ▸sweat]"),
    thumb("a source that is misspelt", "dangling-id", MEAN, MEAN.replace("trial", "▸trail")),
    thumb("a source of the condition that there is not", "dangling-id", "  natural_course: It may settle, or come and go.\n", "  natural_course: It may settle, or come and go.\n  sources: [▸nowhere]\n"),
    thumb("a source that was quoted nowhere", "dangling-id", "read: page", "read: second-hand\n    quoted_in: ▸book"),
    thumb("an option to teach that is misspelt", "dangling-id", "option: splint", "option: ▸spilnt"),
    thumb("an option among the answers that there is not", "dangling-id", "answers: {rest: Some weeks.,", "answers: {▸surgery: A day., rest: Some weeks.,"),
    thumb("an option without an answer", "missing-option", "answers: {rest: Some weeks., splint: Some weeks.}", "▸answers: {rest: Some weeks.}"),
    thumb("an option without a figure", "missing-option", "      rest: does not apply\n", "", "    no_event: had none\n    by_option:", "    no_event: had none\n    ▸by_option:"),
    thumb("an option that bears on nothing", "missing-option", "    options:\n      rest: {bears: supports, because: Both hands stay free.}\n", "    ▸options:\n"),
    thumb("an option whose answer is misspelt", "dangling-id", "answers: {rest:", "answers: {▸rset:"),
    thumb("nobody waits, and nobody says why", "no-waiting", "    no_action: true\n", "", "options:\n  - id: rest", "▸options:\n  - id: rest"),
    thumb("waiting is denied", "no-waiting", "no_action: true", "no_action: false", "options:\n  - id: rest", "▸options:\n  - id: rest"),
    # Days
    thumb("the thirtieth of February", "no-such-day", "updated: 2026-11-01", "updated: ▸2026-02-30"),
    thumb("the thirteenth month", "no-such-day", "review_due: 2027-11-01", "review_due: ▸2027-13-01"),
    thumb("a promise on a day that there is not", "no-such-day", "tested_with_patients: {by: A Teacher, on: 2026-11-01}", "tested_with_patients: {by: A Teacher, on: ▸2026-06-31}"),
    thumb("a review before the update", "wrong-order", "review_due: 2027-11-01", "review_due: ▸2026-10-01"),
    # Levels
    thumb("two levels", "one-level", MEAN, "rest: ▸{mean: 6.5, events: 6, certainty: not stated, sources: [trial]}"),
    thumb("no level", "one-level", SPLINT, "splint: ▸{range: [10, 26], certainty: moderate, sources: [trial]}"),
    thumb("a level that is nothing", "one-level", SPLINT, "splint: ▸{events: null, certainty: moderate, sources: [trial]}"),
    thumb("an average without a scale", "wrong-level", SPLINT, "splint: {▸mean: 1.8, certainty: moderate, sources: [trial]}"),
    thumb("a count on a scale", "wrong-level", MEAN, "rest: {▸events: 6, certainty: not stated, sources: [trial]}"),
    thumb("a difference as the group to compare with", "wrong-level", NO_SPLINT, "figure: {▸more: 2, range: [0, 4], sources: [trial]}"),
    thumb("more than nothing", "no-reference", SPLINT, "splint: {▸more: 9, range: [1, 17], sources: [trial]}"),
    thumb("fewer than nothing", "no-reference", REST, "rest: {▸fewer: 9, range: [1, 17], sources: [trial]}"),
    thumb("an effect on nothing", "no-baseline", SPLINT, "splint: {▸effect: {measure: RR, value: 2, range: [1.1, 2.9]}, sources: [trial]}"),
    thumb("at a baseline that is not there", "no-baseline", REST, "rest: {▸at_baseline: true, certainty: moderate, sources: [trial]}"),
    thumb("a baseline from which nothing starts", "unused-baseline", NO_EVENT, BASELINES.replace("baselines", "▸baselines")),
    thumb("a baseline beside differences", "unused-baseline", "    no_event: had none\n", "    no_event: had none\n    ▸baselines: [{id: usual, name: Usual care, events: 9, sources: [trial]}]\n"),
    thumb("a unit beside a scale", "excluded-key", SCALE, f"{SCALE}\n    ▸unit: kilograms"),
    thumb("a denominator beside a scale", "excluded-key", SCALE, f"{SCALE}\n    ▸out_of: 100"),
    thumb("a range beside an effect", "excluded-key", NO_EVENT, BASELINES, SPLINT, "splint: {effect: {measure: RR, value: 2}, ▸range: [10, 26], sources: [trial]}"),
    thumb("an estimate without its arithmetic", "no-arithmetic", SPLINT, "splint: {events: 18, range: [10, 26], basis: ▸estimate, sources: [trial]}"),
    thumb("a derived figure without its arithmetic", "no-arithmetic", REST, "rest: {events: 9, range: [4, 15], basis: ▸derived, sources: [trial]}"),
    # Numbers
    thumb("parts of people more", "not-whole", MORE, "splint: {more: ▸3.5, range: [1, 5], sources: [trial]}"),
    thumb("parts of people fewer", "not-whole", MORE, "splint: {fewer: ▸0.5, range: [0, 1], sources: [trial]}"),
    thumb("more than all", "more-than-all", SPLINT, "splint: {events: ▸180, certainty: moderate, sources: [trial]}"),
    thumb("a range beyond all", "more-than-all", SPLINT, "splint: {events: 18, range: ▸[10, 260], sources: [trial]}"),
    thumb("a baseline beyond all", "more-than-all", NO_EVENT, BASELINES.replace("events: 9", "events: ▸900"), REST, "rest: {at_baseline: true, certainty: moderate, sources: [trial]}"),
    thumb("a comparison beyond all", "more-than-all", NO_SPLINT, "figure: {events: ▸200, range: [0, 4], sources: [trial]}"),
    thumb("a range turned round", "wrong-order", SPLINT, "splint: {events: 18, range: ▸[26, 10], sources: [trial]}"),
    thumb("two counts turned round", "wrong-order", SPLINT, "splint: {between: ▸[26, 10], certainty: moderate, sources: [trial]}"),
    thumb("an effect's range turned round", "wrong-order", NO_EVENT, BASELINES, SPLINT, "splint: {effect: {measure: RR, value: 2, range: ▸[2.9, 1.1]}, sources: [trial]}"),
    thumb("a count outside its range", "outside-range", SPLINT, "splint: {events: 18, range: ▸[20, 26], sources: [trial]}"),
    thumb("an effect outside its range", "outside-range", NO_EVENT, BASELINES, SPLINT, "splint: {effect: {measure: RR, value: 3, range: ▸[1.1, 2.9]}, sources: [trial]}"),
    thumb("a ratio of nought", "no-such-effect", NO_EVENT, BASELINES, SPLINT, "splint: {effect: ▸{measure: OR, value: 0, range: [0.1, 2]}, sources: [trial]}"),
    thumb("half a person more", "not-whole", MORE, "splint: {more: ▸2.5, range: [1, 5], sources: [trial]}"),
    thumb("half a person fewer", "not-whole", MORE, "splint: {fewer: ▸0.5, range: [0, 2], sources: [trial]}"),
    thumb("an effect of another kind of people", "more-than-all", NO_EVENT, BASELINES, SPLINT, "splint: {effect: {measure: RR, ▸value: 20, range: [15, 25]}, sources: [trial]}"),
    thumb("a difference of more people than there are", "no-such-effect", NO_EVENT, BASELINES, SPLINT, "splint: {effect: ▸{measure: RD, value: 120, range: [1, 200]}, sources: [trial]}"),
)  # fmt: skip
