"""From a file to a value, or to every mistake in it: what, where, and what to do."""

import json
from pathlib import Path
from time import process_time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sdm_cli.content.catalogue import BUNDLED
from sdm_cli.content.reading import read
from sdm_cli.model.guide import GuideFile
from tests.content.sore_thumb import HERE, SORE_THUMB, changed, findings, reading

COUNT = "events: 18\n"
DOI = "doi: 10.1000/thumb"
REST_STUDIED = "rest: not studied"
KEYS_OF_A_SOURCE = "id, title, authors, year, published_in, doi, pmid, pmcid, url, read, quoted_in, note"

# ── All of a file ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_file_without_mistakes_is_a_value_and_nothing_else() -> None:
    found = reading(SORE_THUMB)
    assert found.diagnostics == ()
    assert found.value is not None
    assert [option.id for option in found.value.options] == ["rest", "splint"]


def test_one_mistake_of_any_sort_and_there_is_no_value() -> None:
    for mistake in ("title: again\n", "unknown: key\n", "glossary: &name {}\n", "no_action_reason: 5\n"):
        assert reading(SORE_THUMB + mistake).value is None, mistake


def test_all_mistakes_of_a_file_come_together_in_its_order() -> None:
    marked = changed(
        ("id: sore-thumb", "id: ▸Sore_Thumb"),
        ("funding: None.\n", "▸fundng: None.\nfunding:▸\n"),
        ("outcomes: [less-pain]", "outcomes: [▸les-pain]"),
        ("certainty: low", "certainty: ▸rather low"),
        ("year: 2020", "year: ▸c. 2020"),
        ("year: 2021", "year: ▸&then 2021\n    ▸year: 2022"),
    )
    assert [rule for rule, _, _ in findings(marked)] == [
        "wrong-form",
        "unknown-key",
        "wrong-kind",
        "dangling-id",
        "not-a-choice",
        "wrong-kind",
        "anchor",
        "duplicate-key",
    ]


def test_two_mistakes_on_one_line_come_from_left_to_right() -> None:
    marked = changed(("scale: {lowest: 0, highest: 10,", "scale: {lowest: ▸none, ▸hihgest: 10,"))
    assert [rule for rule, _, _ in findings(marked)] == ["wrong-kind", "unknown-key"]


def test_a_syntax_error_comes_alone() -> None:
    marked = changed(("title: A sore thumb", "titel: A sore thumb"), ("interests: None.", "interests: None▸: at all"))
    assert [rule for rule, _, _ in findings(marked)] == ["syntax"]


def test_a_finding_names_the_file_and_repeats_the_line_as_written() -> None:
    raw = b"\xef\xbb\xbf" + changed(("status: fictional", "status:   made \t up # for now")).replace("\n", "\r\n").encode()
    (found,) = reading(raw).diagnostics
    assert (found.file, found.line, found.excerpt) == ("thumb.yaml", 4, "status:   made \t up # for now")
    assert found.excerpt[found.column - 1 :][: found.width] == "made \t up"


def test_the_offending_text_is_what_is_underlined() -> None:
    marked = changed(
        ("title: A sore thumb", "▸titel: A sore thumb"),
        ("kind: harm", "kind: ▸harmful"),
        ("option: splint", "option: ▸splnt"),
        ("year: 2020", "year: ▸1020"),
    )
    found = reading(marked.replace(HERE, "")).diagnostics
    assert [one.excerpt[one.column - 1 :][: one.width] for one in found] == ["titel", "harmful", "splnt", "1020"]


def test_a_text_that_is_not_utf_8_is_shown_with_a_stand_in_for_the_byte() -> None:
    (found,) = reading("title: Café\n".encode("latin-1")).diagnostics
    assert (found.rule, found.column, found.excerpt) == ("not-utf-8", 11, "title: Caf\ufffd")


def test_a_byte_order_mark_is_not_shown_and_does_not_move_the_place() -> None:
    (found,) = reading(b"\xef\xbb\xbftitle: @home\n").diagnostics
    assert (found.rule, found.line, found.column, found.excerpt) == ("syntax", 1, 8, "title: @home")


