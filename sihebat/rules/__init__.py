"""What SiHebat computes, without a database: periods and bases, effects, flags, files of fills."""
