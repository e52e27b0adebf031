"""What no page may do: be lost without a word, crash the reader, or point to the wrong bytes.

The builders of files and of faults live with the tests; the bench borrows them.
"""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[2] / "tests"))
