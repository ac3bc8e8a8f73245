"""Who may do what: roles, units, purposes, the policies in one readable text, sessions and logging in."""
