"""`sdm check`."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from sdm_cli.command_line.options import Force, Json, Plain, group, option_set_ids

app = group()

_INSTEAD_OF_CHECKING: dict[str, tuple[str, ...]] = {
    "explain": (),
    "figures": ("report", "force"),
    "graph": ("force",),
    "play": (),
    "due": ("json",),
}
"""What is done instead of checking when it is asked for, with the options that go with it."""


@app.command(epilog="Example: sdm check my-sets/back-pain.yaml --report report.html")
def check(
    context: typer.Context,
    paths: Annotated[
        list[str] | None, typer.Argument(metavar="PATH...", help="Files, folders or ids.", autocompletion=option_set_ids)
    ] = None,
    profile: Annotated[
        Literal["teaching", "clinical"],
        typer.Option(help="teaching: what every set needs. clinical: everything that a set for real decisions needs."),
    ] = "teaching",
    select: Annotated[list[str] | None, typer.Option(metavar="RULES", help="Only these rules, or whose ids begin so: R02,Q,1.1")] = None,
    ignore: Annotated[list[str] | None, typer.Option(metavar="RULES", help="All but these rules.")] = None,
    notes: Annotated[bool, typer.Option("--notes", help="Show notes too: for whoever wants to do better.")] = False,
    form: Annotated[Literal["text", "json", "github", "sarif"], typer.Option("--format", help="How to print what was found.")] = "text",
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
    afresh: Annotated[
        bool, typer.Option("--afresh", help="Check again what has not changed either: of many files sdm remembers what came of them.")
    ] = False,
    force: Force = False,
    json: Json = False,
    plain: Plain = False,
) -> None:
    """Find what is to be mended in option sets, guides and cases: form, numbers, wording, balance, upkeep."""
    from sdm_cli.commands import checking
    from sdm_cli.commands.boundary import ended
    from sdm_cli.commands.surroundings import Surroundings

    _refuse_what_is_passed_over(context)

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
        to = "json" if json else form
        wish = checking.Wish(paths or (), to, profile, select or (), ignore or (), notes, report, force, afresh)
        return checking.run(wish, here)

    raise typer.Exit(ended(checked, plain=plain))


def _refuse_what_is_passed_over(context: typer.Context) -> None:
    """An option that would do nothing is told, and not passed over. Raises UsageError."""
    named = {each.name: each.opts[0] for each in context.command.params}
    sources = {name: context.get_parameter_source(name) for name in named if name}
    given = [name for name, source in sources.items() if source is not None and source.name == "COMMANDLINE"]
    wanted = next((name for name in _INSTEAD_OF_CHECKING if name in given), None)
    if wanted is None:
        return
    beside = (wanted, "paths", "plain", *_INSTEAD_OF_CHECKING[wanted])
    if odd := [named[name] for name in given if name not in beside]:
        context.fail(f"{named[wanted]} does not go with {' and '.join(odd)}. Leave one of them out.")
