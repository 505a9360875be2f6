"""What is parsed by native code or may take long, in a process of its own: it may die there, and nothing is lost."""
