"""Ways in which something is sent: a mail server, GOV.UK Notify, letters to print, and calls to other systems."""
