"""The commands and their help. Each body imports what it runs, so that a command loads only what it uses."""

import os
import sys
from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from sdm_cli import __version__

_WELCOME = """sdm rehearses shared decision making: three talks, reasonable options, honest numbers.

  sdm walk knee-osteoarthritis    rehearse a conversation, step by step
  sdm practice                    talk with a made-up patient
  sdm show knee-osteoarthritis    read the options, pros and cons, and chances
  sdm list                        see which decisions there are

sdm --help lists everything."""


class Kind(str, Enum):
    """What the library holds."""

    option_sets = "option-sets"
    guides = "guides"
    cases = "cases"


class Format(str, Enum):
    """What a session can be written as."""

    markdown = "markdown"
    html = "html"
    handout = "handout"
    json = "json"
    answers = "answers"
    csv = "csv"
    jsonl = "jsonl"
    parquet = "parquet"


class ReportFormat(str, Enum):
    """What the report on a class can be written as."""

    markdown = "markdown"
    html = "html"
    json = "json"
    csv = "csv"
    parquet = "parquet"


class JoinedFormat(str, Enum):
    """What the joined page of a role play can be written as."""

    markdown = "markdown"
    html = "html"
    json = "json"


class PageFormat(str, Enum):
    """What a page of an option set can be written as."""

    html = "html"
    markdown = "markdown"
    json = "json"
    pdf = "pdf"


class Part(str, Enum):
    """What of an option set can be shown alone."""

    options = "options"
    grid = "grid"
    chances = "chances"
    values = "values"
    questions = "questions"
    sources = "sources"


class File(str, Enum):
    """Kinds of file that have a schema."""

    option_set = "option-set"
    case = "case"
    guide = "guide"
    steps = "steps"
    session = "session"


class Profile(str, Enum):
    """How much is asked of an option set."""

    teaching = "teaching"
    clinical = "clinical"


class Findings(str, Enum):
    """How findings are printed."""

    text = "text"
    json = "json"
    github = "github"
    sarif = "sarif"


class Role(str, Enum):
    """Who takes part in a role play."""

    patient = "patient"
    clinician = "clinician"
    observer = "observer"
    all = "all"


class Played(str, Enum):
    """Whose part somebody played in a role play."""

    patient = "patient"
    clinician = "clinician"


class Template(str, Enum):
    """The order of a feedback sheet."""

    agenda = "agenda"
    pendleton = "pendleton"


class Scored(str, Enum):
    """Measures whose arithmetic is known here; none of their items is."""

    collaborate = "collaborate"
    sure = "sure"
    dcs = "dcs"
    option5 = "option5"


class CardFormat(str, Enum):
    """What a role card can be written as."""

    html = "html"
    markdown = "markdown"


class New(str, Enum):
    """Kinds of file that can be begun."""

    option_set = "option-set"
    case = "case"
    guide = "guide"


class Shell(str, Enum):
    """Shells with completion."""

    bash = "bash"
    zsh = "zsh"
    fish = "fish"


app = typer.Typer(
    name="sdm",
    help="Rehearse a shared decision: three talks, reasonable options, honest numbers. Offline. No medical advice.",
    # Loading it would cost every command a tenth of its start; only a shell that completes asks for it.
    add_completion="_SDM_COMPLETE" in os.environ,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Example: sdm walk knee-osteoarthritis --export summary.md",
)
sessions = typer.Typer(
    help="Go on with, read, write out or delete what was rehearsed.", rich_markup_mode=None, epilog="Example: sdm sessions resume"
)
app.add_typer(sessions, name="sessions")
a_class = typer.Typer(
    help="See what a class practised, and what to teach again.", rich_markup_mode=None, epilog="Example: sdm class report handed-in"
)
app.add_typer(a_class, name="class")


def _option_set_ids(incomplete: str) -> list[str]:
    from sdm_cli.commands.completing import option_set_ids

    return option_set_ids(incomplete)


def _case_ids(incomplete: str) -> list[str]:
    from sdm_cli.commands.completing import case_ids

    return case_ids(incomplete)


