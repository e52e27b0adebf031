"""Where: names of places, what stands for them, and which places they are.

candidates -> containment, demonyms -> ranking, resolution -> metonymy, anaphora -> mentions:
names are found whatever their part in the sentence, resolved together, and told apart into
places and those who act there; directions ("the south of Ukraine") and descriptions ("the Greek
capital") come last.
"""

from sayso.extract.places.mentions import find_places, find_toponyms, page_country
from sayso.extract.places.metonymy import metonyms
from sayso.extract.places.resolution import resolve_spans

__all__ = ["find_places", "find_toponyms", "metonyms", "page_country", "resolve_spans"]
