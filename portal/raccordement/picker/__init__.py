"""Choosing the establishments of a request: the search, the juridical ones kept, the territorials ticked under each."""
