"""Hidden numbers (dark number): how many were never met, by method, as a band, with what exactly is estimated."""
