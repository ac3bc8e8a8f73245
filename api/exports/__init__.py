"""What scripts read: each export is a pure function from values of the model to rows, and a table of its columns."""
