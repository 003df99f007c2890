"""YAML as a tree with places: what is kept, what is refused, and where it is said to stand."""

import itertools
from time import process_time

import pytest

from sdm_cli.content.placed import Mapping, Place, Scalar, Sequence, Slip, Unreadable, decode, parse, plain_value, split_lines, top_keys


def tree(raw: str | bytes) -> tuple[Mapping, list[Slip]]:
    root, slips = parse(decode(raw if isinstance(raw, bytes) else raw.encode()))
    assert root is not None
    return root, slips


def value(written: str) -> object:
    root, slips = tree(f"key: {written}\n")
    assert slips == []
    return plain_value(root.items["key"])


def refused(raw: str | bytes) -> Slip:
    with pytest.raises(Unreadable) as refusal:
        tree(raw)
    return refusal.value.slip


def reported(raw: str) -> list[tuple[str, Place, str]]:
    return [(slip.rule, slip.at, slip.message) for slip in tree(raw)[1]]


# ── What a value means ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "word",
    ["no", "yes", "on", "off", "y", "True", "FALSE", "Null", "NULL", "nan", ".nan", ".inf", "-.inf", "=", "<<"],
)
def test_only_the_small_words_true_false_and_null_are_more_than_words(word: str) -> None:
    assert value(word) == word


@pytest.mark.parametrize(
    "written",
    [
        "08",
        "007",
        "1:30",
        "12:30:45",
        "2026-11-01",
        "0x1F",
        "0o17",
        "0b1",
        "1_000",
        "1,000",
        "++1",
        "+",
        ".5",
        "5.",
        "1e",
        "1٣",
        "3/4",
        "27 %",
    ],
)
def test_what_is_no_plain_decimal_number_stays_as_written(written: str) -> None:
    assert value(written) == written


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("0", 0),
        ("-0", 0),
        ("18", 18),
        ("+1", 1),
        ("-3", -3),
        ("0.5", 0.5),
        ("1e5", 100000.0),
        ("2.5E-1", 0.25),
        ("-1.5", -1.5),
        ("9" * 30, int("9" * 30)),
    ],
)
def test_plain_decimal_numbers_are_numbers(written: str, number: float) -> None:
    found = value(written)
    assert found == number
    assert type(found) is type(number)


def test_a_number_of_thousands_of_digits_is_text_and_not_a_crash() -> None:
    assert value("9" * 31) == "9" * 31
    assert value("9" * 10_000) == "9" * 10_000


@pytest.mark.parametrize(("written", "meant"), [("true", True), ("false", False), ("null", None), ("~", None), ("", None)])
def test_true_false_and_null_mean_what_they_say(written: str, meant: object) -> None:
    assert value(written) is meant


@pytest.mark.parametrize("inside", ["18", "1e5", "0.5", "true", "null", "~", "", "no", "2026-11-01"])
@pytest.mark.parametrize("quote", ["'", '"'])
def test_whatever_stands_in_quotes_is_text(inside: str, quote: str) -> None:
    assert value(f"{quote}{inside}{quote}") == inside


@pytest.mark.parametrize("style", ["|-", ">-"])
def test_a_block_of_text_is_text_even_if_it_is_a_number(style: str) -> None:
    assert value(f"{style}\n  18") == "18"


def test_a_number_keeps_the_way_it_was_written() -> None:
    scalar = tree("key: 1.50\n")[0].items["key"]
    assert isinstance(scalar, Scalar)
    assert (scalar.text, scalar.value) == ("1.50", 1.5)


def test_lists_and_groups_of_keys_keep_their_order() -> None:
    written = "b: [3, 1, 2]\na:\n  - x: 1\n  - {z: 1, y: 2}\n"
    assert plain_value(tree(written)[0]) == {"b": [3, 1, 2], "a": [{"x": 1}, {"z": 1, "y": 2}]}
    assert list(tree(written)[0].items) == ["b", "a"]


# ── Where it stands ───────────────────────────────────────────────────────────────────────────────────────────────


def test_every_key_and_every_value_knows_its_line_and_column() -> None:
    root, _ = tree("first: 1\nlist:\n  - a\n  - key: 'é'\n    flow: [x, y]\n")
    listed = root.items["list"]
    assert isinstance(listed, Sequence)
    entry = listed.items[1]
    assert isinstance(entry, Mapping)
    assert [root.keys["list"].at, listed.at, entry.at, entry.items["key"].at, entry.keys["flow"].at, entry.items["flow"].at] == [
        Place(2, 1),
        Place(3, 3),
        Place(4, 5),
        Place(4, 10),
        Place(5, 5),
        Place(5, 11),
    ]


