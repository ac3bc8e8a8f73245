"""The house's own rules, kept by tests: each module's docstring says what it holds and why."""
