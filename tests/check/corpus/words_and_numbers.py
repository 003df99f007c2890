"""Numbers in words, words that push, texts that are hard to read, and what is left over in a file."""

from tests.check.corpus.broken import thumb

COURSE = "It may settle, or come and go."
UNCERTAIN = "uncertain: [How long the pain lasts is not known.]"
SAFETY = "safety_net: [Come back if the thumb is hot and red.]"
LESS = "text: The thumb hurt less for some people."
NOTHING = "text: Nothing has to be worn or paid for."
ITCHES = "text: The skin under it may itch."
PAIN = "text: The pain goes on for now."
WEAR = "summary: Wear a splint by day, for some weeks."
LEAVE = "summary: Leave the thumb alone for some weeks."
ASK = "ask: How does typing come up in your days?"
BELIEF = "belief: It will never heal."
POLICY = "update_policy: It is read again once a year."
THIRTY_ONE = "and so " * 14 + "it goes on"
HARD = (
    "Carpometacarpal osteoarthritis represents degenerative deterioration of articular cartilage, with progressive symptomatology.\n"
    "    Functional limitation necessitates individualised consideration of conservative alternatives and pharmacological interventions.\n"
    "    Operative management of deteriorating articulations accommodates individual circumstances, occupational requirements and preferences.\n"
    "    Rehabilitation facilitates participation, notwithstanding intermittent exacerbations and accompanying inconveniences."
)

