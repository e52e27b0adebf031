"""Cues, frames, speakers and quotation marks: what `attributions` is made of."""
