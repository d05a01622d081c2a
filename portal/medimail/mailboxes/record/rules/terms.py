"""The conditions of use that a holder accepts: what is kept with an account is the version that was shown."""

# To be raised with every change of the text: whoever accepted an older one has accepted that one only.
VERSION = "2026-11"
PATH = "/inscription/conditions"
