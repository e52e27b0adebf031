"""Text as copied from a browser -> its layout: body, headline, and what stands around them.

`lines` are cut and rejoined, `pieces` are what one line glued together; a small trained model
(`labels`, over `features` and `elements`) tells body from furniture, and `layout` says what the
furniture is.
"""
