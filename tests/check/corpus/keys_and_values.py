"""Keys that are missing, misspelt or too many, and values that are not what belongs there."""

from tests.check.corpus.broken import file, thumb

TRIAL = "    authors: Nobody N\n    year: 2020\n"
AUTHOR = "    role: Wrote this set for tests\n"
NEEDS = "patient_needs: {by: A Teacher, on: 2026-11-01}\n  professional_needs"

KEYS_AND_VALUES = (
    # Missing
    thumb("no title", "missing-key", "id: sore-thumb\ntitle: A sore thumb\n", "▸id: sore-thumb\n"),
    thumb("no name for the condition", "missing-key", "condition:\n  name: a sore thumb\n", "▸condition:\n"),
    thumb("a source without its authors", "missing-key", "  - id: trial\n    title: A trial of thumbs\n    authors: Nobody N\n", "  - ▸id: trial\n    title: A trial of thumbs\n"),
    thumb("an author without a role", "missing-key", f"  - name: A Teacher\n{AUTHOR}", "  - ▸name: A Teacher\n"),
    thumb("a promise without a day", "missing-key", NEEDS, "▸patient_needs: {by: A Teacher}\n  professional_needs"),
    thumb("a figure without its source", "missing-key", "rest: {mean: 6.5, certainty: not stated, sources: [trial]}", "▸rest: {mean: 6.5, certainty: not stated}"),
    thumb("an outcome without an event", "missing-key", "  - id: itch\n", "  - ▸id: itch\n", "    event: had an itch\n", ""),
    thumb("an outcome with neither an event nor its contrary", "missing-key missing-key", "  - id: itch\n", "  - ▸▸id: itch\n", "    event: had an itch\n    no_event: had none\n", ""),
    file("one key and nothing else", "missing-key", "▸id: sore-thumb\n"),
    # Unknown
    thumb("a key that is misspelt", "unknown-key", "title: A sore thumb", "▸titel: A sore thumb"),
    thumb("a key that is misspelt deep inside", "unknown-key", "{events: 9,", "{▸event: 9,"),
    thumb("a key that stands elsewhere", "unknown-key", "    no_action: true\n", "    no_action: true\n    ▸sources: [trial]\n"),
    thumb("a key in capitals", "unknown-key", "funding: None.", "▸Funding: None."),
    thumb("a key that nobody knows", "unknown-key", "funding: None.\n", "funding: None.\n▸colour: red\n"),
    thumb("two misspelt keys of one entry", "unknown-key unknown-key", "bears: supports, because: Both", "▸bear: supports, ▸becuse: Both"),
    thumb("a space before the colon is fine", "", "title: A sore thumb", "title : A sore thumb"),
    # Of another kind
    thumb("a text for a group of keys", "wrong-kind", "evidence:\n  method: Made up for tests.\n  quality: Made up as well.", "evidence: ▸Made up."),
    thumb("a text for a list", "wrong-kind", "suits: [People with a sore thumb]", "suits: ▸People with a sore thumb"),
    thumb("a list for a text", "wrong-kind", "title: A sore thumb", "title: ▸[A sore thumb]"),
    thumb("a group of keys for a text", "wrong-kind", "title: A sore thumb", "title: ▸{is: A sore thumb}"),
    thumb("people and denominator in one", "wrong-kind", "{events: 9,", "{events: ▸9 of 100,"),
    thumb("parts of people", "wrong-kind", "{events: 9,", "{events: ▸9.5,"),
    thumb("a range in words", "wrong-kind", "range: [4, 15]", "range: ▸4 to 15"),
    thumb("words in a range", "wrong-kind", "range: [4, 15]", "range: [4, ▸fifteen]"),
    # Not among the choices
    thumb("a choice in capitals", "not-a-choice", "status: draft", "status: ▸Draft"),
    thumb("a kind that there is not", "not-a-choice", "status: draft", "status: draft\nkind: ▸surgery"),
    thumb("a certainty that there is not", "not-a-choice", "splint: {events: 18, range: [10, 26], certainty: moderate", "splint: {events: 18, range: [10, 26], certainty: ▸medium"),
    thumb("a word for an absent figure that there is not", "not-a-choice", "splint: not known", "splint: ▸unknown"),
    thumb("a number where a figure should be", "not-a-choice", "splint: not known", "splint: ▸7"),
    thumb("how far a source was read", "not-a-choice", "read: abstract", "read: ▸summary"),
    thumb("how a thing bears", "not-a-choice", "{bears: against,", "{bears: ▸opposes,"),
    # Of another form
    thumb("an id with capitals", "wrong-form", "id: sore-thumb", "id: ▸Sore-Thumb"),
    thumb("an id with an underscore", "wrong-form", "  - id: how-long", "  - id: ▸how_long"),
    thumb("a date as people write it", "wrong-form", "updated: 2026-11-01", "updated: ▸1 November 2026"),
    thumb("a date without its noughts", "wrong-form", "updated: 2026-11-01", "updated: ▸2026-11-1"),
    thumb("a whole address for a DOI", "wrong-form", "doi: 10.1000/thumb", "doi: ▸https://doi.org/10.1000/thumb"),
    thumb("an address without its beginning", "wrong-form", "url: https://thumbs.invalid/page", "url: ▸thumbs.invalid/page"),
    thumb("a language by its name", "wrong-form", "status: draft", "status: draft\nlanguage: ▸english"),
    # Empty, too long, too few, too many, too small, too large
    thumb("an empty text", "empty-text", "funding: None.", "funding: ▸''"),
    thumb("an empty entry of a list", "empty-text", "suits: [People with a sore thumb]", 'suits: [▸""]'),
    thumb("an empty word of the glossary", "empty-text", "glossary: {Splint:", "glossary: {▸'': nothing, Splint:"),
    thumb("a name that is too long", "too-long", "name: Rest\n", f"name: ▸{'Rest and ' * 6}rest\n"),
    thumb("the name of a value that is too long", "too-long", "name: Typing\n", f"name: ▸{'Typing and ' * 4}typing\n"),
    thumb("no people whom it suits", "too-few", "suits: [People with a sore thumb]", "▸suits: []"),
    thumb("nothing to listen for", "too-few", "listen_for: [By day alone]", "▸listen_for: []"),
    thumb("half of a range", "too-few", "range: [4, 15]", "▸range: [4]"),
    thumb("a figure with an empty list of sources", "too-few", "rest: {mean: 6.5, certainty: not stated, sources: [trial]}", "rest: {mean: 6.5, certainty: not stated, ▸sources: []}"),
    thumb("a range of three", "too-many", "range: [4, 15]", "▸range: [4, 9, 15]"),
    thumb("three counts between which it lies", "too-many", "{events: 9, range: [4, 15],", "{▸between: [4, 9, 15],"),
    thumb("fewer people than none", "out-of-bounds", "{events: 9, range: [4, 15],", "{events: ▸-9,"),
    thumb("a year before all journals", "out-of-bounds", "year: 2020", "year: ▸202"),
    thumb("a year with a slip of the finger", "out-of-bounds", "year: 2020", "year: ▸20200"),
    thumb("out of nobody", "out-of-bounds", "    event: had an itch", "    out_of: ▸0\n    event: had an itch", "splint: {more: 3, range: [1, 5], sources: [trial]}", "splint: not known",
          "figure: {events: 2, range: [0, 4], sources: [trial]}", "figure: not known"),
)  # fmt: skip
