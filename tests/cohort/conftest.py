from pathlib import Path

import pytest

from tests.cohort.made_up_class import hand_in


@pytest.fixture(scope="session")
def handed_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The made-up class of thirty, as it was handed in; never written to."""
    folder = tmp_path_factory.mktemp("handed-in")
    hand_in(folder, with_texts=False)
    return folder
