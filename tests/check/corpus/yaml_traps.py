"""What YAML itself makes of a slip: tabs, quotes, colons, and words that other readers turn into something else."""

from tests.check.corpus.broken import file, thumb
from tests.check.whole_thumb import WHOLE_THUMB

COURSE = "natural_course: It may settle, or come and go."
WAITS = "no_action: true"
YEAR = "year: 2020"
NINE = "rest: {events: 9, range: [4, 15],"

YAML_TRAPS = (
    # Tabs
    thumb("a tab instead of spaces", "tab", "  name: a sore thumb", "▸\tname: a sore thumb"),
    thumb("a tab before a list", "tab", "  - name: A Teacher", "▸\t- name: A Teacher"),
    thumb("a tab after spaces", "tab", "    role: Wrote", "  ▸\trole: Wrote"),
    thumb("a tab after a colon is fine, and what follows it is found", "wrong-kind", YEAR, "year:\t▸no"),
    # Keys that repeat
    thumb("a key twice", "duplicate-key", "funding: None.\n", "funding: None.\n▸funding: A firm.\n"),
    thumb("a key twice, far apart", "duplicate-key", "    read: page\n", "    read: page\n▸title: Another\n"),
    thumb("a key twice in braces", "duplicate-key", "{bears: supports,", "{bears: supports, ▸bears: against,"),
    thumb("a key twice, once in quotes", "duplicate-key", "funding: None.\n", 'funding: None.\n▸"funding": A firm.\n'),
    # Words that YAML 1.1 takes for something else
    thumb("no for false", "wrong-kind", WAITS, "no_action: ▸no"),
    thumb("yes for true", "wrong-kind", WAITS, "no_action: ▸yes"),
    thumb("True for true", "wrong-kind", WAITS, "no_action: ▸True"),
    thumb("true in quotes", "wrong-kind", WAITS, 'no_action: ▸"true"'),
    thumb("a year that begins with nought", "wrong-kind", YEAR, "year: ▸08"),
    thumb("a count that begins with nought", "wrong-kind", NINE, "rest: {events: ▸08, range: [4, 15],"),
    thumb("a time of day for a year", "wrong-kind", YEAR, "year: ▸1:30"),
    thumb("a time of day for a count", "wrong-kind", NINE, "rest: {events: ▸1:30, range: [4, 15],"),
    thumb("a number of base sixteen", "wrong-kind", YEAR, "year: ▸0x7E4"),
    thumb("a number with an underscore", "wrong-kind", "    event: had less pain", "    out_of: ▸1_00\n    event: had less pain"),
    thumb("a number in quotes", "wrong-kind", YEAR, "year: ▸'2020'"),
    thumb("not a number", "wrong-kind", "{mean: 6.5,", "{mean: ▸.nan,"),
    thumb("beyond all numbers", "wrong-kind", "{mean: 6.5,", "{mean: ▸.inf,"),
    thumb("a number where words should be", "wrong-kind", "title: A sore thumb", "title: ▸18"),
    thumb("true where words should be", "wrong-kind", "funding: None.", "funding: ▸true"),
    thumb("null where words should be", "wrong-kind", "funding: None.", "funding: ▸null"),
    thumb("nothing where words should be", "wrong-kind", "interests: None.", "interests:▸"),
    # Which words stay words
    thumb("no, 08, 1:30 and dates are words where words should be", "", "visits: None., cost: None.", "visits: 1:30, cost: no",
          "title: A page about thumbs", "title: 08 March"),
    thumb("an escape of YAML in a text is fine", "", "title: A sore thumb", r'title: "A \x73ore thumb\u0021"'),
    # Names, merges and tags
    thumb("an anchor at a text", "anchor", "title: A sore thumb", "title: ▸&thumb A sore thumb"),
    thumb("an anchor at a list", "anchor", "not_for: [", "not_for: ▸&others ["),
    thumb("an anchor at a block", "anchor", "evidence:\n", "evidence: ▸&how\n"),
    thumb("an alias", "alias", "title: A sore thumb", "title: &thumb A sore thumb", "name: a sore thumb", "name: ▸*thumb"),
    thumb("an alias of nothing", "alias", "name: a sore thumb", "name: ▸*nobody"),
    thumb("a text that begins with a star", "syntax", COURSE, "natural_course: ▸*It* may settle."),
    thumb("a merge of an alias", "alias", "evidence:\n", "evidence: &how\n", "condition:\n", "condition:\n  <<: ▸*how\n"),
    thumb("a merge of keys", "unknown-key", "condition:\n", "condition:\n  ▸<<: {sources: [trial]}\n"),
    thumb("a tag of YAML", "tag", YEAR, "year: ▸!!int 2020"),
    thumb("a tag of one's own", "tag", "title: A sore thumb", "title: ▸!thumb A sore thumb"),
    thumb("a tag that would run a program", "tag wrong-kind", "title: A sore thumb", "title: ▸▸!!python/object/apply:os.system ['exit 1']"),
    thumb("a text that begins with an exclamation mark", "tag", COURSE, "natural_course: ▸!It may settle, or come and go."),
    thumb("an anchor and a tag", "anchor tag", "title: A sore thumb", "title: ▸▸&thumb !thumb A sore thumb"),
    # Quotes, colons, brackets and blocks
    thumb("a colon inside a text", "syntax", "funding: None.", "funding: None▸: nobody paid."),
    thumb("a colon inside a list in brackets", "wrong-kind", "suits: [People with a sore thumb]", "suits: [▸People: those with a sore thumb]"),
    thumb("a quotation mark that is never closed", "syntax", "title: A sore thumb", 'title: ▸"A sore thumb'),
    thumb("an apostrophe that is never closed", "syntax", COURSE, "natural_course: ▸'It may settle, or come and go."),
    thumb("words after a closing quotation mark", "syntax", "title: A sore thumb", 'title: "A sore" ▸thumb'),
    thumb("a backslash that means nothing", "syntax", "title: A sore thumb", r'title: "A sore ▸\qumb"'),
    thumb("half of a pair of characters, escaped", "syntax", "title: A sore thumb", r'title: "A sore \u▸d83e thumb"'),
    thumb("a bracket that is closed by a brace", "syntax", "not_for: [People without a thumb]", "not_for: [People without a thumb▸}"),
    thumb("a bracket too many", "syntax", "not_for: [People without a thumb]", "not_for: [People without a thumb]▸]"),
    thumb("a text that begins with a percent sign", "syntax", COURSE, "natural_course: ▸% of people"),
    thumb("a text that begins with an at sign", "syntax", COURSE, "natural_course: ▸@home it may settle."),
    thumb("a text that begins with a backtick", "syntax", COURSE, "natural_course: ▸`It may settle.`"),
    thumb("a line that is indented too far", "syntax", "status: draft", "  status▸: draft"),
    thumb("a key without a colon", "syntax", "funding: None.\n", "▸funding None.\n"),
    thumb("a block with a mark that there is not", "syntax", COURSE, "natural_course: |▸x\n    It may settle."),
    thumb("a block that is indented less than it says", "wrong-kind", "  method: Made up for tests.\n", "  method:▸\n"),
    thumb("a word in a block that keeps its lines", "R04", COURSE, "natural_course: |\n    It may settle.\n\n    That is ▸common."),
    thumb("a word in a block that is folded", "R04", COURSE, "natural_course: >\n    It may settle.\n    That is\n    ▸common."),
    thumb("a word in a text in quotes that runs on", "R04", COURSE, 'natural_course: "It may settle.\n    That is ▸common."'),
    thumb("a list as a key", "odd-key", "glossary: {Splint:", "glossary: {▸[Splint]:"),
    thumb("braces as a key", "odd-key", "condition:\n", "condition:\n  ▸{name}: a thumb\n"),
    thumb("a second document", "second-document", "    read: page\n", "    read: page\n▸---\nid: another\n"),
    thumb("a second document after an end", "second-document", "    read: page\n", "    read: page\n...\n▸---\nid: another\n"),
    # Files that hold no set
    file("nothing at all", "empty", "▸"),
    file("comments alone", "empty", "▸# To be written.\n# Soon.\n"),
    file("null alone", "empty", "▸null\n"),
    file("the beginning of a document alone", "empty", "▸---\n"),
    file("a list at the top", "not-a-mapping", "▸- id: sore-thumb\n- title: A sore thumb\n"),
    file("a word at the top", "not-a-mapping", "# A set\n▸thumb\n"),
    file("another format", "not-a-mapping", "▸<html>\n"),
    file("everything in brackets", "not-a-mapping", lambda: f"▸[{{id: sore-thumb}}]\n# {WHOLE_THUMB[:10]}"),
)  # fmt: skip
