"""The register: entering, finding, correcting, showing to the public, and sending to an outside diary."""
