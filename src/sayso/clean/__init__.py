"""Page -> Report.

`clean_page` is the door. A page is HTML (`markup`, and what it `declared` about itself) or lines
as copied from a browser (`flattened`); both end in the same `imprint`, read off the same `signs`.
"""

from sayso.clean.given import Given
from sayso.clean.report import MAX_TEXT, clean_page

__all__ = ["MAX_TEXT", "Given", "clean_page"]
