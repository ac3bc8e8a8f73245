"""Boundaries of municipalities from outside: fetched or read from a file, and kept in the home."""
