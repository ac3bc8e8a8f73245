"""The service under load: a home served as shipped, asked by many at once, its log counted against what was given."""
