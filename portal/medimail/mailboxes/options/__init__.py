"""The optional settings of an account (source 002 p. 11): default mailbox, notices, delegations."""
