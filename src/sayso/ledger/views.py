"""What a person opens: views that read as sentences, and the search index.

Plain SQL that other engines read too: DuckDB parses a view's text itself.
"""

from typing import Final

REPORT = "r.outlet, r.agency, r.published, r.title, r.url, r.id AS report"

WHO_SAID = f"""
CREATE VIEW who_said AS
SELECT a.id AS attribution, s.name AS source, s.role AS office, s.country, s.sectors,
    a.stance, a.certainty, a.quoted, a.cue_text AS cue,
    (SELECT group_concat(c.text, ' … ') FROM contents AS c WHERE c.attribution = a.number) AS said,
    (SELECT group_concat(v.name, ', ') FROM parties AS v
        WHERE v.attribution = a.number AND v.part = 'via') AS via,
    a.interest, {REPORT}
FROM attributions AS a
JOIN reports AS r ON r.number = a.report
LEFT JOIN parties AS s ON s.attribution = a.number AND s.part = 'source'
"""  # noqa: S608 - our own columns

HAPPENED = f"""
CREATE VIEW happened AS
SELECT e.id AS event, e.type, e.mode, e.factuality,
    (SELECT group_concat(p.name, ', ') FROM parties AS p
        WHERE p.event = e.number AND p.part = 'actor') AS actors,
    e.trigger_text AS act,
    (SELECT group_concat(p.name, ', ') FROM parties AS p
        WHERE p.event = e.number AND p.part = 'recipient') AS recipients,
    l.name AS place, l.country, l.latitude, l.longitude, l.precision AS place_precision,
    t.text AS time, t.start AS time_start, t."end" AS time_end,
    s.name AS source, a.stance,
    substr(r.text, e.sentence_start + 1, e.sentence_end - e.sentence_start) AS sentence,
    {REPORT}
FROM events AS e
JOIN reports AS r ON r.number = e.report
LEFT JOIN places AS l ON l.event = e.number
LEFT JOIN times AS t ON t.event = e.number
LEFT JOIN attributions AS a ON a.number = e.attribution
LEFT JOIN parties AS s ON s.attribution = a.number AND s.part = 'source'
"""  # noqa: S608

FIGURES = f"""
CREATE VIEW figures AS
SELECT q.id AS quantity, q.text AS figure, q.value, q.low, q.high, q.qualifier, q.kind, q.unit,
    q.item, q.measure, q.per, w.id AS part_of,
    o.id AS revises, b.id AS adds_to, s.name AS source, a.stance, a.interest,
    e.id AS event, e.type, e.mode, l.name AS place, l.country,
    t.text AS time, t.start AS time_start, t."end" AS time_end,
    substr(r.text, q.sentence_start + 1, q.sentence_end - q.sentence_start) AS sentence,
    {REPORT}
FROM quantities AS q
JOIN reports AS r ON r.number = q.report
LEFT JOIN quantities AS w ON w.number = q.part_of
LEFT JOIN quantities AS o ON o.number = q.revises
LEFT JOIN quantities AS b ON b.number = q.adds_to
LEFT JOIN events AS e ON e.number = q.event
LEFT JOIN places AS l ON l.quantity = q.number
LEFT JOIN times AS t ON t.quantity = q.number
LEFT JOIN attributions AS a ON a.number = q.attribution
LEFT JOIN parties AS s ON s.attribution = a.number AND s.part = 'source'
"""  # noqa: S608

FORETOLD = f"""
CREATE VIEW foretold AS
SELECT f.id AS forecast, s.name AS source,
    substr(r.text, f.sentence_start + 1, f.sentence_end - f.sentence_start) AS sentence,
    f.expects_type, f.expects_mode, f.expects_actor, f.expects_measure, f.expects_item,
    f.expects_low, f.expects_high, q.text AS figure,
    m.text AS made, m.start AS made_start, h.text AS horizon, h."end" AS horizon_end,
    coalesce(o.outcome, f.outcome) AS outcome, o.reason, o.low AS so_far, o.as_of,
    (SELECT group_concat(v.bearing || ': ' || v.text || coalesce(' on ' || v.day, '')
            || coalesce(' (' || p.outlet || ')', ''), ' … ')
        FROM outcome_evidence AS v JOIN reports AS p ON p.number = v.report
        WHERE v.outcome = o.number) AS evidence,
    f.outcome AS told_by_page, {REPORT}
FROM forecasts AS f
JOIN reports AS r ON r.number = f.report
LEFT JOIN outcomes AS o ON o.forecast = f.number
LEFT JOIN quantities AS q ON q.number = f.quantity
LEFT JOIN times AS m ON m.forecast = f.number AND m.part = 'made'
LEFT JOIN times AS h ON h.forecast = f.number AND h.part = 'horizon'
LEFT JOIN attributions AS a ON a.number = f.attribution
LEFT JOIN parties AS s ON s.attribution = a.number AND s.part = 'source'
"""  # noqa: S608

