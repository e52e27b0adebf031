"""Which time, place and number belongs to which act: syntax first, then nearness, or none.

`syntax` finds what a mention hangs on, `clauses` how far it reaches beyond that, `placing` and
`dating` choose among places and times, `inheritance` gives an act the place of its scene.
"""

from sayso.extract.binding.clauses import Anchored, clause_of, nearest, share_clause
from sayso.extract.binding.dating import bind_times, is_bound, is_scheduled
from sayso.extract.binding.inheritance import MATERIAL, inherit_places
from sayso.extract.binding.placing import bind_places
from sayso.extract.binding.syntax import (
    Binder,
    anchored,
    anchors_of,
    cue_tokens,
    is_of_cue,
    root_of,
)

__all__ = [
    "MATERIAL",
    "Anchored",
    "Binder",
    "anchored",
    "anchors_of",
    "bind_places",
    "bind_times",
    "clause_of",
    "cue_tokens",
    "inherit_places",
    "is_bound",
    "is_of_cue",
    "is_scheduled",
    "nearest",
    "root_of",
    "share_clause",
]
