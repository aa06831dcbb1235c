"""Open311, GeoReport v2 (wiki.open311.org/GeoReport_v2): existing apps and back offices send reports and read them.

Only services and public cases about streets can be read, and never a word that somebody wrote. To send a report takes
an access token as `api_key` (see `fingerpost token make`).
"""
