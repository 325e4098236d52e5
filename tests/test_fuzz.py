"""A short run of the fuzzer: nothing that a reader is given makes it raise, hang or lie."""

from pathlib import Path

import pytest

from fuzz_read import faults_of_file, faults_of_text
from newsnlp.read import READERS


@pytest.mark.parametrize("ending", READERS)
def test_mutated_files(tmp_path: Path, ending: str) -> None:
    assert not [fault for number in range(8) for fault in faults_of_file(ending, number, tmp_path)]


def test_random_and_mutated_texts() -> None:
    assert not [fault for number in range(400) for fault in faults_of_text(number)]