def _session_ids(incomplete: str) -> list[str]:
    from sdm_cli.commands.completing import session_ids

    return session_ids(incomplete)


def _ids_to_watch(incomplete: str) -> list[str]:
    return [*_case_ids(incomplete), *_option_set_ids(incomplete)]


Plain = Annotated[bool, typer.Option("--plain", help="Line by line: no boxes, no colour, no redraw. For screen readers.")]
Json = Annotated[bool, typer.Option("--json", help="One JSON object; described in docs/json.md.")]
Force = Annotated[bool, typer.Option("--force", help="Replace files that exist.")]
Private = Annotated[bool, typer.Option("--private", help="Include the leaning that the clinician noted privately.")]
From = Annotated[str | None, typer.Option("--from", metavar="STEP", help="Begin at this step, such as O4.")]
Export = Annotated[
    list[Path] | None,
    typer.Option("--export", metavar="PATH", help="Write the summary here at the end; .md, .html or .json. May be repeated."),
]
DebriefExport = Annotated[
    list[Path] | None,
    typer.Option("--export", metavar="PATH", help="Write the debrief here at the end; .md, .html or .json. May be repeated."),
]
FeedbackExport = Annotated[
    list[Path] | None,
    typer.Option("--export", metavar="PATH", help="Write the feedback here at the end; .md, .html or .json. May be repeated."),
]
InOrder = Annotated[Template, typer.Option("--template", help="The order of the feedback sheet.")]
InAnotherOrder = Annotated[
    Template | None, typer.Option("--template", help="Of an observation: another order for its feedback sheet.", show_default=False)
]
ReflectionExport = Annotated[
    list[Path] | None,
    typer.Option("--export", metavar="PATH", help="Write the reflection here at the end; .md, .html or .json. May be repeated."),
]
As = Annotated[str | None, typer.Option("--guide", help="Tell it in the terms of another guide, such as elwyn-2017.")]
SessionId = Annotated[str, typer.Argument(metavar="ID", help="The session, or the beginning of its id.", autocompletion=_session_ids)]


@app.callback(invoke_without_command=True)
def start(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """Rehearse a shared decision: three talks, reasonable options, honest numbers. Offline. No medical advice."""
    if version:
        typer.echo(f"sdm {__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        typer.echo(_WELCOME)


@app.command(epilog="Example: sdm walk knee-osteoarthritis --export summary.md")
def walk(
    option_set: Annotated[
        str | None, typer.Argument(metavar="[OPTION_SET]", help="An id of 'sdm list', or a file.", autocompletion=_option_set_ids)
    ] = None,
    guide: Annotated[str, typer.Option(help="The guide to walk by: elwyn-2012, elwyn-2017, or a file.")] = "elwyn-2012",
    answers: Annotated[str | None, typer.Option(metavar="FILE", help="Take the answers from a file; - is stdin.")] = None,
    export: Export = None,
    start_at: From = None,
    force: Force = False,
    no_save: Annotated[bool, typer.Option("--no-save", help="Keep nothing on this machine.")] = False,
    private: Private = False,
    plain: Plain = False,
) -> None:
    """Rehearse a whole conversation, step by step, and end with a summary."""
    from sdm_cli.commands.boundary import ended
    from sdm_cli.commands.walk import Wish, run

    wish = Wish(option_set, guide, answers, export or [], force, not no_save, start_at, private)
    raise typer.Exit(ended(lambda here: run(wish, here), plain=plain))


@app.command(epilog="Example: sdm practice stairs-and-grandchildren --export debrief.md")
def practice(
    case: Annotated[
        str | None, typer.Argument(metavar="[CASE]", help="An id of 'sdm list --kind cases', or a file.", autocompletion=_case_ids)
    ] = None,
    seed: Annotated[int | None, typer.Option(metavar="N", help="The order of the things to say; the same N, the same order.")] = None,
    own_words: Annotated[bool, typer.Option("--own-words", help="Your own words come first, every time.")] = False,
    answers: Annotated[str | None, typer.Option(metavar="FILE", help="Take the answers from a file; - is stdin.")] = None,
    export: DebriefExport = None,
    force: Force = False,
    no_save: Annotated[bool, typer.Option("--no-save", help="Keep nothing on this machine.")] = False,
    due: Annotated[bool, typer.Option("--due", help="List the cases last practised four weeks ago or longer.")] = False,
    plain: Plain = False,
) -> None:
    """Talk with a made-up patient, and read afterwards what your words did."""
    from sdm_cli.commands.boundary import ended

    if due:
        from sdm_cli.commands.progress import run_due

        raise typer.Exit(ended(run_due, plain=plain))
    from sdm_cli.commands.practice import Wish, run

    wish = Wish(case, seed, own_words, answers, export or [], force, not no_save)
    raise typer.Exit(ended(lambda here: run(wish, here), plain=plain))


@app.command(epilog="Example: sdm cards stairs-and-grandchildren -o cards")
def cards(
    case: Annotated[str, typer.Argument(metavar="CASE", help="An id of 'sdm list --kind cases', or a file.", autocompletion=_case_ids)],
    role: Annotated[Role, typer.Option(help="Whose page; each sees only its own part.")] = Role.all,
    guide: Annotated[str, typer.Option(help="The guide whose steps the observer watches.")] = "elwyn-2012",
    to: Annotated[CardFormat | None, typer.Option("--to", help="Write it so; html prints on one sheet.")] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="DIR", help="The folder to write to.")] = None,
    force: Force = False,
    plain: Plain = False,
) -> None:
    """Make the pages for a role play in threes: patient, clinician, observer. One sheet each."""
    from sdm_cli.commands.boundary import ended
    from sdm_cli.commands.carding import Wish, run

    wish = Wish(case, role.value, guide, to.value if to else None, output, force)
    raise typer.Exit(ended(lambda here: run(wish, here), plain=plain))


