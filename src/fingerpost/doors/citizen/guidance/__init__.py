"""Our copy of the guidance, to browse, search and read."""
