"""The command line: thin, one file a command. Results go to stdout, talk and progress to stderr."""
