"""One module a format: bytes or text in, a `Page` of blocks out. What no reader would see is left out and named."""
