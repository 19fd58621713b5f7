"""The pages: one module for each, with one function that promises its files. `render.outputs` lists them."""
