"""What every slice may use: money, clauses, periods, working days, outcomes. Standard library only."""
