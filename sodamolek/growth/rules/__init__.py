"""Growth without a database: WHO's z-scores, the ministry's categories, weight gain, what may be published."""
