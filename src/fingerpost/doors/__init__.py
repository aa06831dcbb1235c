"""How people come in: pages for residents and for staff, the API and the command line (see README.md).

Each parses, makes one call and renders.
"""
