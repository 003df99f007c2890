"""What IPDAS asks for: qualifying, certifying and quality criteria that a set does not meet."""

from tests.check.corpus.broken import thumb
from tests.check.whole_thumb import WHOLE_THUMB


def between(begin: str, end: str) -> str:
    """A piece of the whole thumb, from its first words up to what follows it."""
    start = WHOLE_THUMB.index(begin)
    return WHOLE_THUMB[start : WHOLE_THUMB.index(end, start)]


SUMMARY = between("  summary: >-", "  natural_course")
EXPERIENCE = between("    experience:\n      physical: The hand", "order_reason")
ATTESTED = between("attested:", "condition:")
OUTCOMES = between("outcomes:\n  - id", "values:\n")
VALUES = between("values:\n", "questions:\n")
ITCH = between("  - id: itch", "values:\n")
QUALITY = "  quality: Made up as well.\n"
REST = "rest: {events: 9, range: [4, 15], certainty: moderate, sources: [trial]}"
SPLINT = "splint: {events: 18, range: [10, 26], certainty: moderate, sources: [trial]}"
MORE = "splint: {more: 3, range: [1, 5], sources: [trial]}"
NO_SPLINT = "figure: {events: 2, range: [0, 4], sources: [trial]}"
ITCHES = "    event: had an itch"
TEST = "measures: A protein., if_positive: A scan follows., if_negative: Nothing more is done., overdiagnosis: Some of it would never have grown."
COUNTS = "out_of: 1000, true_positives: 20, false_positives: 80, true_negatives: 890, false_negatives: 10"
FOUND = "found_with_test: 30, found_without_test: 12"
OF_A_TEST = "2.4.1 2.4.2 2.4.3 2.4.4 Q24 Q25 Q26 Q27 Q28"
PROMISES = "Q12 Q13 Q14 Q15 Q16 Q17"
MANY_WORDS = "The thumb goes on hurting for weeks, most of all in the morning and after work. Whoever needs both hands all day long will notice it with every jar, every key and every button."

