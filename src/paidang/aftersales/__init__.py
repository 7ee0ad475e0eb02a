"""After-sales: a buyer's case from its opening to what it costs whom; the service norms both sides agreed on."""
