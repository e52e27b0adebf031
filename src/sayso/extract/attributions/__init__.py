"""Who says so: source, cue, content, chain, stance and certainty of every act of saying.

Two readers and one judge:

1. the rules read the parse (who a cue belongs to, which clause it takes: `saying.sayings`) and
   the quotation marks (where quoted speech starts and stops: `saying.drafts`);
2. the tagger, trained on marked news, reads the words with what parse and rules say of them
   (`tagging`) and finds the outermost attributions of the page;
3. `merged` lets the tagger decide what is attributed, to whom, by which words; the rules add what
   stands inside an attribution, who passed it on, and how.

What the outlet says in its own voice is no attribution.
"""

from sayso.annotate.document import Document
from sayso.extract.attributions.chain import join_chains
from sayso.extract.attributions.contents import ContentIndex
from sayso.extract.attributions.merged import merge_readings
from sayso.extract.attributions.told import record_of
from sayso.extract.parties import Parties
from sayso.extract.saying.drafts import find_drafts
from sayso.extract.saying.quotations import find_quotations
from sayso.extract.tagging import find_relations
from sayso.records import Attribution

__all__ = ["ContentIndex", "find_attributions", "find_by_rules"]


def find_attributions(
    doc: Document, parties: Parties, rules_only: bool = False
) -> tuple[Attribution, ...]:
    """Return the attributions of `doc` in the order of their cues.

    Sayings inside sayings are kept, each with its own source. `interest` is left at "none": it
    needs the events. With `rules_only` the trained tagger is not asked. Raises `ModelError` where
    its weights are missing or not those of their card.
    """
    by_rules = find_by_rules(doc, parties)
    if rules_only:
        return by_rules
    return merge_readings(doc, parties, find_relations(doc, by_rules), by_rules)


def find_by_rules(doc: Document, parties: Parties) -> tuple[Attribution, ...]:
    """Return the attributions that parse and quotation marks show, in the order of their cues."""
    quotations = find_quotations(doc.text, doc.report.paragraphs)
    drafts = join_chains(parties, find_drafts(doc, quotations))
    return tuple(record_of(doc, parties, draft, quotations) for draft in drafts)