WORDS_AND_NUMBERS = (
    # Numbers
    thumb("one in eight, in figures", "R01", COURSE, "It stays for ▸1 in 8 people."),
    thumb("one in ten, in words", "R01", UNCERTAIN, "uncertain: [Why ▸one in ten people has it is not known.]"),
    thumb("one out of every twenty", "R01", ITCHES, "text: ▸One out of every twenty people has an itch."),
    thumb("one in a thousand with a comma", "R01", SAFETY, "safety_net: [For ▸1 in 1,000 people it gets hot.]"),
    thumb("two of these in one text", "R01 R01", COURSE, "It stays for ▸1 in 8, and comes back for ▸1 in 4."),
    thumb("one in eight, as a word that stands in a quote", "R01", COURSE, '"It stays for ▸1 in 8 people."'),
    thumb("a benefit that halves", "R02", NOTHING, "text: It ▸halves the pain."),
    thumb("so many percent lower", "R02", NOTHING, "text: The pain is ▸30% lower after a year."),
    thumb("a ratio that nobody counts", "R02", UNCERTAIN, "uncertain: [The ▸risk ratio is not known.]"),
    thumb("twice as much", "R02", PAIN, "text: It takes ▸twice as long."),
    thumb("a number needed to treat", "R03", UNCERTAIN, "uncertain: [The ▸number needed to treat is not known.]"),
    thumb("a number needed to treat, in letters", "R03", COURSE, "With rest the ▸NNT is 9."),
    thumb("a common harm", "R04", PAIN, "text: Pain is ▸common for now."),
    thumb("a rare harm, at the beginning of a sentence", "R04", COURSE, "It may settle. ▸Rarely it does not."),
    thumb("an unlikely course, folded", "R04", COURSE, "It may settle, and to come back is\n    ▸unlikely."),
    thumb("a word beside its number, which is a note", "R05", LESS, "text: Less pain was ▸common."),
    thumb("a word beside a count, which is a note", "R05 R08", COURSE, "It is ▸common; ▸60 of 100 people have it."),
    thumb("parts of people, in words", "R06", UNCERTAIN, "uncertain: [Why it stays for ▸0.4 of 100 people is not known.]"),
    thumb("parts of a thousand people", "R06", COURSE, "It stays for ▸2.5 per 1000 people."),
    thumb("parts of people at a baseline, which is a note", "R06", "    no_event: had not\n", "    no_event: had not\n    baselines: [{id: usual, name: Usual care, ▸events: 9.5, sources: [trial]}]\n",
          "rest: {events: 9, range: [4, 15], certainty: moderate, sources: [trial]}", "rest: {at_baseline: true, certainty: moderate, sources: [trial]}"),
    thumb("one side of a number, which is a note", "R08", UNCERTAIN, "uncertain: [Why ▸8 of 50 people stopped is not known.]"),
    thumb("one side of a number in words for 'of', which is a note", "R08", SAFETY, "safety_net: [It gets hot for ▸3 out of 100 people.]"),
    thumb("nobody at all", "R10", "rest: {events: 9, range: [4, 15],", "rest: {▸events: 0, range: [0, 4],"),
    thumb("nobody in the other group", "R10", "splint: {events: 18, range: [10, 26],", "splint: {▸events: 0, range: [0, 9],"),
    # Reading
    thumb("a text for the learned", "R11", COURSE, f"▸>-\n    {HARD}"),
    thumb("an answer for the learned", "R11", "answer: It may well.", "answer: ▸>-\n      " + HARD.replace("\n", "\n  ")),
    thumb("a sentence of more than thirty words", "R12", COURSE, f"It may settle. ▸{THIRTY_ONE.capitalize()}."),
    thumb("a sentence of more than thirty words in a list", "R12", UNCERTAIN, f"uncertain: [▸{THIRTY_ONE.capitalize()}.]"),
    thumb("a sentence of more than twenty words, which is a note", "R12", COURSE, f"▸It may settle {'and so ' * 9}on."),
    thumb("a word of the trade, which is a note", "R13", UNCERTAIN, "uncertain: [There was no ▸randomised trial.]"),
    thumb("a word of the trade at its first place alone, which is a note", "R13", COURSE, "The ▸prognosis is good.", UNCERTAIN, "uncertain: [The prognosis of old people is not known.]"),
    # Pushing
    thumb("the best", "R14", WEAR, "summary: A splint is the ▸best by day."),
    thumb("what one should do", "R14", SAFETY, "safety_net: [▸You should come back if the thumb is hot.]"),
    thumb("a treatment of choice", "R14", "people: Some other adults", "people: Adults for whom it is the ▸treatment of choice"),
    thumb("those who refuse", "R14", "because: It is in the way.", "because: Some people ▸refuse it."),
    thumb("a word that colours, which is a note", "R14", LEAVE, "summary: ▸Simply leave the thumb alone."),
    thumb("a shout", "R15", WEAR, "summary: Wear a splint by day▸!"),
    thumb("a word in capitals", "R15", PAIN, "text: The pain ▸NEVER stops at once."),
    thumb("stars round a word", "R15 R15", LEAVE, "summary: Leave the thumb ▸**alone▸** for some weeks."),
    thumb("an option with a face", "R15", LEAVE, "summary: Leave the thumb alone for some weeks ▸🙂."),
    thumb("an option with a long summary", "R15", WEAR, f"▸summary: Wear a splint. {'It is put on by day. ' * 5}"),
    thumb("a value that is told and not asked", "V01", ASK, "▸ask: Typing is of weight."),
    thumb("a value that is ordered", "V01", ASK, "▸ask: Tell me of your typing."),
    thumb("an answer in the question", "V02", ASK, "ask: ▸Wouldn't you like to type?"),
    thumb("another answer in the question", "V02", ASK, "ask: ▸Surely you type?"),
    # Left over
    thumb("a review that is overdue", "R16", "review_due: 2027-11-01", "▸review_due: 2026-11-21"),
    thumb("a review that is due in a month", "R16", "review_due: 2027-11-01", "▸review_due: 2026-12-22"),
    thumb("an old source, which is a note", "R16", "  - id: page", "  - id: ▸page", "year: 2021", "year: 2010"),
    thumb("a date of birth", "R17", UNCERTAIN, "uncertain: ['Ask Mr A, ▸date of birth 1.2.1950.']"),
    thumb("a day of birth", "R17", "  - name: A Teacher", "  - name: A Teacher, ▸born 12.3.1950"),
    thumb("a number of the health service", "R17", SAFETY, "safety_net: ['Ring for ▸NHS 943 476 5919 if it is hot.']"),
    thumb("the number of a record", "R17", POLICY, "update_policy: Read again, see ▸record no. 12345 67."),
    thumb("something to do", "R18", "interests: None.", "interests: ▸TODO"),
    thumb("three question marks", "R18", "answer: It may well.", "answer: ▸???"),
    thumb("a page of an example", "R18", "url: https://thumbs.invalid/page", "url: https://▸example.org/page"),
    thumb("Latin that means nothing", "R18", BELIEF, "belief: ▸Lorem ipsum dolor."),
    # Comments that allow
    thumb("a comment without a rule", "silence", "funding: None.", "funding: None.  ▸# sdm allow"),
    thumb("a comment without a reason", "R04 silence", COURSE, "That is ▸common.  ▸# sdm allow R04:"),
    thumb("a comment for a rule that there is not", "silence", "funding: None.", "funding: None.  ▸# sdm allow R99: nobody knows it"),
    thumb("a comment on a line of its own for a rule that there is not", "silence", "  name: a sore thumb", "  ▸# sdm allow R99: nobody knows it\n  name: a sore thumb"),
    thumb("a comment that allows nothing", "unused-silence", "funding: None.", "funding: None.  ▸# sdm allow R04: their own words"),
    thumb("a comment after wide characters that allows nothing", "unused-silence", "interests: None.", "interests: 親指  ▸# sdm allow R18: not yet"),
    thumb("a comment for the line above", "R04 unused-silence", COURSE, "That is ▸common.\n  ▸# sdm allow R04: their own words"),
    thumb("a comment that allows", "", COURSE, "That is common.  # sdm allow R04: their own words"),
)  # fmt: skip
