"""Sheets in, sheets out: anybody's file read as the same lines, cells that nothing runs, a report of each line."""
