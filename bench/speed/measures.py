"""What is measured, each by the wall clock."""

import resource
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from statistics import median

import spacy
from spacy.language import Language

from bench.speed.pages import read_page
from sayso.annotate.nlp import BATCH, MODEL_FOLDER, MODEL_PACKAGE, load_model
from sayso.clean import Given
from sayso.pipeline import code_pages, code_reports
from sayso.records import Report

ROUNDS = 3
CODE = "import sys; from sayso.cli import main; sys.exit(main(sys.argv[1:]))"
KIBI = 1024


@dataclass(frozen=True, slots=True)
class Ratio:
    """Our whole run against the bare parse of the same texts, in seconds, round by round."""

    ours: tuple[float, ...]
    bare: tuple[float, ...]

    @property
    def value(self) -> float:
        """Median of the ratios of the rounds: a busy machine slows both halves of a round."""
        return median(one / other for one, other in zip(self.ours, self.bare, strict=True))


def seconds(work: Callable[[], object]) -> float:
    """Return how long `work` takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def bare_model() -> Language:
    """Return the same model as it comes, every component on that it loads with."""
    package = find_spec(MODEL_PACKAGE)
    if package is None or package.origin is None:
        raise ModuleNotFoundError(MODEL_PACKAGE)
    with warnings.catch_warnings():
        # W095: the model was trained with spaCy 3.7, as `sayso.annotate.nlp` explains.
        warnings.filterwarnings("ignore", message=r"\[W095\]")
        return spacy.load(Path(package.origin).parent / MODEL_FOLDER)


def measure_ratio(reports: Sequence[Report]) -> Ratio:
    """Return both times over the same clean texts, the two alternating in one process."""
    nlp, texts = bare_model(), [report.text for report in reports]

    def ours() -> None:
        for _ in code_reports(reports):
            pass

    def bare() -> None:
        # In batches as small as ours: with spaCy's default of 1,000 long pages it is slower.
        for _ in nlp.pipe(texts, batch_size=BATCH):
            pass

    load_model()
    ours()  # lexicons and gazetteer are loaded, caches warm, before the clock runs
    bare()
    rounds = [(seconds(ours), seconds(bare)) for _ in range(ROUNDS)]
    return Ratio(tuple(one for one, _ in rounds), tuple(other for _, other in rounds))


def measure_pages(files: Sequence[Path]) -> float:
    """Return how many pages a second go from bytes to records, in a warm process."""

    def work() -> None:
        for _ in code_pages((read_page(path) for path in files), Given()):
            pass

    return len(files) / median(seconds(work) for _ in range(ROUNDS))


def measure_first_record(page: Path) -> float:
    """Return the seconds from the start of a fresh process to its first line, disk caches warm."""
    return [first_line(page) for _ in range(ROUNDS)][-1]


def first_line(page: Path) -> float:
    """Return the seconds until `sayso code PAGE` prints its first line.

    Raises `RuntimeError` where it prints none.
    """
    started = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-c", CODE, "code", str(page)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        line = process.stdout.readline() if process.stdout else b""
        taken = time.perf_counter() - started
    if not line:
        raise RuntimeError(f"no record came out of {page.name}")
    return taken


def measure_memory(pages: Sequence[Path]) -> int:
    """Return the peak memory in bytes of one process that codes all `pages`.

    Raises `RuntimeError` where it fails.
    """
    done = subprocess.run(
        [sys.executable, "-c", CODE, "code", *map(str, pages)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        check=False,
    )
    if done.returncode not in (0, 3):  # 3: some inputs were set aside
        raise RuntimeError(done.stderr.decode(errors="replace").strip())
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return peak if sys.platform == "darwin" else peak * KIBI
