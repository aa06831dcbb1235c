"""How people come in: citizen pages, the API and the command line. Each parses, makes one call and renders."""
