"""Calendars (RFC 5545) of maintenance, for programs that follow an address: the whole site's and one for each component."""
