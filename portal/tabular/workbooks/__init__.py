"""Workbooks (XLSX, XLS, ODS), read in a process of its own that has little memory, little time and nothing to lose."""
