"""E-mail out of the house: letters and the server that takes them; the home of `smtplib` and `email`."""
