"""Files that people send, made here: good ones that must be taken, bad ones that must not."""

from tests.core.files.corpus.bad import CANARY, Bad, bad_files
from tests.core.files.corpus.good import good_files

__all__ = ["CANARY", "Bad", "bad_files", "good_files"]
