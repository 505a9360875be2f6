"""How the product is put together: settings, URLs, and the servers' ways in. It sees all rooms; none sees it."""