@app.command(epilog="Example: sdm observe stairs-and-grandchildren --export feedback.html")
def observe(
    watched: Annotated[
        str | None,
        typer.Argument(metavar="[OPTION_SET|CASE]", help="What is talked about: an id, or a file.", autocompletion=_ids_to_watch),
    ] = None,
    guide: Annotated[str, typer.Option(help="The guide whose steps are watched.")] = "elwyn-2012",
    code: Annotated[str | None, typer.Option(metavar="CODE", help="A code that the three of you share; never a name.")] = None,
    template: InOrder = Template.agenda,
    answers: Annotated[str | None, typer.Option(metavar="FILE", help="Take the notes from a file; - is stdin.")] = None,
    export: FeedbackExport = None,
    force: Force = False,
    no_save: Annotated[bool, typer.Option("--no-save", help="Keep nothing on this machine.")] = False,
    plain: Plain = False,
) -> None:
    """Watch a role play or a recording: one key a step, words with their minute, and a feedback sheet at the end."""
    from sdm_cli.commands.boundary import ended
    from sdm_cli.commands.observe import Wish, run

    wish = Wish(watched, guide, code, template.value, answers, export or [], force, not no_save)
    raise typer.Exit(ended(lambda here: run(wish, here), plain=plain))


@app.command(epilog="Example: sdm reflect patient T7")
def reflect(
    role: Annotated[Played, typer.Argument(help="Whose part you played: patient or clinician.")],
    code: Annotated[
        str | None, typer.Argument(metavar="[CODE]", help="The code on the observer's sheet; without it, you are asked. Never a name.")
    ] = None,
    case: Annotated[str | None, typer.Option(metavar="CASE", help="The case that you played.", autocompletion=_case_ids)] = None,
    answers: Annotated[str | None, typer.Option(metavar="FILE", help="Take the answers from a file; - is stdin.")] = None,
    export: ReflectionExport = None,
    force: Force = False,
    no_save: Annotated[bool, typer.Option("--no-save", help="Keep nothing on this machine.")] = False,
    plain: Plain = False,
) -> None:
    """Say how a role play was for you, right after it: three questions for the patient's part, one for the clinician's."""
    from sdm_cli.commands.boundary import ended
    from sdm_cli.commands.reflect import Wish, run

    wish = Wish(role.value, code, case, answers, export or [], force, not no_save)
    raise typer.Exit(ended(lambda here: run(wish, here), plain=plain))


