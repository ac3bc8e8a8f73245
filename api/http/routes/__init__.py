"""Endpoints by what they speak of. Each declares its action; each is added to the app itself, never in a router within."""
