"""The database: SQLAlchemy Core, SQLite by default, one writer.

:func:`open_store` gives a :class:`Store`; the modules by noun hold the queries, each a function that takes the
connection of an open transaction: ``documents``, ``articles`` (written by ``filing``, with others in a story by
``membership``), ``stories``, ``feeds``, ``runs``, ``tombstones``, …
"""

from feedmill.store.database import Store, open_store

__all__ = ["Store", "open_store"]
