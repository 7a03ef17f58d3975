"""feedmill: documents in, per-topic feeds on one beat out.

The house, from the pure rooms to the edge (imports point one way, see ``tests/test_imports.py``)::

    model, errors            the values that travel, the exceptions that end things
    reading  judging         bytes → articles → judgements          pure
    stories  rendering       one entry per story → bytes            pure
    config  beats            settings and the beat's data files     files in
    sources  store           documents in, database                 effects
    isolation  publishing    killable readers, atomic writers       effects
    pipeline                 the only module that knows the order
    service  web  cli        what people and machines talk to
"""

from importlib.metadata import version

__version__ = version("feedmill")
