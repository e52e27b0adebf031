"""PLOVER event types and CAMEO codes as tables.

Codes and scores: PLOVER, Open Event Data Alliance, CC BY-SA 4.0; CAMEO, Penn State; Goldstein
scores as GDELT publishes them. See README.md beside the tables.
"""

import json
from functools import cache
from importlib.resources import files
from typing import Any

IMPACT = "IMPACT"
IMPACT_MODES = ("casualties", "damage", "outage", "displacement", "shortage")


@cache
def load_table(name: str) -> dict[str, Any]:
    """Return the table `NAME.json` of this package."""
    table: dict[str, Any] = json.loads((files(__package__) / f"{name}.json").read_bytes())
    return table


@cache
def modes_of() -> dict[str, tuple[str, ...]]:
    """Return the modes of each event type, IMPACT included."""
    events = load_table("plover")["events"]
    modes = {event["event"]: tuple(m["mode"] for m in event["modes"]) for event in events}
    return modes | {IMPACT: IMPACT_MODES}


@cache
def contexts() -> frozenset[str]:
    """Return the PLOVER contexts."""
    return frozenset(context["context"] for context in load_table("plover")["contexts"])


@cache
def sectors() -> frozenset[str]:
    """Return the PLOVER sectors and international actor codes."""
    plover = load_table("plover")
    return frozenset(
        row["code"] for row in plover["sectors"] + plover["international_actor_codes"]
    )


@cache
def country_codes() -> frozenset[str]:
    """Return the ISO 3166 alpha-3 codes, and KOS for Kosovo."""
    return frozenset(load_table("actor_codes")["countries"])


@cache
def role_sectors() -> dict[str, str]:
    """Return the PLOVER sector of each CAMEO role that has one."""
    codes = load_table("actor_codes")
    pairs = {row["code"]: row["plover_sector"] for row in codes["roles"] if row["plover_sector"]}
    return pairs | {row["code"]: row["plover"] for row in codes["international"] if row["plover"]}


def sector_of_role(role: str) -> str | None:
    """Return the PLOVER sector of a CAMEO role code ("MED" -> "JRN"), None if it has none."""
    return role_sectors().get(role)


@cache
def goldstein(cameo: str) -> float | None:
    """Return the Goldstein score of a CAMEO code, None if it has none.

    A code of the manual that GDELT does not score takes the score of its parent.
    """
    row = load_table("cameo")["codes"].get(cameo)
    if row is None:
        return None
    score: float | None = row["goldstein"]
    if score is None and row["parent"]:
        return goldstein(row["parent"])
    return score


@cache
def default_cameo(event: str, mode: str | None) -> str | None:
    """Return the CAMEO code that stands for a PLOVER type and mode, None if none does.

    Of the codes that the conversion table maps to the pair, the most general one below a root.
    """
    codes: dict[str, Any] = load_table("cameo")["codes"]
    wanted = [
        code
        for code, row in codes.items()
        if row["plover"]["event"] == event and row["plover"]["mode"] == mode and row["level"] > 1
    ]
    if not wanted:
        return default_cameo(event, None) if mode is not None else None
    return min(wanted, key=lambda code: (len(code), code))