SETTLED_BY = f"""
CREATE VIEW settled_by AS
SELECT f.id AS forecast,
    substr(w.text, f.sentence_start + 1, f.sentence_end - f.sentence_start) AS foretold,
    o.outcome, o.reason, v.bearing, v.day, v.text AS words,
    substr(r.text, coalesce(e.sentence_start, q.sentence_start) + 1,
        coalesce(e.sentence_end, q.sentence_end) - coalesce(e.sentence_start, q.sentence_start))
        AS sentence,
    s.name AS source, v.record, {REPORT}
FROM outcome_evidence AS v
JOIN outcomes AS o ON o.number = v.outcome
JOIN forecasts AS f ON f.number = o.forecast
JOIN reports AS w ON w.number = f.report
JOIN reports AS r ON r.number = v.report
LEFT JOIN events AS e ON e.id = v.record
LEFT JOIN quantities AS q ON q.id = v.record
LEFT JOIN attributions AS a ON a.number = coalesce(e.attribution, q.attribution)
LEFT JOIN parties AS s ON s.attribution = a.number AND s.part = 'source'
"""  # noqa: S608

REPRINTS = f"""
CREATE VIEW reprints AS
SELECT CASE WHEN c.copy_group IS NULL THEN 'part' ELSE 'copy' END AS takes,
    c.share_of_copy AS share, c.share_of_original, g.agency AS whose,
    o.outlet AS original_outlet, o.published AS original_published, o.title AS original_title,
    f.outlet AS first_outlet, g.reason, g.id AS copy_group, o.id AS original, {REPORT}
FROM copies AS c
JOIN reports AS r ON r.number = c.copy
JOIN reports AS o ON o.number = c.original
LEFT JOIN copy_groups AS g ON g.number = c.copy_group
LEFT JOIN reports AS f ON f.number = g.first
"""  # noqa: S608

INCIDENT_REPORTS = f"""
CREATE VIEW incident_reports AS
SELECT i.id AS incident, i.title AS incident_title, i.contested, e.type, e.mode, e.factuality,
    (SELECT group_concat(p.name, ', ') FROM parties AS p
        WHERE p.event = e.number AND p.part = 'actor') AS actors,
    e.trigger_text AS act,
    (SELECT group_concat(p.name, ', ') FROM parties AS p
        WHERE p.event = e.number AND p.part = 'recipient') AS recipients,
    l.name AS place, t.text AS time, s.name AS source, a.stance, a.interest,
    substr(r.text, e.sentence_start + 1, e.sentence_end - e.sentence_start) AS sentence,
    w.id AS worded_as, e.id AS event, {REPORT}
FROM members AS m
JOIN incidents AS i ON i.number = m.incident
JOIN events AS e ON e.number = m.event
JOIN reports AS r ON r.number = e.report
LEFT JOIN wordings AS d ON d.report = e.report AND d.original <> d.report
LEFT JOIN reports AS w ON w.number = d.original
LEFT JOIN places AS l ON l.event = e.number
LEFT JOIN times AS t ON t.event = e.number
LEFT JOIN attributions AS a ON a.number = e.attribution
LEFT JOIN parties AS s ON s.attribution = a.number AND s.part = 'source'
"""  # noqa: S608

CORROBORATION = """
CREATE VIEW corroboration AS
SELECT i.id AS incident, i.type, i.title, i.origins, 1 + s.ordinal AS origin,
    count(r.number) AS reports, count(DISTINCT r.outlet) AS outlets,
    group_concat(DISTINCT r.outlet) AS printed_by, group_concat(DISTINCT r.agency) AS agency,
    min(r.published) AS first_published,
    (SELECT group_concat(DISTINCT d.reason) FROM dependences AS d
        JOIN origins AS t ON t.incident = d.incident AND t.report = d.report
        WHERE d.incident = i.number AND t.ordinal = s.ordinal) AS why_one,
    group_concat(r.id) AS report_ids
FROM incidents AS i
JOIN origins AS s ON s.incident = i.number
JOIN reports AS r ON r.number = s.report
GROUP BY i.number, s.ordinal
"""

