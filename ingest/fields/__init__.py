"""One file a field type: from what a reporter wrote to one clean value, or None where it can't be one."""
