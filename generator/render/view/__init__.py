"""What templates are given: small frozen views of ready words, addresses and booleans. Nothing here decides what is true."""
