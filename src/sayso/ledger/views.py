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
    q.item, q.measure, q.per, w.id AS part_of, s.name AS source, a.stance, a.interest,
    e.id AS event, e.type, e.mode, l.name AS place, l.country,
    t.text AS time, t.start AS time_start, t."end" AS time_end,
    substr(r.text, q.sentence_start + 1, q.sentence_end - q.sentence_start) AS sentence,
    {REPORT}
FROM quantities AS q
JOIN reports AS r ON r.number = q.report
LEFT JOIN quantities AS w ON w.number = q.part_of
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
    f.outcome, {REPORT}
FROM forecasts AS f
JOIN reports AS r ON r.number = f.report
LEFT JOIN quantities AS q ON q.number = f.quantity
LEFT JOIN times AS m ON m.forecast = f.number AND m.part = 'made'
LEFT JOIN times AS h ON h.forecast = f.number AND h.part = 'horizon'
LEFT JOIN attributions AS a ON a.number = f.attribution
LEFT JOIN parties AS s ON s.attribution = a.number AND s.part = 'source'
"""  # noqa: S608

VIEWS: Final = (WHO_SAID, HAPPENED, FIGURES, FORETOLD)

# Table by table, the columns that are searched; the words themselves stay in the table.
SEARCHED: Final = {
    "reports": ("title", "text"),
    "contents": ("text",),
    "quantities": ("text",),
}


def search_tables() -> tuple[str, ...]:
    """Return the statements that make the search index, and keep it true where rows change.

    New rows are added in bulk by whoever writes them: see `index_since`.
    """
    return tuple(
        statement
        for table, columns in SEARCHED.items()
        for statement in search_table(table, columns)
    )


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
