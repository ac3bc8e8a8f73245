"""What comes in by itself: signals of residents and professionals, and files that a service leaves at any hour."""
