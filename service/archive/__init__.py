"""From a delivery to an archive package, and back: FGS Paketstruktur 2.0 (E-ARK SIP 2.1.0) or 1.2, with CITS ERMS."""
