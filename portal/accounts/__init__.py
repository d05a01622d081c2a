"""People, their secret, what they may do, the browsers and sessions that are theirs."""
