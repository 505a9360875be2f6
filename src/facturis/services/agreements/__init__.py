"""I.A begins here: the agreement on a service, its terms, its changes and its end, and the home of the portal."""
