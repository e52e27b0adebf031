"""The steps from reports that are new to incidents that are up to date."""

from collections.abc import Collection, Iterable

from sqlalchemy import Connection

from sayso.ledger.derived.incidents.blocking import (
    Known,
    Pair,
    are_close,
    find_met,
    keys_of,
    known_of,
    update_blocks,
)
from sayso.ledger.derived.incidents.clusters import find_groups, originals_among, reach
from sayso.ledger.derived.incidents.facts import (
    EventFacts,
    ReportFacts,
    by_report,
    read_events,
    read_events_of,
    read_reports,
)
from sayso.ledger.derived.incidents.linking import find_links
from sayso.ledger.derived.incidents.rows import drop_empty, write_incidents
from sayso.ledger.derived.incidents.tellings import Reading, Tellings, is_telling
from sayso.ledger.derived.incidents.ties import delete_former, delete_links, write_links
from sayso.ledger.derived.incidents.verdicts import Verdicts
from sayso.ledger.derived.incidents.wordings import (
    Change,
    Text,
    read_stories,
    read_texts,
    update_wordings,
)


class Update:
    """One batch: the reports that are new, and what was read of them and of others so far."""

    def __init__(self, connection: Connection, reports: Collection[int]) -> None:
        self.connection = connection
        self.reports: dict[int, ReportFacts] = {}
        self.texts: dict[int, Text] = {}
        self.known: dict[int, Known] = {}
        self.events: dict[int, list[EventFacts]] = {}  # by report
        self.read(reports)
        ids = {event.id for report in reports for event in self.events[report]}
        self.verdicts = Verdicts(connection, ids)
        self.new = {*reports, *self.verdicts.reports}
        self.read(self.new)

    def read(self, reports: Iterable[int]) -> None:
        """Read what linkage needs of reports, unless that was done."""
        missing = set(reports) - self.events.keys()
        if not missing:
            return
        self.reports.update(read_reports(self.connection, missing))
        self.texts.update(read_texts(self.connection, missing))
        found = by_report(read_events_of(self.connection, missing))
        self.events.update((report, found.get(report, [])) for report in missing)

    def run(self) -> set[int]:
        """Take the steps, and return the numbers of the incidents that changed."""
        change = update_wordings(
            self.connection,
            [self.reports[report] for report in self.new],
            self.texts,
            self.events,
            self.verdicts.events,
        )
        if change.rewritten:
            drop_empty(self.connection)
        seeds = self.link(change)
        return self.group(seeds)

    def link(self, change: Change) -> set[int]:
        """Bring the links up to date; return the events whose incidents may have changed."""
        self.read(change.blocked)
        stories = read_stories(self.connection, change.blocked)
        keys = {
            report: keys_of(self.reports[report], dated.story.names, self.events[report])
            for report, dated in stories.items()
        }
        self.known.update((report, known_of(dated)) for report, dated in stories.items())
        # of a report that was rewritten, events are gone with all that tied them to others
        left = find_met(self.connection, self.new) if change.rewritten else set()
        self.read(change.freed)
        seeds = delete_links(self.connection, change.freed | change.blocked)
        ranks = {report: self.reports[report].rank for report in keys}
        blocking = update_blocks(self.connection, change.freed, ranks, keys)
        seeds |= delete_former(self.connection, blocking.former)
        pairs = self.close(blocking.pairs)
        self.read(report for pair in pairs for report in pair)
        found = {
            (link.one, link.other): link
            for link in find_links(self.tellings(), change.blocked, pairs)
        }
        found.update(
            ((link.one, link.other), link)
            for link in self.verdicts.links(self.numbers(self.verdicts.reports))
        )
        new = change.blocked | change.freed
        every = {report for pair in pairs for report in pair} | new
        seeds |= write_links(
            self.connection,
            found.values(),
            self.numbers(every),
            set(self.numbers(new).values()),
        )
        remade = change.touched | change.blocked | left
        self.read(remade)
        seeds.update(event.number for report in remade for event in self.events[report])
        return seeds

    def close(self, pairs: Collection[Pair]) -> list[Pair]:
        """Return the pairs of reports that share enough words to be read."""
        reports = {report for pair in pairs for report in pair} - self.known.keys()
        found = read_stories(self.connection, reports)
        self.known.update((report, known_of(dated)) for report, dated in found.items())
        return sorted(
            pair for pair in pairs if are_close(self.known[pair[0]], self.known[pair[1]])
        )

    def tellings(self) -> Tellings:
        """Return what is compared of all reports that were read."""
        return Tellings(
            {
                number: Reading(
                    self.reports[number],
                    self.texts[number],
                    self.known[number].words if number in self.known else frozenset(),
                    events,
                )
                for number, events in self.events.items()
            }
        )

    def numbers(self, reports: Iterable[int]) -> dict[str, int]:
        """Return the numbers of the events of some reports, by id."""
        return {event.id: event.number for report in reports for event in self.events[report]}

    def group(self, seeds: Collection[int]) -> set[int]:
        """Make the incidents anew that hang on some events; return the numbers of the changed."""
        reached = reach(self.connection, seeds)
        facts = {event.number: event for events in self.events.values() for event in events}
        facts.update(read_events(self.connection, reached - facts.keys()))
        originals = originals_among(self.connection, {facts[event].report for event in reached})
        telling = {
            event: facts[event]
            for event in sorted(reached)
            if facts[event].report in originals and is_telling(facts[event])
        }
        groups = find_groups(self.connection, {event: each.id for event, each in telling.items()})
        return write_incidents(self.connection, groups, telling, self.texts, self.new)
