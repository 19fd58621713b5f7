"""Feeds, for those who never look at the page: Atom and RSS by feedgen, JSON Feed 1.1 by a module of our own.

There are two kinds, and the page `/subscribe/` says which is for whom. Of *updates* every word is an entry of its own, so that readers
announce each of them, once. Of *incidents* each is one entry that grows, as Statuspage's `/history.atom` has it.

- `entries`: what there is to tell, and what each piece of it is called for ever;
- `selection`: which of it each feed holds;
- `wording`, `statuspage`: the same in words and HTML;
- `document`, `atom`, `rss`, `json_feed`: the same in a format, within bounds; `forms`, so that feedgen need not be asked each time;
- `outputs`: the promises.

Nothing heavy is imported before bytes are asked for.
"""
