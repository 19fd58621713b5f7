"""Places of drills at every kind of target."""
