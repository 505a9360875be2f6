"""The demonstration's company: customers with two years of documents, all synthetic, in a database of its own."""