@pytest.mark.parametrize("written", ["", "\n", "# to be written\n"])
def test_an_empty_file_is_told_where_to_read_how(written: str) -> None:
    marked = f"▸{written}"
    assert findings(marked) == [("empty", "the file is empty", "Write one: see docs/option-sets.md.")]


def test_three_thousand_mistakes_are_found_within_a_second() -> None:
    reading("titel: the validator is loaded before the clock starts\n")
    began = process_time()
    found = reading("title: again\n" * 3001).diagnostics
    assert process_time() - began < 1
    assert len([one for one in found if one.rule == "duplicate-key"]) == 3000


# ── Every kind of mistake in keys and values ──────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("title: A sore thumb\n", "▸titel: A sore thumb\n", ("'titel' is not a key that stands here", "Did you mean 'title'?")),
        ("certainty: low", "▸certanty: low", ("'certanty' is not a key that stands here", "Did you mean 'certainty'?")),
        (
            "undo: Take it off.",
            "undo: Take it off.\n      ▸vists: Two",
            ("'vists' is not a key that stands here", "Did you mean 'visits'?"),
        ),
        ("read: abstract", "read: abstract\n    ▸zzz: 1", ("'zzz' is not a key that stands here", f"Possible here: {KEYS_OF_A_SOURCE}.")),
    ],
)
def test_an_unknown_key_names_the_nearest_or_all_that_are_possible(old: str, new: str, said: tuple[str, str]) -> None:
    assert findings(changed((old, new))) == [("unknown-key", *said)]


def test_several_unknown_keys_of_one_place_are_several_findings() -> None:
    marked = changed(("  method: Made up for tests.", "  method: Made up for tests.\n  ▸qualty: poor\n  ▸zzz: 1"))
    assert [fix for _, _, fix in findings(marked)] == ["Did you mean 'quality'?", "Possible here: method, quality."]


