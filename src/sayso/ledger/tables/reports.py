"""What is read from pages: reports, their records, what was coded when. Names are the records'."""

from sqlalchemy import Column, Float, Index, Integer, Table

from sayso.ledger.tables.columns import (
    METADATA,
    amount,
    content_id,
    exactly_one,
    key,
    maybe,
    of_report,
    ordinal,
    points,
    span,
    words,
)

RUNS = Table(
    "runs",
    METADATA,
    key(),
    words("version"),  # of sayso
    words("settings"),  # JSON: how the pages were coded
    words("started"),  # ISO 8601, UTC
    maybe("ended"),  # NULL: it was killed, or is still at work
    Column("added", Integer, nullable=False),  # inputs that this run coded
    Column("present", Integer, nullable=False),  # inputs that were there already
    Column("set_aside", Integer, nullable=False),  # what could not be read
)

REPORTS = Table(
    "reports",
    METADATA,
    key(),
    content_id(),
    maybe("url"),
    maybe("title"),
    maybe("language"),
    maybe("outlet"),
    maybe("agency"),
    words("bylines"),  # JSON
    maybe("dateline"),  # as printed; its place is in `places`
    maybe("section"),
    maybe("published"),
    maybe("published_precision"),
    maybe("published_basis"),
    maybe("updated"),
    maybe("updated_precision"),
    maybe("updated_basis"),
    words("basis"),  # JSON: what each of the fields above stands on
    words("text"),
    words("paragraphs"),  # JSON: spans
    words("chrome"),  # JSON: what was cut away
)

INPUTS = Table(
    "inputs",
    METADATA,
    key(),
    content_id(),  # of its bytes and where they lay: a row here says that they are done
    maybe("path"),
    maybe("entry"),
    maybe("url"),
    words("sha256"),
    Column("bytes", Integer, nullable=False),
    words("media_type"),
    maybe("charset"),
    words("map"),  # JSON: [start, end, first byte, byte after] of each run of the text
    maybe("given"),  # JSON: what the user said of it beforehand
    of_report(),  # several inputs give one report where the same print was read twice
    words("digest"),  # SHA-256 of what it was coded to, its bytes left out
    points("run", "runs", required=True),
)

ISSUES = Table(
    "issues",
    METADATA,
    key(),
    content_id(),
    words("input"),
    words("stage"),
    words("error"),
    words("message"),
    maybe("page"),  # id that the page's row in `inputs` would have; NULL: it became no page
    points("run", "runs", required=True),
)

ATTRIBUTIONS = Table(
    "attributions",
    METADATA,
    key(),
    content_id(),
    of_report(),
    ordinal(),
    *span("sentence"),
    *span("cue"),
    words("cue_text"),
    words("cue_lemma"),
    words("quoted"),
    words("stance"),
    words("certainty"),
    words("interest"),
)

CONTENTS = Table(
    "contents",
    METADATA,
    key(),
    of_report(),
    points("attribution", "attributions", required=True),
    ordinal(),
    *span("span"),
    words("text"),
)

EVENTS = Table(
    "events",
    METADATA,
    key(),
    content_id(),
    of_report(),
    ordinal(),
    *span("sentence"),
    *span("trigger"),
    words("trigger_text"),
    words("type"),
    maybe("mode"),
    words("contexts"),  # JSON
    maybe("cameo"),
    Column("goldstein", Float),
    *span("instrument", required=False),
    maybe("instrument_text"),
    maybe("instrument_name"),
    words("factuality"),
    points("attribution", "attributions"),  # NULL: the outlet itself says so
)

QUANTITIES = Table(
    "quantities",
    METADATA,
    key(),
    content_id(),
    of_report(),
    ordinal(),
    *span("sentence"),
    *span("span"),
    words("text"),
    words("kind"),
    maybe("unit"),
    amount("value"),
    amount("low"),
    amount("high"),
    words("qualifier"),
    maybe("item"),
    words("measure"),
    maybe("per"),
    points("part_of", "quantities", deferred=True),
    points("event", "events"),
    points("attribution", "attributions"),
    points("revises", "quantities", deferred=True),
    points("adds_to", "quantities", deferred=True),
)

EVENT_QUANTITIES = Table(
    "event_quantities",
    METADATA,
    key(),
    of_report(),
    points("event", "events", required=True),
    points("quantity", "quantities", required=True),
    ordinal(),
)

FORECASTS = Table(
    "forecasts",
    METADATA,
    key(),
    content_id(),
    of_report(),
    ordinal(),
    *span("sentence"),
    points("attribution", "attributions"),
    points("quantity", "quantities"),
    maybe("expects_type"),
    maybe("expects_mode"),
    maybe("expects_actor"),
    maybe("expects_measure"),
    maybe("expects_item"),
    amount("expects_low"),
    amount("expects_high"),
    words("outcome"),
    words("evidence"),  # JSON: ids
)

PARTIES = Table(
    "parties",
    METADATA,
    key(),
    of_report(),
    points("attribution", "attributions"),
    points("event", "events"),
    words("part"),  # source or via of an attribution; actor or recipient of an event
    ordinal(),
    *span("span"),
    words("text"),
    words("name"),
    words("kind"),
    maybe("country"),
    words("sectors"),  # JSON
    maybe("role"),
    exactly_one("parties", "attribution", "event"),
)

PLACES = Table(
    "places",
    METADATA,
    key(),
    of_report(),
    points("event", "events"),
    points("quantity", "quantities"),  # neither: where the story was filed
    *span("span", required=False),
    words("text"),
    words("name"),
    Column("latitude", Float),
    Column("longitude", Float),
    Column("geonames_id", Integer),
    maybe("country"),
    maybe("admin1"),
    maybe("precision"),
)

TIMES = Table(
    "times",
    METADATA,
    key(),
    of_report(),
    points("event", "events"),
    points("quantity", "quantities"),
    points("forecast", "forecasts"),
    words("part"),  # time of an event or a quantity; made or horizon of a forecast
    *span("span"),
    words("text"),
    words("timex"),
    maybe("start"),
    maybe("end"),
    maybe("precision"),
    exactly_one("times", "event", "quantity", "forecast"),
)

Index("issues_page", ISSUES.c.page)

RECORDS = (ATTRIBUTIONS, EVENTS, QUANTITIES, FORECASTS)  # each after those it points at
PARTS = (CONTENTS, EVENT_QUANTITIES, PARTIES, PLACES, TIMES)  # rows that belong to a record
