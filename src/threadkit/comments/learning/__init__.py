"""What a system does not declare is learned from the page's own records: who wrote each, when, and what."""