@pytest.mark.parametrize(
    ("pieces", "said"),
    [
        ([("id: sore-thumb", "▸id: sore-thumb"), ("title: A sore thumb\n", "")], ("the file has no 'title'", "Add a line here: 'title: …'.")),
        ([("evidence:\n  method: Made", "▸evidence:\n  quality: Made")], ("'evidence' has no 'method'", "Add a line here: 'method: …'.")),
        (
            [("    kind: harm\n    time: 1 week\n", ""), ("id: itch", "▸id: itch")],
            ("entry 3 of 'outcomes' ('itch') has no 'kind', 'time'", "Add lines here: 'kind: …', 'time: …'."),
        ),
        ([("name: Test authors\n    role", "▸role")], ("entry 1 of 'authors' has no 'name'", "Add a line here: 'name: …'.")),
        ([("reference:\n      name: No splint\n", "▸reference:\n")], ("'reference' has no 'name'", "Add a line here: 'name: …'.")),
        ([("{bears: supports, because: Both hands stay free.}", "{bears: supports}"), ("rest: {bears", "▸rest: {bears")], ("'rest' has no 'because'", "Add a line here: 'because: …'.")),
        ([("splint: {more: 3, sources: [trial]}", "▸splint: {more: 3}")], ("'splint' has no 'sources'", "Add a line here: 'sources: …'.")),
        ([("sources:\n  - id: trial", "attested: {▸patient_needs: {by: Us}}\nsources:\n  - id: trial")], ("'patient_needs' has no 'on'", "Add a line here: 'on: …'.")),
    ],
)  # fmt: skip
def test_all_missing_keys_of_one_place_are_one_finding(pieces: list[tuple[str, str]], said: tuple[str, str]) -> None:
    assert findings(changed(*pieces)) == [("missing-key", *said)]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("funding: None.", "funding: ▸8", ("'funding' should be text, and here stands the number 8", 'Put it in quotes: "8"')),
        (
            "funding: None.",
            "funding: ▸true",
            ("'funding' should be text, and here stands true or false ('true')", 'Put it in quotes: "true"'),
        ),
        ("funding: None.", "funding:▸", ("'funding' should be text, and here stands nothing", "Write text.")),
        ("funding: None.", "funding: ▸[a]", ("'funding' should be text, and here stands a list", "Write text.")),
        (DOI, "pmid: ▸123", ("'pmid' should be text, and here stands the number 123", 'Put it in quotes: "123"')),
        (
            "suits: [People with a sore thumb]",
            "suits: [▸1]",
            ("this entry should be text, and here stands the number 1", 'Put it in quotes: "1"'),
        ),
        (
            "suits: [People with a sore thumb]",
            "suits: ▸Everybody",
            (
                "'suits' should be a list, and here stands the text 'Everybody'",
                "Write each entry on a line of its own, beginning with '- '.",
            ),
        ),
        (
            "range: [10, 26]",
            "range: ▸10 to 26",
            (
                "'range' should be a list, and here stands the text '10 to 26'",
                "Write each entry on a line of its own, beginning with '- '.",
            ),
        ),
        (
            COUNT,
            "events: ▸18 of 100\n",
            (
                "'events' should be a whole number, and here stands the text '18 of 100'",
                "Write digits only; the denominator, the time and the unit have keys of their own.",
            ),
        ),
        (
            COUNT,
            "events: ▸18.5\n",
            (
                "'events' should be a whole number, and here stands the number 18.5",
                "Write digits only; the denominator, the time and the unit have keys of their own.",
            ),
        ),
        (
            COUNT,
            "events: ▸{a: 1}\n",
            (
                "'events' should be a whole number, and here stands a group of keys",
                "Write digits only; the denominator, the time and the unit have keys of their own.",
            ),
        ),
        (
            "mean: 6.5",
            "mean: ▸'6.5'",
            (
                "'mean' should be a number, and here stands the text '6.5'",
                "Write digits only; the denominator, the time and the unit have keys of their own.",
            ),
        ),
        (
            "evidence:\n  method: Made up for tests.",
            "evidence: ▸Made up.",
            ("'evidence' should be keys with values, and here stands the text 'Made up.'", "Write the keys below, indented by two spaces."),
        ),
        (
            "{bears: supports, because: Both hands stay free.}",
            "▸supports",
            ("'rest' should be keys with values, and here stands the text 'supports'", "Write the keys below, indented by two spaces."),
        ),
    ],
)
def test_a_value_of_the_wrong_kind_says_what_should_stand_there(old: str, new: str, said: tuple[str, str]) -> None:
    assert findings(changed((old, new))) == [("wrong-kind", *said)]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("status: fictional", "status: ▸Fictional", ("'status' cannot be 'Fictional'", "Did you mean 'fictional'?")),
        ("status: fictional", "status: ▸x", ("'status' cannot be 'x'", "Write one of: draft, fictional, published.")),
        ("certainty: low", "certainty: ▸very-low", ("'certainty' cannot be 'very-low'", "Did you mean 'very low'?")),
        ("{bears: supports", "{bears: ▸suports", ("'bears' cannot be 'suports'", "Did you mean 'supports'?")),
        (
            REST_STUDIED,
            "rest: ▸not studid",
            ("'rest' cannot be 'not studid'", "Did you mean 'not studied'? Or write the keys of a value below, indented."),
        ),
        (
            REST_STUDIED,
            "rest: ▸5",
            ("'rest' cannot be '5'", "Write one of: does not apply, not known, not studied. Or write the keys of a value below, indented."),
        ),
    ],
)
def test_a_word_that_is_not_among_the_choices_names_the_nearest_or_all(old: str, new: str, said: tuple[str, str]) -> None:
    assert findings(changed((old, new))) == [("not-a-choice", *said)]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "id: sore-thumb",
            "id: ▸sore_thumb",
            ("'sore_thumb' does not have the form of 'id'", "Small letters, digits and hyphens, such as knee-osteoarthritis."),
        ),
        (
            "id: how-long",
            "id: ▸How long",
            ("'How long' does not have the form of 'id'", "Small letters, digits and hyphens, such as knee-osteoarthritis."),
        ),
        (
            "updated: 2026-11-01",
            "updated: ▸01.11.2026",
            ("'01.11.2026' does not have the form of 'updated'", "Year, month and day, such as 2026-11-21."),
        ),
    ],
)
def test_a_text_of_the_wrong_form_says_which_form_it_should_have(old: str, new: str, said: tuple[str, str]) -> None:
    assert findings(changed((old, new))) == [("wrong-form", *said)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (DOI, "doi: ▸https://doi.org/10.1000/thumb"),
        (DOI, "doi: ▸10.1000/a b"),
        (DOI, "pmid: ▸PMID 123"),
        (DOI, "pmcid: ▸'123'"),
        (DOI, "url: ▸www.example.org"),
        ("status: fictional", "status: fictional\nlanguage: ▸English"),
    ],
)
def test_an_address_or_a_number_of_a_source_has_its_form(old: str, new: str) -> None:
    assert [rule for rule, _, _ in findings(changed((old, new)))] == ["wrong-form"]


