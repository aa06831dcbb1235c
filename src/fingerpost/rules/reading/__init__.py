"""From YAML to a checked rule book: lines, fields, expressions, names, units."""
