"""Record linkage on keyed tokens, after Fellegi and Sunter (1969), with Splink."""
