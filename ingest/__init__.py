"""From sources to records: tables, workbooks, documents, names and matching."""
