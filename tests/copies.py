"""Reports as several outlets print them, for tests of copies, origins and stories."""

from msgspec.structs import replace

from pages import report_of
from sayso.ids import content_id
from sayso.records import Report

WIRE = (
    "Rescuers pulled two miners alive from the flooded Karhu pit on Tuesday, nine days after the "
    "dam above it gave way, the northern district council said.\n\n"
    "Both men were weak but able to speak, a doctor at the pit head told reporters. Four of their "
    "colleagues are still missing, and pumps were lowering the water by a metre a day.\n\n"
    "The owner of the pit, Karhu Metals, said that it would pay the families until all were "
    "found. Prosecutors have opened an inquiry into how the dam was kept."
)
LOCAL = (
    "Schools along the coast stay closed for a third day because of the storm, and ferries to the "
    "outer islands will not sail before Friday, the harbour office said.\n\n"
    "Roofs were torn off in two villages, but nobody was hurt. Electricians hope to bring back "
    "light to the last four hundred homes by tonight."
)


def printed(
    text: str,
    outlet: str | None = None,
    agency: str | None = None,
    published: str | None = None,
    title: str | None = None,
) -> Report:
    """Return `text` as `outlet` printed it, under an id of its own; `published` is a day."""
    report = report_of(text, published)
    return replace(
        report,
        id=content_id("report", text, outlet, published),
        outlet=outlet,
        agency=agency,
        title=title,
    )
