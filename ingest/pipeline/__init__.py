"""One file to stored encounters, stored encounters to persons, in steps that a crash can interrupt anywhere."""
