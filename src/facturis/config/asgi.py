"""The way in of an ASGI server; it does not open where the declarations do not fit the statement.

Each request is one thread's from beginning to end, as Django's synchronous views and its connections are made for.
"""

from a2wsgi import WSGIMiddleware

from facturis.config.wsgi import application as synchronous

application = WSGIMiddleware(synchronous)  # type: ignore[arg-type] # a response of Django's is an iterable of bytes
