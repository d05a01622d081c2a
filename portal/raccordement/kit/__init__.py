"""The kit of a gestionnaire SI: manual, certificate, examples, parameters of the request (source 004 p. 3)."""
