"""Pure calculation: instruments, the index, what a level needs, what-if, and the programmes' ladder."""