def test_columns_count_characters_and_not_bytes() -> None:
    root, _ = tree("key: {é€𝄞: 1, next: 2}\n")
    inner = root.items["key"]
    assert isinstance(inner, Mapping)
    assert inner.keys["next"].at == Place(1, 15)


def test_windows_line_ends_count_once_and_leave_no_trace_in_texts() -> None:
    root, slips = tree("a: one\r\nb: |\r\n  two\r\n  three\r\nc: 3\r\n")
    assert plain_value(root) == {"a": "one", "b": "two\nthree\n", "c": 3}
    assert (root.keys["c"].at, slips) == (Place(5, 1), [])


def test_a_byte_order_mark_is_not_part_of_the_first_key() -> None:
    root, slips = tree(b"\xef\xbb\xbfid: a\n")
    assert (plain_value(root), root.keys["id"].at, slips) == ({"id": "a"}, Place(1, 1), [])


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\x85", "\u2028", "\u2029"])
def test_our_lines_are_the_lines_that_yaml_counts(end: str) -> None:
    written = f"first: 'a{end}b'\nlast: c\n"
    assert split_lines(written)[tree(written)[0].keys["last"].at.line - 1] == "last: c"


def test_a_line_beyond_the_end_is_empty() -> None:
    assert split_lines("a\nb\n") == ["a", "b"]


# ── Slips that do not stop the reading ────────────────────────────────────────────────────────────────────────────


def test_a_repeated_key_is_reported_at_its_second_place_and_keeps_its_first_value() -> None:
    written = "a: 1\nb: 2\na: 3\n"
    assert reported(written) == [("duplicate-key", Place(3, 1), "'a' stands here a second time; first on line 1")]
    assert plain_value(tree(written)[0]) == {"a": 1, "b": 2}


def test_a_repeated_key_is_found_deep_inside_and_in_brackets() -> None:
    assert reported("a:\n  - {b: 1, b: 2}\n") == [("duplicate-key", Place(2, 12), "'b' stands here a second time; first on line 2")]


def test_the_same_key_in_two_groups_is_no_mistake() -> None:
    assert reported("a: {x: 1}\nb: {x: 2}\n") == []


def test_an_anchor_is_reported_and_its_value_still_read() -> None:
    written = "a: &name 5\nb: &list [1]\n"
    assert reported(written) == [("anchor", Place(1, 4), "'&name' names this place"), ("anchor", Place(2, 4), "'&list' names this place")]
    assert plain_value(tree(written)[0]) == {"a": 5, "b": [1]}


def test_a_tag_is_reported_and_runs_nothing() -> None:
    written = "a: !!python/object/apply:os.system ['exit 1']\nb: !own 5\n"
    assert [(rule, at) for rule, at, _ in reported(written)] == [("tag", Place(1, 4)), ("tag", Place(2, 4))]
    assert plain_value(tree(written)[0]) == {"a": ["exit 1"], "b": 5}


def test_an_anchor_and_a_tag_at_one_place_are_two_slips() -> None:
    assert [rule for rule, _, _ in reported("a: &x !y {}\n")] == ["anchor", "tag"]


# ── What stops the reading ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("written", "at"),
    [
        ("a: &x 1\nb: *x\n", Place(2, 4)),
        ("a: *nobody\n", Place(1, 4)),
        ("a: &x {b: 1}\nc:\n  <<: *x\n", Place(3, 7)),
        ("a: &a [x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n", Place(2, 8)),
    ],
)
def test_the_first_alias_stops_the_reading_so_no_bomb_goes_off(written: str, at: Place) -> None:
    slip = refused(written)
    assert (slip.rule, slip.at, slip.fix) == ("alias", at, "Write the text out here again.")


@pytest.mark.parametrize(
    ("written", "at"),
    [
        ("[" * 60_000, Place(1, 25)),
        ("a: " + "[" * 60_000, Place(1, 27)),
        ("a: " + "{b: " * 60_000, Place(1, 96)),
        ("- " * 30_000, Place(1, 49)),
        ("".join(f"{' ' * depth}k:\n" for depth in range(700)), Place(25, 25)),
    ],
)
def test_sixty_thousand_brackets_are_one_slip_and_no_crash(written: str, at: Place) -> None:
    began = process_time()
    slip = refused(written)
    assert (slip.rule, slip.at, slip.message) == ("too-deep", at, "nested more than 24 deep")
    assert process_time() - began < 5


