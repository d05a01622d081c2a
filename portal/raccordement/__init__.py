"""Connecting a hospital's information system to CertDc: from the public request to production (source 004)."""
