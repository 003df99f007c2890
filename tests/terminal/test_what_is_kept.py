"""What is said about what is kept: a note that points to a person, and a session that was cut short."""

from pathlib import Path

from tests.commands.running import rehearsed, sdm_on_terminal

CASE = "Mrs A, born 12.3.1950"


def test_a_note_that_points_to_a_person_is_warned_of_once_and_kept_as_it_is(home: Path) -> None:
    with sdm_on_terminal("walk", "knee-osteoarthritis", "--plain") as terminal:
        terminal.until("? help")
        terminal.type(b"??Anna Miller\n")
        terminal.until("That looks like a name, since it has no digit. A code is enough here;")
        terminal.until("? help")
        terminal.type(f"<\n{CASE}\n".encode())
        terminal.until("That looks like a date of birth. A code is enough here;")
        terminal.until("? help")
        terminal.type(f"<\n{CASE}\n.\n".encode())
        code, shown = terminal.rest()
    (session,) = (home / "sessions").glob("*.jsonl")

    assert (code, "That looks like" in shown) == (0, False)
    assert session.read_text(encoding="utf-8").count(CASE) == 2


def test_going_on_with_a_session_that_was_cut_short_says_so(home: Path, tmp_path: Path) -> None:
    name = rehearsed(tmp_path)
    session = home / "sessions" / f"{name}.jsonl"
    session.write_bytes(session.read_bytes()[:-10])
    with sdm_on_terminal("sessions", "resume", name, "--plain") as terminal:
        terminal.until("The last line of this session was cut short and is left out;")
