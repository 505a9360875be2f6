"""An electronic invoice in the business terms of EN 16931, from either of its syntaxes: UBL 2.1 and UN/CEFACT CII."""
