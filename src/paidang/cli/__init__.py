"""Commands: parse, call one function, print. `main.COMMANDS` lists them."""
