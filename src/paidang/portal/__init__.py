"""What both parties look at: the frame of every page, sign-in, the pages' templates, their words in two languages."""
