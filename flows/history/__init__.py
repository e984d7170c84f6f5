"""What the journal says of the weeks that are over, for the weekly report."""