@app.command(epilog="Example: sdm join T7 handed-in --to html -o t7.html")
def join(
    code: Annotated[str, typer.Argument(metavar="CODE", help="The code that the three share.")],
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="[PATH...]", help="Session files of the others, or folders that hold them.")
    ] = None,
    only: Annotated[bool, typer.Option("--only", help="Read only what is named, and none of your own sessions.")] = False,
    to: Annotated[JoinedFormat | None, typer.Option("--to", help="Write it in a format.")] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help="Where to write; stdout without it.")] = None,
    force: Force = False,
    json: Json = False,
    plain: Plain = False,
) -> None:
    """Set side by side what the three of a role play kept: what was seen, and how it was for both."""
    from sdm_cli.commands.boundary import ended
    from sdm_cli.commands.joining import Wish, run

    form = "json" if json else to.value if to is not None else None
    wish = Wish(code, paths or (), only, form, output, force)
    raise typer.Exit(ended(lambda here: run(wish, here), plain=plain))


@app.command(epilog="Example: sdm score option5 0 1 2 1 0")
def score(
    measure: Annotated[Scored, typer.Argument(help="collaborate, sure, dcs or option5.")],
    numbers: Annotated[list[str], typer.Argument(metavar="NUMBERS...", help="The answers, form by form; - reads them from stdin.")],
    json: Json = False,
    plain: Plain = False,
) -> None:
    """Score numbers from a form that you hold the right to use, with formula, source and limits."""
    from sdm_cli.commands.boundary import ended
    from sdm_cli.commands.scoring import run

    raise typer.Exit(ended(lambda here: run(measure.value, numbers, here, json=json), plain=plain))


@app.command(epilog="Example: sdm progress stairs-and-grandchildren")
def progress(
    case: Annotated[str | None, typer.Argument(metavar="[CASE]", help="Only this case.", autocompletion=_case_ids)] = None,
    json: Json = False,
    plain: Plain = False,
) -> None:
    """See which steps were reached, touched and missed, practice by practice."""
    from sdm_cli.commands.boundary import ended
    from sdm_cli.commands.progress import run

    raise typer.Exit(ended(lambda here: run(case, here, json=json), plain=plain))


@app.command("list", epilog="Example: sdm list --kind guides")
def list_library(
    kind: Annotated[Kind, typer.Option(help="What to list.")] = Kind.option_sets, json: Json = False, plain: Plain = False
) -> None:
    """List the decisions that can be rehearsed, the cases to practise with, or the guides."""
    from sdm_cli.commands.boundary import ended
    from sdm_cli.commands.listing import run

    raise typer.Exit(ended(lambda here: run(kind.value, here, json=json), plain=plain))


@app.command(epilog="Example: sdm show knee-osteoarthritis --part chances")
def show(
    option_set: Annotated[
        str, typer.Argument(metavar="ID_OR_PATH", help="An id of 'sdm list', or a file.", autocompletion=_option_set_ids)
    ],
    part: Annotated[Part | None, typer.Option(help="One part alone.")] = None,
    options: Annotated[str | None, typer.Option(metavar="A,B", help="Compare only these options.")] = None,
    baseline: Annotated[
        list[str] | None, typer.Option(metavar="OUTCOME=BASELINE", help="Start an outcome's figures from this group. May be repeated.")
    ] = None,
    aloud: Annotated[bool, typer.Option("--aloud", help="How to say the numbers to a person.")] = False,
    to: Annotated[PageFormat | None, typer.Option("--to", help="Write a handout (html, pdf) or the set (markdown, json).")] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help="Where to write; stdout without it.")] = None,
    open_it: Annotated[bool, typer.Option("--open", help="Open the handout in the browser.")] = False,
    force: Force = False,
    json: Json = False,
    plain: Plain = False,
) -> None:
    """Read an option set: options, pros and cons, chances, questions, sources; or write it as a handout."""
    from sdm_cli.commands.boundary import ended
    from sdm_cli.commands.showing import View, run

    form = "json" if json else to.value if to else None
    view = View(option_set, part.value if part else None, options, baseline or (), aloud, form, output, force, open_it)
    raise typer.Exit(ended(lambda here: run(view, here), plain=plain))