def test_twenty_four_levels_are_read_and_one_more_is_refused() -> None:
    deepest = f"a: {'[' * 23}{']' * 23}\n"
    assert str(plain_value(tree(deepest)[0])) == f"{{'a': {'[' * 23}{']' * 23}}}"
    assert refused(f"a: {'[' * 24}{']' * 24}\n").rule == "too-deep"


@pytest.mark.parametrize(
    ("raw", "at", "byte"),
    [
        (b"id: a\xff\n", Place(1, 6), "0xff"),
        ("id: a\ntitle: Café\n".encode("latin-1"), Place(2, 11), "0xe9"),
        ("title: é€\n".encode() + b"note: \xfc", Place(2, 7), "0xfc"),
        ("id: a\n".encode("utf-16"), Place(1, 1), "0xff"),
        (b"\xef\xbb\xbfid: a\xff\n", Place(1, 6), "0xff"),
        ("\ufeffid: é€é".encode() + b"\xff\n", Place(1, 8), "0xff"),
    ],
    ids=["stray byte", "latin-1", "after wide characters", "utf-16", "after a byte order mark", "after a mark and wide characters"],
)
def test_text_that_is_not_utf_8_is_refused_at_its_first_wrong_byte(raw: bytes, at: Place, byte: str) -> None:
    slip = refused(raw)
    assert (slip.rule, slip.at, slip.message) == ("not-utf-8", at, f"byte {byte} is not UTF-8 text")


@pytest.mark.parametrize(
    ("written", "at", "code"),
    [
        ("id: a\x07b\n", Place(1, 6), "U+0007"),
        ("id: a\nb: é\x00\n", Place(2, 5), "U+0000"),
        ("id: a\r\nb: \x1b[31mred\n", Place(2, 4), "U+001B"),
        ("id: a\x7f\n", Place(1, 6), "U+007F"),
        ("id: 'a\u2028b'\nc: \x9b\n", Place(3, 4), "U+009B"),
    ],
)
def test_a_control_character_is_refused_at_its_place(written: str, at: Place, code: str) -> None:
    slip = refused(written)
    assert (slip.rule, slip.at, slip.message) == ("control-character", at, f"the character {code} may not stand in YAML")


def test_a_million_bytes_are_read_and_one_more_is_refused() -> None:
    largest = b"id: a #".ljust(1_000_000, b"x")
    assert plain_value(tree(largest)[0]) == {"id": "a"}
    slip = refused(largest + b"x")
    assert (slip.rule, slip.at, slip.fix) == ("too-large", Place(1, 1), "Split the file.")


def test_the_size_of_a_file_is_counted_in_bytes() -> None:
    assert refused("# " + "é" * 600_000).rule == "too-large"


@pytest.mark.parametrize("written", ["", "\n\n", "   \n", "# only\n# comments\n", "\ufeff", "\r\n"])
def test_a_file_without_anything_has_no_tree(written: str) -> None:
    assert parse(decode(written.encode())) == (None, [])


@pytest.mark.parametrize(
    ("written", "at"),
    [("a: 1\n---\nb: 2\n", Place(2, 1)), ("---\na: 1\n---\n", Place(3, 1)), ("a: 1\n...\n---\nb: 2\n", Place(3, 1))],
)
def test_a_second_document_is_refused_where_it_begins(written: str, at: Place) -> None:
    slip = refused(written)
    assert (slip.rule, slip.at) == ("second-document", at)


def test_one_document_may_begin_and_end_with_its_marks() -> None:
    root, slips = tree("---\na: 1\n...\n")
    assert (plain_value(root), slips) == ({"a": 1}, [])


@pytest.mark.parametrize(
    ("written", "at"), [("- a\n- b\n", Place(1, 1)), ("\n\n  word\n", Place(3, 3)), ("[a]", Place(1, 1)), ("# x\n5", Place(2, 1))]
)
def test_a_file_that_does_not_begin_with_a_key_is_told_how_to_begin(written: str, at: Place) -> None:
    slip = refused(written)
    assert (slip.rule, slip.at, slip.fix) == ("not-a-mapping", at, "Begin with a line such as: id: my-set")


