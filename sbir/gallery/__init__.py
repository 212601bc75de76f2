"""Galleries: stored features of photos, and searching them."""
