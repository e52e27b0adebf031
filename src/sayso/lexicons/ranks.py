"""How common English words are."""

from functools import cache

from sayso.lexicons import Lexicon, load_lexicon


class RankLexicon(Lexicon, frozen=True, kw_only=True):
    """The file `word_ranks.toml`."""

    words: str  # in lower case, commonest first


@cache
def ranked_words() -> tuple[str, ...]:
    """Return the common English words in lower case, the commonest first.

    Raises `LexiconError` where the lexicon is malformed.
    """
    return tuple(load_lexicon("word_ranks", RankLexicon).words.split())
