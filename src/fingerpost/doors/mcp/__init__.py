"""Other programs: the Model Context Protocol, over stdio and over HTTP. Every answer goes along the one road."""
