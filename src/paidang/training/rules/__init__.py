"""Curriculum, plan, ladder of skills, quizzes, readiness: pure."""
