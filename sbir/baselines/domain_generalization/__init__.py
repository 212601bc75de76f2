"""Domain generalisation: one file a method, `registry` knows them all by name."""
