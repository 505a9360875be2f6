"""IV.B, protection: the limits that stop guessing, and the security log by user id, which only grows."""
