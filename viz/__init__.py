"""Pure functions from a result to a picture, a table or a page."""
