"""Group I of the statement: the service, from the agreement to what is paid for it."""
