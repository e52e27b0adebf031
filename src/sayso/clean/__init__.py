"""Page -> Report.

`clean_page` is the door. A page is HTML (`main_text`, `metadata`) or lines as copied from a
browser (`flattened`); both end in the same masthead rules.
"""

from sayso.clean.given import Given
from sayso.clean.report import MAX_TEXT, clean_page

__all__ = ["MAX_TEXT", "Given", "clean_page"]
