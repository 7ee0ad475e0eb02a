"""How much evidence a case takes: pictures and PDFs, told by their first bytes and never by their name (`kit.media`)."""

FILE_BYTES_MAX = 10 * 2**20
FILES_MAX = 30