@pytest.mark.parametrize("written", ["2026-13-01", "2026-02-30"])
def test_a_day_that_no_calendar_has_is_found(written: str) -> None:
    assert len(findings(changed(("updated: 2026-11-01", f"updated: ▸{written}")))) == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("id: sore-thumb", 'id: ▸"sore-thumb\\n"'),
        ("updated: 2026-11-01", 'updated: ▸"2026-11-01\\n"'),
        ("updated: 2026-11-01", "updated: ▸٢٠٢٦-11-01"),
        (DOI, 'pmid: ▸"123\\n"'),
        (DOI, "pmid: ▸'١٢٣'"),
    ],
)
def test_a_form_holds_for_every_character(old: str, new: str) -> None:
    assert [rule for rule, _, _ in findings(changed((old, new)))] == ["wrong-form"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("{more: 3", "{more: ▸-3", ("'-3': 'more' must be at least 0", "Check the number.")),
        ("year: 2020", "year: ▸1020", ("'1020': 'year' must be at least 1800", "Check the number.")),
        ("year: 2020", "year: ▸20200", ("'20200': 'year' must be at most 2200", "Check the number.")),
        ("kind: harm", "kind: harm\n    out_of: ▸0", ("'0': 'out_of' must be at least 1", "Check the number.")),
    ],
)
def test_a_number_out_of_bounds_names_the_bound(old: str, new: str, said: tuple[str, str]) -> None:
    text = changed((old, new)).replace("{more: 3, sources: [trial]}", "not known") if "out_of" in new else changed((old, new))
    assert findings(text) == [("out-of-bounds", *said)]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("funding: None.", "funding: ▸''", ("empty-text", "'funding' is empty", "Write it, or delete the key.")),
        ("suits: [People with a sore thumb]", 'suits: [▸""]', ("empty-text", "this entry is empty", "Write it, or delete the key.")),
        ("name: Rest\n", f"name: ▸{'R' * 49}\n", ("too-long", "'name' has 49 characters; at most 48 fit", "Shorten it.")),
        ("name: Typing", f"name: ▸{'é' * 41}", ("too-long", "'name' has 41 characters; at most 40 fit", "Shorten it.")),
        ("suits: [People with a sore thumb]", "▸suits: []", ("too-few", "'suits' has too few entries; at least 1", "Add what is missing.")),
        (
            "listen_for: [By day only]",
            "▸listen_for: []",
            ("too-few", "'listen_for' has too few entries; at least 1", "Add what is missing."),
        ),
        ("range: [10, 26]", "▸range: [10]", ("too-few", "'range' has too few entries; at least 2", "Add what is missing.")),
        ("range: [10, 26]", "▸range: [10, 18, 26]", ("too-many", "'range' has too many entries; at most 2", "Delete what is too much.")),
    ],
)
def test_too_much_or_too_little_is_counted(old: str, new: str, said: tuple[str, str, str]) -> None:
    assert findings(changed((old, new))) == [said]


@pytest.mark.parametrize("name", ["R" * 48, "é" * 48])
def test_a_name_of_just_the_allowed_length_fits(name: str) -> None:
    assert findings(changed(("name: Rest\n", f"name: {name}\n"))) == []


@pytest.mark.parametrize("key", ["+1", "01", "1", "0", "-1", "''", "'a/b~1'", "18446744073709551616"])
def test_a_key_that_looks_like_a_place_in_a_list_is_a_key(key: str) -> None:
    said = reading(f"{SORE_THUMB}glossary: {{word: It is one., {key}: [not, one]}}\n").diagnostics
    deeper = reading(changed(("rest: {bears", f"{key}: {{bears: [5]}}\n      rest: {{bears"))).diagnostics

    assert [(each.rule, each.line) for each in said if each.rule == "wrong-kind"] == [("wrong-kind", SORE_THUMB.count("\n") + 1)]
    assert deeper


