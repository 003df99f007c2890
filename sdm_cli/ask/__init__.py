"""Askers: they put a question to somebody and bring back the reply. They know no talk and no option."""
