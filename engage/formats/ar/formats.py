"""Numbers in Arabic as our sentences write them: 4,000 and 3.10. Django has no grouping here, so money read 4000."""

NUMBER_GROUPING = 3
THOUSAND_SEPARATOR = ","
DECIMAL_SEPARATOR = "."