@app.command(epilog="Example: sdm check my-sets/back-pain.yaml --report report.html")
def check(
    paths: Annotated[
        list[str] | None, typer.Argument(metavar="PATH...", help="Files, folders or ids.", autocompletion=_option_set_ids)
    ] = None,
    profile: Annotated[
        Profile, typer.Option(help="teaching: what every set needs. clinical: everything that a set for real decisions needs.")
    ] = Profile.teaching,
    select: Annotated[list[str] | None, typer.Option(metavar="RULES", help="Only these rules, or whose ids begin so: R02,Q,1.1")] = None,
    ignore: Annotated[list[str] | None, typer.Option(metavar="RULES", help="All but these rules.")] = None,
    notes: Annotated[bool, typer.Option("--notes", help="Show notes too: for whoever wants to do better.")] = False,
    form: Annotated[Findings, typer.Option("--format", help="How to print what was found.")] = Findings.text,
    report: Annotated[
        Path | None,
        typer.Option("--report", metavar="FILE", help="Write a report, criterion by criterion, or with --figures these; .html or .md."),
    ] = None,
    explain: Annotated[str | None, typer.Option("--explain", metavar="RULE", help="Explain a rule, such as R02; all lists them.")] = None,
    figures: Annotated[bool, typer.Option("--figures", help="List every figure with its source, to be read against the papers.")] = False,
    graph: Annotated[
        bool, typer.Option("--graph", help="Draw the ways through a case; a PATH that ends in .svg or .html is written instead.")
    ] = False,
    play: Annotated[
        int | None,
        typer.Option(
            "--play",
            metavar="N",
            min=1,
            help="Have N random talks with the patient of a case; tell how long they take and what none came to.",
        ),
    ] = None,
    due: Annotated[bool, typer.Option("--due", help="List sets whose review is due; without PATH, all of the library.")] = False,
    force: Force = False,
    json: Json = False,
    plain: Plain = False,
) -> None:
    """Find what is to be mended in option sets, guides and cases: form, numbers, wording, balance, upkeep."""
    from sdm_cli.commands import checking
    from sdm_cli.commands.boundary import ended
    from sdm_cli.commands.surroundings import Surroundings

    def checked(here: Surroundings) -> int:
        if graph or play is not None:
            from sdm_cli.commands import case_paths

            if graph:
                return case_paths.graph(paths or (), here, force=force)
            return case_paths.play(paths or (), play or 1, here)
        if explain is not None:
            return checking.explain(explain, here)
        if due:
            return checking.due(paths or (), here, json=json)
        if figures:
            return checking.figures(paths or (), here, report=report, force=force)
        wish = checking.Wish(paths or (), "json" if json else form.value, profile.value, select or (), ignore or (), notes, report, force)
        return checking.run(wish, here)

    raise typer.Exit(ended(checked, plain=plain))


