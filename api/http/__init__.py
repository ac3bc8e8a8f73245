"""The same jobs over HTTP. What no endpoint declares open answers 401, whether it exists or not."""
