"""Scores for verifiers and drafts; nothing imports this package."""
