"""Pages: from values to documents. They print nothing and know no file."""
