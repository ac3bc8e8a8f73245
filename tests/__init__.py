"""Mirrors graph, ingest, viz and api; contract/ holds the store's one suite, e2e/ the stories, bench/ the measurements."""
