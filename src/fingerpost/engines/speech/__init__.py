"""A voice that reads aloud, and a listener that writes down what was said. Both are optional, and offline."""
