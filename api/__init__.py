"""The outside world: settings, wiring, command line, HTTP, access, audit, jobs."""
