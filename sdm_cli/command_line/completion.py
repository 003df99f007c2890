"""`sdm completion`."""

from typing import Annotated, Literal

import typer

from sdm_cli.command_line.options import group

app = group()


@app.command(epilog="Example: sdm completion bash > sdm.bash")
def completion(
    shell: Annotated[Literal["bash", "zsh", "fish"], typer.Argument(metavar="bash|zsh|fish", help="The shell that you use.")],
) -> None:
    """Print a script that teaches a shell to complete commands and ids. Changes nothing by itself."""
    from sdm_cli.commands.boundary import ended
    from sdm_cli.commands.completing import run

    raise typer.Exit(ended(lambda here: run(shell, here)))
