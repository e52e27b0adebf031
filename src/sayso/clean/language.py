"""Which language a page is in: what it declares, else a plain test for English."""

import re

from sayso.clean.prose import function_share, word_list

MIN_WORDS = 5
ENGLISH_SHARE = 0.2  # news English runs at 0.35 and more; German, French, Spanish below 0.1
CODE = re.compile(r"[A-Za-z]{2}(?![A-Za-z])")


def language_code(declared: str | None) -> str | None:
    """Return the ISO 639-1 code of an HTML language tag ("en-GB" gives "en"), None for none."""
    found = CODE.match(declared.strip()) if declared else None
    return found[0].lower() if found else None


def guess_language(text: str) -> str | None:
    """Return "en" where the small words of `text` are English, else None."""
    words = word_list(text[:20_000])
    if len(words) < MIN_WORDS:
        return None
    return "en" if function_share(words) >= ENGLISH_SHARE else None
