"""Past, present and future without a date: "now", "recently", "in the future"."""

import re

from sayso.extract.timex.context import Context, Reading
from sayso.extract.timex.rules import Rules
from sayso.extract.timex.words import value_of

REFERENCES = Rules()


@REFERENCES.form("<reference>(?!\\w)", needs="reference")
def reference(match: re.Match[str], ctx: Context) -> Reading | None:
    """Read "now", "recently", "in the future"."""
    words = " ".join(match.group().lower().split())
    before = ctx.doc.text[max(0, match.start() - 3) : match.start()].lower()
    after = ctx.doc.text[match.end() : match.end() + 6].lower()
    if words == "soon" and (before.endswith("as ") or after.startswith((" after", " as"))):
        return None
    if words == "the past" and not (before == "in " and ctx.token(match.end() - 1).pos_ == "NOUN"):
        return None  # "the past week"
    return Reading(value_of("reference", words))


@REFERENCES.form("<attribute>(?!\\w)", needs="attribute")
def attribute(match: re.Match[str], ctx: Context) -> Reading | None:
    """Read "current", "recent", "future" before a noun."""
    token = ctx.token(match.start())
    if token.dep_ != "amod" or token.ent_type_ == "ORG":
        return None
    return Reading(value_of("attribute", match["attribute"]))
