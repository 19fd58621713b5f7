"""Out of the door as messages: outlets, the ledger of what they were told, and what is live already.

- `outlet`: an address with its secrets put in, opened; `chat` and `mail` send through it;
- `rounds`: who is tried again, and when, so that a dead outlet holds nobody up;
- `ledger`: what was told, as text; `file_ledger` and `branch_ledger` keep it;
- `live`: what a visitor can read by now.

What is due, and in which words, is decided elsewhere. Nothing here asks the clock; waiting is measured from where it begins.
"""
