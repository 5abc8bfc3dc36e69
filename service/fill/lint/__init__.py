"""Every fault of a Word template, told before a meeting finds it: what `samlad mall granska` shows."""