def test_a_long_text_is_not_repeated_whole_in_a_message() -> None:
    ((_, message, _),) = findings(changed(("status: fictional", f"status: ▸{'x' * 500}")))
    assert message == f"'status' cannot be '{'x' * 40}…'"


def test_only_the_empty_word_of_a_glossary_is_a_mistake() -> None:
    assert len(findings(changed(("questions:", "glossary: {▸'': nothing, Thumb joint: where it hurts}\nquestions:")))) == 1


# ── One slip is one finding ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: A sore thumb\n", "▸titel: A sore thumb\n"),
        (COUNT, "▸evnts: 18\n"),
        ("arithmetic: 9", "▸arithmetc: 9"),
        ("basis: derived", "basis: ▸derivd"),
        ("event: had less pain", "▸evnt: had less pain"),
        ("no_action: true", "▸no_acton: true"),
        ("no_action: true", "no_action: ▸True"),
        ("scale: {lowest", "▸scal: {lowest"),
        ("reference:", "▸refrence:"),
        ("by_option:\n      rest: not studied", "▸by_opton:\n      rest: not studied"),
        (REST_STUDIED, "▸rst: not studied"),
        ("rest: Some days.", "▸rset: Some days."),
        ("rest: {bears", "▸rets: {bears"),
        (COUNT, "events: ▸180\n"),
        (COUNT, "events: ▸-18\n"),
        (COUNT, "events: ▸1e999\n"),
        (REST_STUDIED, f"{REST_STUDIED}\n      ▸Someone Else: not studied"),
    ],
)  # fmt: skip
def test_one_slip_is_one_finding(old: str, new: str) -> None:
    assert len(findings(changed((old, new)))) == 1


def test_a_missing_key_that_was_only_misspelt_is_not_said_twice_but_the_others_are_still_named() -> None:
    marked = changed(
        ("  method: Made up for tests.", "  ▸metod: Made up."),
        ("funding: None.\ninterests: None.\n", "▸fundin: None.\n"),
        ("id: sore-thumb", "▸id: sore-thumb"),
    )
    assert [(rule, message) for rule, message, _ in findings(marked)] == [
        ("missing-key", "the file has no 'interests'"),
        ("unknown-key", "'fundin' is not a key that stands here"),
        ("unknown-key", "'metod' is not a key that stands here"),
    ]


# ── A value, or at least one finding ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (COUNT, "events: 18.0\n"),
        (COUNT, "events: 1e1\n"),
        (COUNT, "events: 99999999999999999999\n"),
        ("{more: 3", "{more: 3.0"),
        ("year: 2020", "year: 2020.0"),
        ("year: 2020", "year: 202e1"),
        (DOI, 'doi: "10.1000/a\\x85b"'),
        (DOI, 'doi: "10.1000/a\\x1cb"'),
        (DOI, 'url: "https://a\\x1fb"'),
        (DOI, 'doi: "10.1000/a\\uFEFFb"'),
    ],
)
def test_a_file_is_never_refused_without_a_reason(old: str, new: str) -> None:
    found = reading(changed((old, new)))
    assert (found.value is None) == (len(found.diagnostics) > 0)


@pytest.mark.parametrize("written", ["events:\n", "events: null\n", "events: ~\n"])
def test_a_figure_without_its_number_is_found(written: str) -> None:
    assert reading(changed((COUNT, written))).value is None


@pytest.mark.parametrize("written", ["1e999", "-1e999"])
def test_a_score_beyond_all_numbers_is_found(written: str) -> None:
    assert reading(changed(("mean: 6.5", f"mean: {written}"))).value is None


def holds(raw: bytes) -> None:
    """What is promised of any file at all."""
    found = reading(raw)
    assert (found.value is None) == bool(found.diagnostics)
    assert list(found.diagnostics) == sorted(set(found.diagnostics))
    lines = _lines(raw)
    for one in found.diagnostics:
        assert 1 <= one.line <= len(lines), one
        assert 1 <= one.column <= len(lines[one.line - 1]) + 1, one
        assert one.excerpt == lines[one.line - 1]
        assert one.rule
        assert one.message
        assert one.fix


