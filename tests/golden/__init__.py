"""The pages of one set as they are: looked at by a person, then kept.

`python -m tests.golden` writes them anew; what `git diff` then shows is what a reader will see changed.
"""
