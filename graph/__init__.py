"""What we know and what follows from it: the model, the store, and every analysis. Imports nothing else of ours."""