def _lines(raw: bytes) -> list[str]:
    """The lines of a file as YAML counts them."""
    text = raw.decode("utf-8-sig", errors="replace").replace("\r\n", "\n")
    for end in "\r\x85\u2028\u2029":
        text = text.replace(end, "\n")
    return text.split("\n")


quick = settings(deadline=None, max_examples=120, suppress_health_check=[HealthCheck.too_slow])
pieces = st.sampled_from(
    [*"abk:-?[]{},#&*!|>'\"%@`~=.0189 \t\n\r\\é€𝄞\u2028\x85\ufeff\x00\x07", ": ", "- ", "\n  ", "\n- ", "id: ", "---\n", "...\n", "<<: ", "!!str ", "&a ", "*a", "options:\n  - ", "\r\n"]
)  # fmt: skip


@quick
@given(st.binary(max_size=60))
def test_arbitrary_bytes_are_a_value_or_have_findings_inside_the_file(raw: bytes) -> None:
    holds(raw)


@quick
@given(st.lists(pieces, max_size=25).map("".join))
def test_arbitrary_text_is_a_value_or_has_findings_inside_the_file(written: str) -> None:
    holds(written.encode())


WORDS = sorted({word for line in SORE_THUMB.split("\n") for word in line.replace("- ", "").split(":")[:1] if word.strip()})
scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=5),
    st.sampled_from([*(word.strip() for word in WORDS), "rest", "splint", "trial", "less-pain", "not known", "2026-11-01"]),
)
keys = st.sampled_from([word.strip() for word in WORDS]) | st.text(max_size=4)
structures = st.recursive(scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=6), max_leaves=15)


@settings(quick, max_examples=30)
@given(st.dictionaries(keys, structures, max_size=12), st.booleans())
def test_arbitrary_structures_are_a_value_or_have_findings_inside_the_file(structure: dict[str, object], ascii_only: bool) -> None:  # noqa: FBT001
    holds(json.dumps(structure, ensure_ascii=ascii_only).encode())


LINES = SORE_THUMB.split("\n")
instead = st.sampled_from(
    ["", " x", " 5", " -1", " 5.0", " 1e3", " 1e999", " true", " null", " []", " {}", " [1]", " [a, b, c]", " {a: b}", " ''", " '5'", ' "a\\n"', " |", " &a b", " !t b", " no", " rest", " trial", " 2026-02-31", " é\u2028"]
)  # fmt: skip
changes = st.lists(
    st.tuples(st.integers(0, len(LINES) - 2), st.sampled_from(["value", "drop", "twice", "key", "deeper"]), instead), min_size=1, max_size=4
)


@settings(quick, max_examples=100)
@given(changes)
def test_a_good_file_with_some_lines_spoilt_is_a_value_or_has_findings_inside_the_file(changes: list[tuple[int, str, str]]) -> None:
    lines = list(LINES)
    for at, how, new in changes:
        key, colon, value = lines[at].partition(":")
        match how:
            case "value":
                lines[at] = f"{key}{colon}{new}"
            case "drop":
                lines[at] = ""
            case "twice":
                lines[at] = f"{lines[at]}\n{lines[at]}"
            case "key":
                lines[at] = f"{key}x{colon}{value}"
            case _:
                lines[at] = f"  {lines[at]}"
    holds("\n".join(lines).encode())


@pytest.mark.parametrize("path", sorted(BUNDLED.glob("*/*.yaml")), ids=lambda path: path.stem)
def test_any_file_cut_off_anywhere_has_findings_inside_what_is_left(path: Path) -> None:
    raw = path.read_bytes()
    for end in range(0, len(raw), len(raw) // 8):
        holds(raw[:end])


def test_other_kinds_of_file_are_read_the_same_way() -> None:
    found = read(b"id: Own Guide\ntalk: []\n", "own.yaml", GuideFile, lambda _: iter(()))
    assert [(one.line, one.column, one.rule, one.fix) for one in found.diagnostics] == [
        (1, 1, "missing-key", "Add lines here: 'title: …', 'version: …', 'summary: …', 'source: …', 'before: …', 'after: …'."),
        (1, 5, "wrong-form", "Small letters, digits and hyphens, such as knee-osteoarthritis."),
        (2, 1, "unknown-key", "Did you mean 'talks'?"),
    ]
