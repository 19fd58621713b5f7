"""Badges: one word on the state of the page or of a component, to show elsewhere. `render.outputs` lists them."""
