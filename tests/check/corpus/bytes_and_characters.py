"""Bytes that are no text, characters that nobody sees, and characters that are wider than they count."""

from tests.check.corpus.broken import file, thumb
from tests.check.whole_thumb import WHOLE_THUMB

HEAD, TAIL = WHOLE_THUMB.encode().split(b"A sore thumb\n", 1)
SUITS = "suits: [People with a sore thumb]"
MARK = b"\xef\xbb\xbf"


def titled(title: bytes) -> bytes:
    return HEAD + title + b"\n" + TAIL


BYTES_AND_CHARACTERS = (
    # Not UTF-8
    file("Latin-1", "not-utf-8", titled(b"Caf\xe2\x96\xb8\xe9 thumb")),
    file("Windows-1252 quotation marks", "not-utf-8", titled("▸".encode() + b"\x93A sore thumb\x94")),
    file("a byte that no text has", "not-utf-8", titled("A sore thumb▸".encode() + b"\xff")),
    file("UTF-16", "not-utf-8", "▸".encode() + WHOLE_THUMB.encode("utf-16")),
    file("half of a pair of characters, as bytes", "not-utf-8", titled("A sore ▸".encode() + b"\xed\xa0\xbe thumb")),
    file("a wide character that breaks off", "not-utf-8", titled("🤕 ▸".encode() + "🤕".encode()[:3])),
    file("an overlong slash", "not-utf-8", titled("A ▸".encode() + b"\xc0\xaf thumb")),
    file("a packed file", "not-utf-8", b"\x1f" + "▸".encode() + b"\x8b\x08\x00thumb"),
    # Characters that YAML forbids
    thumb("a NUL", "control-character", "title: A sore thumb", "title: A sore ▸\0thumb"),
    thumb("a NUL after wide characters", "control-character", "title: A sore thumb", "title: 親指 🤕 ▸\0"),
    thumb("an escape that colours a terminal", "control-character", "title: A sore thumb", "title: ▸\x1b[31mA sore thumb"),
    thumb("a backspace", "control-character", "title: A sore thumb", "title: A sorr▸\x08e thumb"),
    thumb("a delete", "control-character", "title: A sore thumb", "title: A sore thumb▸\x7f"),
    thumb("a form feed between two parts", "control-character", "suits:", "▸\x0csuits:"),
    thumb("no character at all", "control-character", "title: A sore thumb", "title: A sore ▸\ufffe thumb"),
    thumb("a NUL that is escaped is a text", "", "title: A sore thumb", r'title: "A sore \0 thumb"'),
    # A byte order mark
    file("a byte order mark before a wrong id", "wrong-form", MARK + WHOLE_THUMB.encode().replace(b"id: sore-thumb", "id: ▸Sore Thumb".encode())),
    file("a byte order mark before a wrong key", "unknown-key", MARK + "▸".encode() + WHOLE_THUMB.encode().replace(b"id: sore-thumb", b"idd: sore-thumb")),
    file("a byte order mark alone", "empty", MARK + "▸".encode()),
    # Ends of lines
    file("lines as Windows ends them", "dangling-id", lambda: WHOLE_THUMB.replace("outcomes: [itch]", "outcomes: [▸itchy]").replace("\n", "\r\n")),
    file("lines as old computers ended them", "dangling-id", lambda: WHOLE_THUMB.replace("outcomes: [itch]", "outcomes: [▸itchy]").replace("\n", "\r")),
    file("ends of lines of both kinds", "R04", lambda: WHOLE_THUMB.replace("or come and go", "\r\n    and that is ▸common").replace("status: draft\n", "status: draft\r\n")),
    thumb("a line separator in quotes counts as a line", "wrong-kind", "title: A sore thumb", "title: 'A sore\u2028 thumb'", "interests: None.", "interests: ▸5"),
    thumb("a word after a line separator", "R04", "natural_course: It may settle, or come and go.", "natural_course: 'It may\u2028    be ▸common.'"),
    thumb("a paragraph separator", "wrong-kind", "title: A sore thumb", "title: 'A sore\u2029 thumb'", "interests: None.", "interests: ▸5"),
    thumb("a next line", "wrong-kind", "title: A sore thumb", "title: 'A sore\x85 thumb'", "interests: None.", "interests: ▸5"),
    # Columns count characters
    thumb("an emoji before the place", "wrong-kind", SUITS, "suits: [🤕 thumbs, 👍🏽 thumbs, ▸5]"),
    thumb("wide characters before the place", "unknown-key", "evidence:\n  method: Made up for tests.\n  quality: Made up as well.", "evidence: {method: 親指の痛み, quality: 少し, ▸qualty: 少し}"),
    thumb("combining characters before the place", "wrong-kind", SUITS, "suits: [Cafe\u0301 owners, ▸5]"),
    thumb("letters from right to left before the place", "wrong-kind", SUITS, "suits: [אנשים עם אגודל, ▸5]"),
    thumb("a space that does not break before the place", "wrong-kind", SUITS, "suits: [People\xa0with a thumb, ▸5]"),
    thumb("a space of no width inside an id", "wrong-form", "id: sore-thumb", "id: ▸sore\u200bthumb"),
    thumb("a letter of another alphabet inside an id", "dangling-id", "outcomes: [itch]", "outcomes: [▸\u0456tch]"),
    thumb("a word after an emoji", "R04", "It may settle, or come and go.", "🤕🤕 It may settle. That is ▸common."),
    thumb("a word after wide characters", "R14", "It may settle, or come and go.", "親指 is ▸best left alone."),
    thumb("figures of another alphabet for a date", "wrong-form", "updated: 2026-11-01", "updated: ▸٢٠٢٦-11-01"),
)  # fmt: skip
