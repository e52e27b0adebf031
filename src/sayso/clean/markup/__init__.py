"""HTML source -> blocks of text, each tied to the characters it stands on, and which are text.

`read_blocks` takes the source apart; `choose` tells which blocks are the article's body, by what
`votes` and `features` say of them and a small trained model (`sayso.models`).
"""

from sayso.clean.markup.blocks import Block, Markup, read_blocks
from sayso.clean.markup.chooser import choose
from sayso.clean.markup.sources import outline_block, trace_block

__all__ = ["Block", "Markup", "choose", "outline_block", "read_blocks", "trace_block"]
