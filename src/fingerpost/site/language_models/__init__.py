"""The language models of this installation: what its settings say of them, and the road from there to a model."""
