"""Whose copy a text is that several reports print: agency marks, then dates, then length."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from sayso.clean.signs.agency import one_agency
from sayso.records import Record, Report, Timestamp


class Print(Record, frozen=True):
    """A report as far as it tells whose text it prints."""

    id: str
    outlet: str | None
    agency: str | None
    url: str | None
    published: Timestamp | None
    words: int  # of its text


def print_of(report: Report, words: int) -> Print:
    """Return `report` as far as it tells whose text it prints."""
    return Print(
        id=report.id,
        outlet=report.outlet,
        agency=report.agency,
        url=report.url,
        published=report.published,
        words=words,
    )


class Whose(NamedTuple):
    """Who is behind a text, and in words why we say so."""

    agency: str | None
    original: str
    first: str | None
    reason: str


def agencies_of(report: Report | Print) -> tuple[str, ...]:
    """Return the agencies whose copy `report` says it is, its own outlet if that is an agency."""
    signed = report.agency.split(", ") if report.agency else []
    printed = one_agency(report.outlet) if report.outlet else None
    return tuple(dict.fromkeys([*signed, *([printed] if printed else [])]))


def agency_of_group(reports: Sequence[Print]) -> tuple[str | None, str]:
    """Return the agency that most of `reports` sign, by name if even, and a reason in words."""
    marks = Counter(name for report in reports for name in agencies_of(report))
    if not marks:
        return None, "no report is signed by an agency"
    name, found = min(marks.items(), key=lambda mark: (-mark[1], mark[0]))
    others = sorted(set(marks) - {name})
    beside = f"; others sign {', '.join(others)}" if others else ""
    return name, f"{found} of {len(reports)} reports sign {name}{beside}"


def moments_of(reports: Sequence[Print]) -> dict[str, str]:
    """Return when each dated report was published, as text that sorts, all as precise.

    To the second in UTC where each gives a time with an offset, else to the day as printed.
    """
    stamps = {r.id: r.published for r in reports if r.published is not None}
    known = {key: stamp for key, stamp in stamps.items() if stamp.precision in ("day", "minute")}
    parsed = {key: datetime.fromisoformat(stamp.value) for key, stamp in known.items()}
    exact = all(
        stamp.precision == "minute" and parsed[key].tzinfo is not None
        for key, stamp in known.items()
    )
    if exact:
        return {key: moment.astimezone(UTC).isoformat() for key, moment in parsed.items()}
    return {key: moment.date().isoformat() for key, moment in parsed.items()}


def first_of(reports: Sequence[Print]) -> tuple[str | None, str]:
    """Return the id of the report that alone was printed first, and a reason in words."""
    moments = moments_of(reports)
    if not moments:
        return None, "no report is dated to the day"
    (earliest, key), *later = sorted((moment, key) for key, moment in moments.items())
    if not later:
        return None, "one report alone is dated"
    if later[0][0] == earliest:
        return None, f"several were printed first, {earliest}"
    missing = len(reports) - len(moments)
    note = f"; {missing} are not dated" if missing else ""
    return key, f"printed first, {earliest}, the next {later[0][0]}{note}"


def find_whose(reports: Sequence[Print]) -> Whose:
    """Return whose text `reports` print.

    The original is the agency's own print where there is one, else the first print, else the
    longest: papers cut more than they add. Where nothing tells, it is the report of lowest id.
    """
    agency, signed = agency_of_group(reports)
    first, dated = first_of(reports)
    moments = moments_of(reports)
    last = max(moments.values(), default="")

    def order(report: Print) -> tuple[bool, str, int, str]:
        printed = one_agency(report.outlet) if report.outlet is not None else None
        own = printed is not None and printed == agency
        moment = moments.get(report.id, last)
        return not own, moment, -report.words, report.id

    chosen, *others = sorted(reports, key=order)
    reason = why_original(order(chosen), order(others[0])) if others else "it stands alone"
    return Whose(agency, chosen.id, first, f"{signed}; {dated}; original: {reason}")


def why_original(chosen: tuple[bool, str, int, str], next_best: tuple[bool, str, int, str]) -> str:
    """Return in words what sets the first of two reports, as `find_whose` orders them, apart."""
    if chosen[0] != next_best[0]:
        return "the agency's own print"
    if chosen[1] != next_best[1]:
        return f"the earliest, {chosen[1]}"
    if chosen[2] != next_best[2]:
        return f"the longest of its date, {-chosen[2]} words against {-next_best[2]}"
    return "nothing tells them apart, so the lowest id"
