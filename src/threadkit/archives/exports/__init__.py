"""What sites export themselves, one file a format: pages with their comments, without any HTML around."""