CRITERIA = (
    # Qualifying
    thumb("a condition in three words", "1.1.1", SUMMARY, "  ▸summary: The thumb hurts.\n"),
    thumb("a condition in fourteen words", "1.1.1", SUMMARY, "  ▸summary: It is worn. It hurts more on some days than on others now.\n"),
    thumb("a condition of blanks", "1.1.1", SUMMARY, "  ▸summary: '  '\n"),
    thumb("a condition of nothing is one mistake", "wrong-kind", SUMMARY, "  summary: ▸null\n"),
    thumb("a decision that is no question", "1.1.2", "decision: Shall I rest my thumb, or wear a splint?", "▸decision: How to treat a thumb."),
    thumb("a decision of blanks", "1.1.2", "decision: Shall I rest my thumb, or wear a splint?", "▸decision: ' '"),
    thumb("an empty decision is one mistake", "empty-text", "decision: Shall I rest my thumb, or wear a splint?", "decision: ▸''"),
    thumb("an option with a name of blanks", "1.1.3", "    name: Rest\n", "    ▸name: ' '\n"),
    thumb("an option with a summary of blanks", "1.1.3", "    summary: Leave the thumb alone for some weeks.", "    ▸summary: ' '"),
    thumb("a benefit of blanks", "1.1.4", "    benefits:\n      - text: Nothing has to be worn or paid for.", "    ▸benefits:\n      - text: ' '"),
    thumb("two benefits of blanks", "1.1.4", "    benefits:\n      - text: The thumb hurt less for some people.\n        outcomes: [less-pain]\n", "    ▸benefits:\n      - text: ' '\n      - text: ' '\n"),
    thumb("no benefits is one mistake", "too-few", "    benefits:\n      - text: Nothing has to be worn or paid for.", "    ▸benefits: []"),
    thumb("nothing against resting", "1.1.5", "  - id: rest", "  - id: ▸rest", "    burdens:\n      - text: The pain goes on for now.\n", ""),
    thumb("nothing against a splint", "1.1.5", "  - id: splint", "  - id: ▸splint", "    harms:\n      - text: The skin under it may itch.\n        outcomes: [itch]\n", "    harms: []\n"),
    thumb("no word of life with a splint", "1.2.1", "  - id: splint", "  - id: ▸splint", EXPERIENCE, ""),
    thumb("life with a splint in blanks", "1.2.1", "  - id: splint", "  - id: ▸splint", EXPERIENCE, "    experience: {physical: ' '}\n"),
    thumb("only the body, which is a note", "1.2.1", EXPERIENCE, "    ▸experience: {physical: The hand is stiff.}\n"),
    # Certifying
    thumb("many words against one option", "2.1.1", "  - id: rest", "  - id: ▸rest", "text: The pain goes on for now.", f"text: {MANY_WORDS}"),
    thumb("many words for one option", "2.1.1", "  - id: splint", "  - id: ▸splint", "text: The thumb hurt less for some people.", f"text: {MANY_WORDS}"),
    thumb("a source that leads nowhere", "2.2.1", "  - id: trial", "  - id: ▸trial", "    doi: 10.1000/thumb\n", ""),
    thumb("a source with a title of blanks", "2.2.1", "  - id: page\n    title: A page about thumbs", "  - id: page\n    ▸title: ' '"),
    thumb("an update that is still to come", "2.2.2", "updated: 2026-11-01", "▸updated: 2027-01-01"),
    thumb("published on a day that is still to come", "2.2.2", "status: draft", "status: published\n▸published: 2026-11-23"),
    thumb("nobody looks again", "2.2.3", "update_policy: It is read again once a year.", "▸update_policy: ' '"),
    thumb("nobody looks again, in another blank", "2.2.3", "update_policy: It is read again once a year.", '▸update_policy: "\\t\\n"'),
    thumb("a count of which nobody says how sure it is", "2.2.4", REST, "▸rest: {events: 9, sources: [trial]}"),
    thumb("an average of which nobody says how sure it is", "2.2.4", "rest: {mean: 6.5, certainty: not stated, sources: [trial]}", "▸rest: {mean: 6.5, sources: [trial]}"),
    thumb("a low certainty without its reason, which is a note", "2.2.4", SPLINT, "splint: {events: 18, range: [10, 26], ▸certainty: low, sources: [trial]}"),
    thumb("nobody says who paid", "2.3.1", "funding: None.", "▸funding: ' '"),
    thumb("nobody says who gains", "2.3.1", "interests: None.", "▸interests: ' '"),
    thumb("funding of nothing is one mistake", "wrong-kind", "funding: None.", "funding: ▸~"),
    # Tests and screening
    thumb("a screening that does not say what it is", OF_A_TEST, "id: sore-thumb", f"{'▸' * 9}id: sore-thumb", "status: draft", "status: draft\nkind: screening"),
    thumb("a test that does not say what it is", OF_A_TEST, "id: sore-thumb", f"{'▸' * 9}id: sore-thumb", "status: draft", "status: draft\nkind: test"),
    thumb("a test of blanks", "2.4.1 2.4.2 2.4.3 2.4.4", "status: draft", f"status: draft\nkind: test\ntest:\n  {COUNTS.replace(', ', chr(10) + '  ')}\n  {FOUND.replace(', ', chr(10) + '  ')}\n  ▸measures: ' '\n  ▸if_positive: ' '\n  ▸if_negative: ' '\n  ▸overdiagnosis: ' '"),
    thumb("a test without its counts", "Q24 Q25 Q26 Q27 Q28", "status: draft", f"status: draft\nkind: test\n{'▸' * 5}test: {{{TEST}}}"),
    thumb("a test whose counts do not add up", "Q24 Q25 Q26 Q27", "status: draft", f"status: draft\nkind: test\n▸▸▸▸test: {{{TEST}, {COUNTS.replace('80', '90')}, {FOUND}}}"),
    thumb("a test that is not compared with none", "Q28", "status: draft", f"status: draft\nkind: screening\n▸test: {{{TEST}, {COUNTS}, found_with_test: 30}}"),
    thumb("a test without what it measures is one mistake", "missing-key", "status: draft", f"status: draft\nkind: test\n▸test: {{{TEST.replace('measures: A protein., ', '')}, {COUNTS}, {FOUND}}}"),
    # Quality
    thumb("a natural course of blanks", "Q01", "natural_course: It may settle, or come and go.", "▸natural_course: ' '"),
    thumb("a natural course of another blank", "Q01", "natural_course: It may settle, or come and go.", '▸natural_course: "\\u3000"'),
    thumb("an empty list of outcomes", "Q02 Q09", OUTCOMES, "▸outcomes: []\n", "values:\n", "▸values:\n", "outcomes: [strength]", "outcomes: []", "outcomes: [less-pain]", "outcomes: []", "outcomes: [itch]", "outcomes: []"),
    thumb("no outcomes", "Q02 Q09", "id: sore-thumb", "▸id: sore-thumb", OUTCOMES, "", "values:\n", "▸values:\n", "    outcomes: [strength]\n", "", "        outcomes: [less-pain]\n", "", "        outcomes: [itch]\n", ""),
    thumb("no outcome with a number for every option", "Q03", "outcomes:\n  - id: less-pain", "▸outcomes:\n  - id: less-pain", REST, "rest: not studied"),
    thumb("one option that was never counted", "Q03", "outcomes:\n  - id: less-pain", "▸outcomes:\n  - id: less-pain", SPLINT, "splint: not known"),
    thumb("a difference without a level", "R07", NO_SPLINT, "figure: ▸not known"),
    thumb("a difference from what nobody studied", "R07", MORE, MORE.replace("more", "fewer"), NO_SPLINT, "figure: ▸not studied"),
    thumb("one outcome out of a thousand without need", "Q07", "    event: had less pain", "    ▸out_of: 1000\n    event: had less pain", REST, "rest: {events: 90, range: [40, 150], sources: [trial]}", SPLINT, "splint: {events: 180, range: [100, 260], sources: [trial]}"),
    thumb("one difference out of a thousand without need", "Q07", ITCHES, f"    ▸out_of: 1000\n{ITCHES}", MORE, "splint: {more: 30, range: [10, 50], sources: [trial]}", NO_SPLINT, "figure: {events: 20, range: [10, 40], sources: [trial]}"),
    thumb("out of 250, which is not drawn", "Q08", ITCHES, f"    ▸out_of: 250\n{ITCHES}"),
    thumb("out of 50, which is not drawn", "Q08", "    event: had less pain", "    ▸out_of: 50\n    event: had less pain"),
    thumb("nothing that matters", "Q09", VALUES, "▸values: []\n"),
    thumb("nothing that matters is tied to an outcome", "Q09", "values:\n", "▸values:\n", "    outcomes: [strength]\n", ""),
    thumb("an empty list of questions to bring", "Q11", "questions_to_ask: [How long until I notice a difference?]", "▸questions_to_ask: []"),
    thumb("no questions to bring", "Q11", "id: sore-thumb", "▸id: sore-thumb", "questions_to_ask: [How long until I notice a difference?]\n", ""),
    thumb("promises that nobody made, which is a note", PROMISES, ATTESTED, ATTESTED.replace("{by: A Teacher, on: 2026-11-01}", "not done").replace("  ", "  ▸")),
    thumb("no word of promises, which is a note", PROMISES, "id: sore-thumb", f"{'▸' * 6}id: sore-thumb", ATTESTED, ""),
    thumb("a method of blanks", "Q18", "method: Made up for tests.", "▸method: ' '"),
    thumb("a method of many blanks", "Q18", "method: Made up for tests.", "▸method: '      '"),
    thumb("no word of how good a figure is", "Q19", QUALITY, "", MORE, f"▸{MORE}"),
    thumb("no word of how good the first figure is", "Q19", QUALITY, "", REST, "▸rest: {events: 9, range: [4, 15], sources: [trial]}"),
    thumb("an author who does nothing", "Q20", "    role: Wrote this set for tests", "    ▸role: ' '"),
    thumb("an author without a name", "Q20", "  - name: A Teacher", "  - ▸name: ' '"),
    thumb("nobody is an author is one mistake", "too-few", "authors:\n  - name: A Teacher\n    role: Wrote this set for tests", "▸authors: []"),
)  # fmt: skip
