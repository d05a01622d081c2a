"""Sheets: cells that no spreadsheet takes for a formula, written as CSV or XLSX while the rows are still being read."""
