"""Reading many rows fast: blocks of bytes, a sieve that lets plainly good rows pass, COPY."""
