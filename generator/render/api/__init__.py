"""The public APIs of others, as files: programs that speak them read this site without knowing it. `render.outputs` lists them."""
