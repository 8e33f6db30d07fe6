"""What can be typed, one module for each kind of work. Each command imports what it needs when it is called."""
