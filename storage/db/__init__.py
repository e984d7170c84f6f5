"""How the database is reached: connections, transactions, group commit, errors."""
