"""Losses, the one inner loop, the outer loop, the trainer."""
