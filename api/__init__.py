"""The HTTP control surface: thin routes over records and one gateway to Temporal."""