TOLL_HISTORY = f"""
CREATE VIEW toll_history AS
SELECT i.id AS incident, i.title AS incident_title, t.id AS series, t.measure, t.item, t.of,
    f.ordinal, f.relation, q.text AS figure, q.low, q.high, f.source, a.interest, a.stance,
    f.given, o.text AS related_to, f.reason, f.total, f.stands,
    t.low AS lowest, t.high AS highest, t.open,
    substr(r.text, q.sentence_start + 1, q.sentence_end - q.sentence_start) AS sentence,
    q.id AS quantity, {REPORT}
FROM series_figures AS f
JOIN series AS t ON t.number = f.series
JOIN incidents AS i ON i.number = t.incident
JOIN quantities AS q ON q.number = f.quantity
JOIN reports AS r ON r.number = q.report
LEFT JOIN quantities AS o ON o.number = f.of
LEFT JOIN attributions AS a ON a.number = q.attribution
"""  # noqa: S608

CONTRADICTED = """
CREATE VIEW contradicted AS
SELECT i.id AS incident, i.title AS incident_title, c.kind,
    c.one_text AS said, r.outlet AS said_in, r.published AS said_published,
    c.other_text AS against, o.outlet AS against_in, o.published AS against_published,
    c.reason, c.one AS said_record, c.other AS against_record,
    r.id AS said_report, o.id AS against_report, c.id AS contradiction
FROM contradictions AS c
JOIN reports AS r ON r.number = c.one_report
JOIN reports AS o ON o.number = c.other_report
LEFT JOIN incidents AS i ON i.number = c.incident
"""

VIEWS: Final = (
    WHO_SAID,
    HAPPENED,
    FIGURES,
    FORETOLD,
    SETTLED_BY,
    REPRINTS,
    INCIDENT_REPORTS,
    CORROBORATION,
    TOLL_HISTORY,
    CONTRADICTED,
)

# Table by table, the columns that are searched; the words themselves stay in the table.
SEARCHED: Final = {
    "reports": ("title", "text"),
    "contents": ("text",),
    "quantities": ("text",),
}


# The terms of `signs` by its numbers: only which, neither where nor how often.
SIGNS_INDEX: Final = (
    "CREATE VIRTUAL TABLE signs_fts USING fts5(terms, content='', detail=none, columnsize=0, "
    "tokenize='ascii')"
)


def search_tables() -> tuple[str, ...]:
    """Return the statements that make the search index, and keep it true where rows change.

    New rows are added in bulk by whoever writes them: see `index_since`.
    """
    words = (
        statement
        for table, columns in SEARCHED.items()
        for statement in search_table(table, columns)
    )
    return *words, SIGNS_INDEX


def search_table(table: str, columns: tuple[str, ...]) -> tuple[str, str, str]:
    """Return the statements for one table: its index, and what takes old words out."""
    names, old = ", ".join(columns), ", ".join(f"old.{column}" for column in columns)
    new = ", ".join(f"new.{column}" for column in columns)
    fts = f"{table}_fts"
    out = f"INSERT INTO {fts} ({fts}, rowid, {names}) VALUES ('delete', old.number, {old});"  # noqa: S608
    back = f"INSERT INTO {fts} (rowid, {names}) VALUES (new.number, {new});"  # noqa: S608
    return (
        f"CREATE VIRTUAL TABLE {fts} USING fts5({names}, content='{table}', "
        "content_rowid='number', tokenize='unicode61 remove_diacritics 2')",
        f"CREATE TRIGGER {table}_fts_delete AFTER DELETE ON {table} BEGIN {out} END",
        f"CREATE TRIGGER {table}_fts_update AFTER UPDATE OF {names} ON {table} "
        f"BEGIN {out} {back} END",
    )


def index_since(table: str) -> str:
    """Return the statement that adds the rows of `table` from a number on to its index."""
    names = ", ".join(SEARCHED[table])
    return (
        f"INSERT INTO {table}_fts (rowid, {names}) "  # noqa: S608
        f"SELECT number, {names} FROM {table} WHERE number >= ?"
    )
