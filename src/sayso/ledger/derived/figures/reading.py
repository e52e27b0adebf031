"""The claims, statements and acts of some incidents, made of their rows."""

from collections import defaultdict
from collections.abc import Collection, Mapping

from sqlalchemy import Connection

from sayso.ledger.derived.figures.told import Number, Told
from sayso.ledger.figures import Act, Claim, Quote, Source, Statement, Voice, fold_sources
from sayso.ledger.figures.anchoring import Anchor
from sayso.ledger.figures.contradictions import sources_of
from sayso.ledger.store import AMONG
from sayso.records import Span

Struck = Mapping[int, list[tuple[int, int, str, str | None]]]


class Incidents:
    """The claims, statements and acts of some incidents, by the number of the incident."""

    def __init__(self, connection: Connection, incidents: Collection[int]) -> None:
        self.told = Told(connection, incidents)
        self.claims: dict[int, list[Claim]] = defaultdict(list)
        self.acts: dict[int, list[Act]] = defaultdict(list)
        self.read_claims()
        self.read_acts()
        self.said: dict[int, list[int]] = defaultdict(list)  # attributions by report
        for number, row in self.told.attributions.items():
            self.said[row.report].append(number)
        self.reports = self.find_reports()
        self.spoken = self.read_spoken()
        self.stated = self.read_statements()

    def read_claims(self) -> None:
        """Read the numbers that belong to events of the incidents."""
        told = self.told
        anchors = {
            number: anchor
            for number, anchor in told.anchors().items()
            if anchor.event in told.incident_of
        }
        heirs = {row.revises for row in told.quantities.values() if row.revises is not None}
        held = told.held(heirs & anchors.keys())
        struck = told.struck({anchor.event for anchor in anchors.values()})
        rows = [told.quantities[number] for number in anchors]
        told.read_sources(row.attribution for row in rows if row.attribution is not None)
        for row in rows:
            anchor = anchors[row.number]
            claim = self.claim(row, anchor, struck, held, earlier=row.number in heirs)
            self.claims[told.incident_of[anchor.event]].append(claim)

    def claim(
        self,
        row: Number,
        anchor: Anchor,
        struck: Struck,
        held: Mapping[int, str],
        *,
        earlier: bool,
    ) -> Claim:
        """Return the claim of a number; where its attribution names nobody, the own voice's."""
        told = self.told
        report = told.reports[row.report]
        said = told.attributions.get(row.attribution or 0)
        of, country = befallen(row, struck.get(anchor.event, ()))
        return Claim(
            quantity=row.id,
            report=report.id,
            measure=row.measure,
            kind=row.kind,
            unit=row.unit,
            item=row.item,
            per=row.per,
            value=row.value,
            low=row.low,
            high=row.high,
            qualifier=row.qualifier,
            of=of,
            of_country=country,
            part_of=self.id_of(row.part_of),
            revises=self.id_of(row.revises),
            adds_to=self.id_of(row.adds_to),
            source=told.source(row.report, row.attribution) or told.own_voice(row.report),
            interest=said.interest if said is not None else "none",
            stance=said.stance if said is not None else None,
            held=held.get(row.number),
            given=given_at(held.get(row.number), report.published, earlier=earlier),
            published=report.published,
            basis=anchor.basis,
            span=Span(row.start, row.end),
            quote=row.text,
        )

    def id_of(self, number: int | None) -> str | None:
        """Return the id of the number that is pointed at."""
        return self.told.quantities[number].id if number is not None else None

    def read_acts(self) -> None:
        """Read the acts of the incidents of which one is denied, with their sentences."""
        told = self.told
        denied = {
            incident
            for event, incident in told.incident_of.items()
            if told.stance(told.events[event].attribution) == "denies"
        }
        events = {event: each for event, each in told.incident_of.items() if each in denied}
        struck = told.struck(events)
        sentences = told.rows(
            tuple,
            "SELECT e.number, e.id, e.trigger_text, e.sentence_start, e.sentence_end, "  # noqa: S608
            "substr(r.text, e.sentence_start + 1, e.sentence_end - e.sentence_start) "
            f"FROM events AS e JOIN reports AS r ON r.number = e.report WHERE e.number {AMONG}",
            events,
        )
        saying = (told.events[event].attribution for event in events)
        told.read_sources(number for number in saying if number is not None)
        for event, id_, word, start, end, sentence in sentences:
            row = told.events[event]
            report = told.reports[row.report]
            act = Act(
                id=id_,
                report=report.id,
                type=row.type,
                mode=row.mode,
                word=word,
                recipients=tuple(name for _, _, name, _ in struck.get(event, ())),
                factuality=row.factuality,
                source=told.source(row.report, row.attribution) or told.own_voice(row.report),
                stance=told.stance(row.attribution),
                sentence=Quote(report=report.id, record=id_, span=Span(start, end), text=sentence),
                published=report.published,
            )
            self.acts[events[event]].append(act)

    def find_reports(self) -> dict[int, set[int]]:
        """Return the reports of each incident that has claims or acts to be compared."""
        told = self.told
        found: dict[int, set[int]] = defaultdict(set)
        for event, incident in told.incident_of.items():
            if incident in self.claims or incident in self.acts:
                found[incident].add(told.events[event].report)
        return found

    def read_spoken(self) -> dict[int, set[Source]]:
        """Return who speaks in the reports of incidents in which several are named, by report."""
        told = self.told
        several = {
            incident
            for incident, claims in self.claims.items()
            if len({claim.source for claim in claims if not claim.source.own_voice}) > 1
        }
        wanted = {report for incident in several for report in self.reports[incident]}
        told.read_sources(number for report in wanted for number in self.said[report])
        return {
            report: {
                source
                for number in self.said[report]
                if (source := told.sources[number]) is not None
            }
            for report in wanted
        }

    def voices(self, incident: int) -> dict[Source, Voice]:
        """Return whose voice each source in the reports of an incident is."""
        claims, acts = self.claims.get(incident, ()), self.acts.get(incident, ())
        sources = sources_of(claims, self.statements(incident), acts)
        return fold_sources(sources | self.speaking(incident))

    def speaking(self, incident: int) -> set[Source]:
        """Return who speaks in the reports of an incident in which several are named."""
        reports = self.reports.get(incident, ())
        return {source for report in reports for source in self.spoken.get(report, ())}

    def read_statements(self) -> dict[int, list[Statement]]:
        """Return what is said in reports in which something is denied, by report."""
        told = self.told
        wanted = {report for found in self.reports.values() for report in found} & told.denying
        numbers = [number for report in sorted(wanted) for number in self.said[report]]
        told.read_sources(numbers)
        contents: dict[int, list[tuple[int, int, str]]] = defaultdict(list)
        for attribution, *content in told.rows(
            tuple,
            "SELECT attribution, span_start, span_end, text FROM contents "  # noqa: S608
            f"WHERE report {AMONG} ORDER BY attribution, ordinal",
            wanted,
        ):
            contents[attribution].append(tuple(content))
        found: dict[int, list[Statement]] = defaultdict(list)
        for number, id_, start, end, cue in told.rows(
            tuple,
            "SELECT number, id, sentence_start, sentence_end, cue_text FROM attributions "  # noqa: S608
            f"WHERE report {AMONG}",
            wanted,
        ):
            row = told.attributions[number]
            report = told.reports[row.report]
            statement = Statement(
                id=id_,
                report=report.id,
                source=told.sources[number],
                stance=row.stance,
                cue=cue,
                sentence=Span(start, end),
                content=tuple(
                    Quote(report=report.id, record=id_, span=Span(first, after), text=text)
                    for first, after, text in contents.get(number, ())
                ),
                published=report.published,
            )
            found[row.report].append(statement)
        return found

    def statements(self, incident: int) -> list[Statement]:
        """Return what is said in those reports of an incident in which something is denied."""
        reports = sorted(self.reports.get(incident, ()))
        return [statement for report in reports for statement in self.stated.get(report, ())]


def befallen(
    row: Number, struck: Collection[tuple[int, int, str, str | None]]
) -> tuple[str | None, str | None]:
    """Return the recipient whose words are those of a number, with its land, None for none.

    "60 fighters of the Front".
    """
    for start, end, name, country in struck:
        if start < row.end and row.start < end:
            return name, country
    return None, None


def given_at(held: str | None, published: str | None, *, earlier: bool) -> str | None:
    """Return when a number was given: with its report; one that was revised there, before it."""
    if not earlier:
        return published
    if held is None or published is None:
        return None
    return held if held < published else None
