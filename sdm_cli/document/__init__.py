"""Documents: blocks, and the writers that turn them into terminal cells, plain lines, Markdown, HTML and JSON."""
