"""What the page is timed against: small programs written as anyone would write them."""
