"""`python -m sdm_cli`."""

from sdm_cli.app import main

main()
