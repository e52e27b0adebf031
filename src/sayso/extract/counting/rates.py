"""What a rate is given for: "70 missiles a month", "$80 a barrel", "12 per 100,000 people"."""

import re

WINDOW = 80  # characters looked at
PERIOD = re.compile(
    r"\s?(?:(?:a|an|per|each|every)\s|/)(second|minute|hour|day|week|month|quarter|year|night)\b"
    r"(?!\s(?:later|earlier|ago|before|after|of|in|for|from|long|old|with))"
    r"|\s(daily|weekly|monthly|annually|yearly)\b",
    re.IGNORECASE,
)
ADVERBS = {"daily": "day", "weekly": "week", "monthly": "month"}  # the rest: year
# What a sum or a count is given for
SINGLE = re.compile(
    r"(?:\s(?:a|an|per|each)\s|/)(barrel|tonne|ton|metric ton|bushel|ounce|litre|liter|gallon|kilo"
    r"|kilogram|kg|pound|share|head|person|capita|household|family|pupil|student|vote|unit|ticket"
    r"|visit|mile|kilometre|kilometer|hectare|acre|employee|worker|child|adult|passenger|patient"
    r"|megawatt[- ]hour|seat|room|dose|bottle|piece|copy|euro|dollar)\b",
    re.IGNORECASE,
)
EVERY = re.compile(
    r"\s(?:per|for every|in every|out of every)\s"
    r"(\d[\d,]{0,11}(?:\s(?:people|[a-z]{2,19}s\b))?|(?:thousand|million|hundred)\s[a-z]{3,20})",
    re.IGNORECASE,
)
AND_MORE = re.compile(r"\s(?:and|or)\s(?:[\w-]{1,20}\s){0,2}[\w-]{1,20}s(?=\s)")


def period_of(text: str, end: int) -> str | None:
    """Return what a rate behind the phrase is given for, None where it is no rate.

    "70 missiles a month" -> "month", "$80 a barrel" -> "barrel".
    """
    window = text[end : end + WINDOW]
    found = PERIOD.match(window)
    if found is None:
        more = AND_MORE.match(window)
        found = PERIOD.match(window, more.end()) if more else None
    if found is not None:
        return (found[1] or ADVERBS.get(found[2].lower(), "year")).lower()
    other = SINGLE.match(window) or EVERY.match(window)
    return other[1].lower() if other else None
