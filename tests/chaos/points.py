"""Where sendings are struck, and by which channels: said once for the test and for its worker."""

BY_NAME = ("outbox", "smtp", "notify")
SENDING_POINTS = ("claimed-not-sent", "sent-not-noted", "noted-not-reported")
