"""The shop of the measurements: 11 tables, people of known sizes, its datamap and its statement; plainly synthetic."""
