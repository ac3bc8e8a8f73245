"""The store: Cypher over Bolt, one language for the embedded engine and for Neo4j.

Everything goes through :class:`graph.store.database.Database`; queries are files in ``graph/cypher``. Functions here
take a database and values of the model, and every write can be repeated without changing anything.
"""