@app.command(epilog="Example: sdm new option-set my-sets/back-pain.yaml")
def new(
    kind: Annotated[New, typer.Argument(metavar="KIND", help="option-set, case or guide.")],
    path: Annotated[Path, typer.Argument(metavar="PATH", help="The file to write; its name becomes the id.")],
    title: Annotated[str, typer.Option(help="What it is called.")] = "",
    decision: Annotated[str, typer.Option(help="The decision, as a patient would ask it.")] = "",
    option: Annotated[list[str] | None, typer.Option(metavar="NAME", help="An option; waiting first. May be repeated.")] = None,
    option_set: Annotated[str, typer.Option(metavar="ID_OR_PATH", help="The option set of a case.", autocompletion=_option_set_ids)] = "",
    author: Annotated[str, typer.Option(help="Who writes it.")] = "",
    source: Annotated[
        str | None, typer.Option("--from", metavar="ID_OR_PATH", help="Copy this option set, to change it.", autocompletion=_option_set_ids)
    ] = None,
) -> None:
    """Begin an option set, a case or a guide: a file with comments and TODOs. Never replaces one."""
    from sdm_cli.commands.boundary import ended
    from sdm_cli.commands.starting import Wish, run

    def ask(question: str) -> str:
        try:
            return str(typer.prompt(f"{question}? Enter leaves it open", default="", show_default=False, err=True))
        except typer.Abort:
            raise KeyboardInterrupt from None

    wish = Wish(kind.value, path, title, decision, author, option or (), option_set, source)
    raise typer.Exit(ended(lambda here: run(wish, here, ask)))


@app.command(epilog="Example: sdm preview my-sets/back-pain.yaml")
def preview(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="The file that you are writing.")],
    part: Annotated[Part | None, typer.Option(help="One part alone.")] = None,
    once: Annotated[bool, typer.Option("--once", help="Show it once and leave.")] = False,
    plain: Plain = False,
) -> None:
    """Show a file as its readers will see it, with what is to be mended, again at every save."""
    from sdm_cli.commands.boundary import ended
    from sdm_cli.commands.previewing import run

    raise typer.Exit(ended(lambda here: run(path, part.value if part else None, here, once=once), plain=plain))


@app.command(epilog="Example: sdm schema option-set > option-set.schema.json")
def schema(
    kind: Annotated[
        File, typer.Argument(metavar="|".join(kind.value for kind in File), help="The kind of file; of a session it is one line.")
    ],
) -> None:
    """Print the JSON Schema of a kind of file, for editors that complete and explain as you write."""
    from sdm_cli.commands.boundary import ended
    from sdm_cli.commands.describing import run

    raise typer.Exit(ended(lambda here: run(kind.value, here)))


@app.command(epilog="Example: sdm completion bash > sdm.bash")
def completion(
    shell: Annotated[Shell, typer.Argument(metavar="|".join(shell.value for shell in Shell), help="The shell that you use.")],
) -> None:
    """Print a script that teaches a shell to complete commands and ids. Changes nothing by itself."""
    from sdm_cli.commands.boundary import ended
    from sdm_cli.commands.completing import run

    raise typer.Exit(ended(lambda here: run(shell.value, here)))


@sessions.command("list", epilog="Example: sdm sessions list --json")
def list_sessions(json: Json = False, plain: Plain = False) -> None:
    """List sessions, the newest first, with the command that goes on with each."""
    from sdm_cli.commands.boundary import ended
    from sdm_cli.commands.sessions import run_list

    raise typer.Exit(ended(lambda here: run_list(here, json=json), plain=plain))


@sessions.command("show", epilog="Example: sdm sessions show k7m2")
def show_session(
    session: SessionId, guide: As = None, template: InAnotherOrder = None, private: Private = False, plain: Plain = False
) -> None:
    """Read the summary of a session."""
    from sdm_cli.commands.boundary import ended
    from sdm_cli.commands.sessions import run_show

    order = template.value if template else None
    raise typer.Exit(ended(lambda here: run_show(session, guide, here, private=private, template=order), plain=plain))


@sessions.command("resume", epilog="Example: sdm sessions resume k7m2")
def resume_session(
    session: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="The session; without it, the newest unfinished one.", autocompletion=_session_ids)
    ] = None,
    start_at: From = None,
    export: Export = None,
    force: Force = False,
    private: Private = False,
    plain: Plain = False,
) -> None:
    """Go on with a session at the question where it stopped."""
    from sdm_cli.commands.boundary import ended
    from sdm_cli.commands.sessions import run_resume

    raise typer.Exit(ended(lambda here: run_resume(session, start_at, export or [], here, force=force, private=private), plain=plain))


