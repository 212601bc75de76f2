"""Published methods that ours is measured against, each behind the interface that ours has too."""
