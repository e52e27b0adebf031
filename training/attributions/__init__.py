"""Training of the attribution tagger: examples, network, training, export."""
