"""The queue of messages to send: leases, ranks, rate limits."""
