"""Files for hosts and robots rather than for readers: one module for each. `render.outputs` lists them."""
