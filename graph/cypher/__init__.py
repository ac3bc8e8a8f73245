"""Every query the product runs, one file each, parameters only."""
