"""Telling the outside: alerts sent to the systems and mailboxes of those whom a plan names, and to nobody else."""