@sessions.command("export", epilog="Example: sdm sessions export k7m2 --to markdown -o summary.md")
def export_session(
    session: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="The session, or the beginning of its id.", autocompletion=_session_ids)
    ] = None,
    to: Annotated[Format, typer.Option("--to", help="The format.")] = Format.markdown,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="PATH", help="Where to write; stdout without it. With --all a folder.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="All sessions as tidy tables: --to csv, jsonl or parquet.")] = False,
    words: Annotated[bool, typer.Option("--words", help="With --all: a table of what was typed, too.")] = False,
    guide: As = None,
    template: InAnotherOrder = None,
    force: Force = False,
    private: Private = False,
) -> None:
    """Write a session as a summary, a handout for the patient, JSON or an answers file; or all of them as tables."""
    from sdm_cli.commands.boundary import ended
    from sdm_cli.commands.sessions import run_export, run_export_all

    if everything:
        raise typer.Exit(ended(lambda here: run_export_all(session, to.value, output, here, words=words, force=force)))
    order = template.value if template else None
    raise typer.Exit(ended(lambda here: run_export(session, guide, to.value, output, here, force=force, private=private, template=order)))


@a_class.command("report", epilog="Example: sdm class report handed-in --to html -o class.html")
def class_report(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Session files, or folders that hold them; one folder a person.")],
    quotes: Annotated[bool, typer.Option("--quotes", help="Quote what was typed in the talks, without who typed it.")] = False,
    to: Annotated[ReportFormat | None, typer.Option("--to", help="Write it in a format.")] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help="Where to write; stdout without it.")] = None,
    engine: Annotated[
        str | None, typer.Option("--engine", metavar="URL", help="What counts: python, duckdb, postgres://... or pyspark.")
    ] = None,
    follow: Annotated[bool, typer.Option("--follow", help="Follow every talk anew, even where a session says what it came to.")] = False,
    force: Force = False,
    json: Json = False,
    plain: Plain = False,
) -> None:
    """Tell what a class practised: steps, times, what never came to light. It names nobody and ranks nobody."""
    from sdm_cli.commands.boundary import ended
    from sdm_cli.commands.cohort import Wish, run_report

    form = "json" if json else to.value if to is not None else None
    raise typer.Exit(ended(lambda here: run_report(Wish(paths, form, output, quotes, force, engine, follow), here), plain=plain))


@sessions.command("delete", epilog="Example: sdm sessions delete k7m2 --yes")
def delete_session(session: SessionId, yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False) -> None:
    """Delete a session for good."""
    from sdm_cli.commands.boundary import ended
    from sdm_cli.commands.sessions import run_delete

    raise typer.Exit(ended(lambda here: run_delete(session, here, typer.confirm, yes=yes)))


def main() -> None:
    """Run the program."""
    _open_closed_streams()
    try:
        _run()
    finally:
        _give_up_what_nobody_reads()


def _run() -> None:
    stdout = sys.stdout
    try:
        try:
            app()
        finally:
            # What is still to be written fails here, where it can be said, and not when the interpreter ends.
            sys.stdout.flush()
    except OSError as error:
        from sdm_cli.commands.boundary import unwritten

        sys.exit(unwritten(error))
    except SystemExit:
        # The command-line library puts a mute stream in the place of one whose reader is gone, and says 1.
        if sys.stdout is stdout:
            raise
        from sdm_cli.exits import Exit

        sys.exit(Exit.CLOSED_PIPE)


def _give_up_what_nobody_reads() -> None:
    """What a closed window did not take would be tried again when the interpreter ends, which then says 120 whatever we said."""
    try:
        sys.stderr.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())


def _open_closed_streams() -> None:
    """Put a mute stream in the place of one that was closed before we began, or the next file we open would get its number."""
    is_mute = sys.stdout is None
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 - open to the end, as streams are
    if is_mute:
        from sdm_cli.exits import Exit

        sys.stderr.write("Standard output is closed, so there is nowhere to write to.\n")
        sys.exit(Exit.FINDINGS)
