"""Monthly statements, to the fen: a pure law (`rules`), engines that carry it out, bundles both sides verify."""
