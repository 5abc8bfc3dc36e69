"""Any input, read with suspicion: JSON files, and the gate that files from outside pass."""