@pytest.mark.parametrize(
    ("written", "at"),
    [("[a, b]: c\n", Place(1, 1)), ("{a: b}: c\n", Place(1, 1)), ("a: 1\n? - x\n: y\n", Place(2, 3)), ("a:\n  b: {[x]: 1}\n", Place(2, 7))],
)
def test_a_list_or_a_group_as_a_key_is_refused(written: str, at: Place) -> None:
    slip = refused(written)
    assert (slip.rule, slip.at) == ("odd-key", at)


@pytest.mark.parametrize(
    ("written", "at"),
    [("\ta: b\n", Place(1, 1)), ("a:\n\tb: c\n", Place(2, 1)), ("a:\n  b: c\n\td: e\n", Place(3, 1)), ("a:\n  - b\n \t- c\n", Place(3, 2))],
)
def test_a_tab_in_the_indentation_is_named_as_what_it_is(written: str, at: Place) -> None:
    slip = refused(written)
    assert (slip.rule, slip.at, slip.fix) == ("tab", at, "Replace the tab by spaces.")


@pytest.mark.parametrize("written", ["a:\tb\n", "a: 'b\tc'\n", "a: b\t# said so\n"])
def test_a_tab_where_yaml_allows_one_is_no_mistake(written: str) -> None:
    assert reported(written) == []


def test_a_harmless_tab_is_not_blamed_for_another_mistake() -> None:
    slip = refused("title:\tThumbs: a decision\n")
    assert (slip.rule, slip.at) == ("syntax", Place(1, 14))


@pytest.mark.parametrize(
    ("written", "at", "remedy"),
    [
        (
            "a: Thumbs: a decision\n",
            Place(1, 10),
            "A colon inside a text needs quotes round the whole text; or a line above is indented wrongly.",
        ),
        ("a: b\n c: d\n", Place(2, 3), "A colon inside a text needs quotes round the whole text; or a line above is indented wrongly."),
        ("a: [1, 2\nb: 3\n", Place(2, 2), "Check the indentation here and on the line above, and that brackets are closed."),
        ("a:\n  - b\n c: d\n", Place(3, 2), "Look at this line and the one above: indentation, quotes and colons."),
        ("a: @b\n", Place(1, 4), "Look at this line and the one above: indentation, quotes and colons."),
    ],
)
def test_a_syntax_error_has_a_place_and_a_remedy(written: str, at: Place, remedy: str) -> None:
    slip = refused(written)
    assert (slip.rule, slip.at, slip.fix) == ("syntax", at, remedy)


@pytest.mark.parametrize("written", ["a: 'never closed\nb: c\n", 'a: "never closed\n', "a: 'never closed"])
def test_a_quotation_mark_that_was_never_closed_is_asked_to_be_closed(written: str) -> None:
    slip = refused(written)
    assert (slip.rule, slip.fix) == ("syntax", "Close the quotation mark that was opened.")


@pytest.mark.parametrize("written", ["a: [1, 2", "a: {b", "a: 'b", 'a: "b', "a:\n  - [b", "? [a"])
def test_a_file_that_breaks_off_is_refused_at_a_place_inside_it(written: str) -> None:
    at = refused(written).at
    lines = written.split("\n")
    assert at.line <= len(lines)
    assert at.column <= len(lines[at.line - 1]) + 1


# ── The first lines ───────────────────────────────────────────────────────────────────────────────────────────────


def test_the_top_keys_come_in_order_with_their_single_values_only() -> None:
    written = "id: a\nlist: [b, c]\ndeep: {id: d, list: [{id: e}]}\ntitle: 'f'\nempty:\n"
    assert list(top_keys(written)) == [("id", "a"), ("list", None), ("deep", None), ("title", "f"), ("empty", "")]


def test_a_mistake_further_down_does_not_cost_the_first_keys() -> None:
    written = "id: a\ntitle: b\n" + "x: 1\n" * 10_000 + "broken: [\n"
    assert list(itertools.islice(top_keys(written), 2)) == [("id", "a"), ("title", "b")]


def test_a_mistake_on_the_way_is_a_refusal_with_its_place() -> None:
    keys = top_keys("id: a\ntitle: b: c\n")
    assert next(keys) == ("id", "a")
    with pytest.raises(Unreadable) as refusal:
        list(keys)
    assert (refusal.value.slip.rule, refusal.value.slip.at) == ("syntax", Place(2, 9))
