"""What was said, by whom: the case, its file and its checks."""
