"""Deliveries to the e-archive, their check and receipt, and destruction of what need not be kept."""
