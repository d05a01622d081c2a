"""Mail: written in the business transaction, sent by the worker at least once, under one Message-ID."""
