"""What `restride check` looks at: files, and the texts of each language."""
