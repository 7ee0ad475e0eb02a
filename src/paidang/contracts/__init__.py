"""Under what terms two organisations work: texts, what was read in them, decisions, acceptance, terms in force."""
