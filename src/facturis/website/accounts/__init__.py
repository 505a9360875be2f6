"""III.C, accounts: the persons that the product knows, and the accounts that some of them have."""
