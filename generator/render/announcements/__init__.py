"""News in the words of a message: what `upside announce` sends to chats and mailboxes.

- `tellings`: what there is to tell, under the names that feeds give it, and the message that tells some of it;
- `reminders`: what operators are reminded of, since it is late;
- `flat`: HTML that this room made, as plain text;
- `fitting`: text that calls nobody and hides no address, cut at a sentence to what an outlet takes.

The outlets themselves, their keys and their ledger are not known here.
"""
