"""The instructeurs' list: tabs, search, filters and order in its address; what is overdue is told once a day."""
