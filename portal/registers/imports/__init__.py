"""Reading a register's file into the database, in chunks that each commit.

One transaction for a whole register would keep every sign-in waiting: SQLite has one writer at a time. A chunk takes
a moment, and an import cut short is simply run again, since only what differs is written.
"""
