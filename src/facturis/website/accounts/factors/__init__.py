"""What secures an account beside its password: passkeys, one-time codes, and recovery codes for who lost both."""
