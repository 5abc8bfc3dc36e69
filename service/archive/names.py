"""Namespaces, and the words that the standards fix."""

from __future__ import annotations

METS = "http://www.loc.gov/METS/"
XLINK = "http://www.w3.org/1999/xlink"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
CSIP = "https://DILCIS.eu/XML/METS/CSIPExtensionMETS"
SIP = "https://DILCIS.eu/XML/METS/SIPExtensionMETS"
ERMS = "https://DILCIS.eu/XML/ERMS"
PREMIS = "http://www.loc.gov/premis/v3"
FGS = "ExtensionMETS"
"""The namespace of FGS Paketstruktur 1.2's own attributes; it is no address."""
SNA = "http://xml.ra.se/e-arkiv/implementation-IP/version10/SNAadditionalPackageInfo"

SIP_PROFILE = "https://earksip.dilcis.eu/profile/E-ARK-SIP.xml"
CSIP_PROFILE = "https://earkcsip.dilcis.eu/profile/E-ARK-CSIP.xml"
FGS_PROFILE = "http://xml.ra.se/e-arkiv/METS/CommonSpecificationSwedenPackageProfile.xml"
CONTENT_TYPE = "citserms_v2_1"

SYSTEM = "Samlad"
XML_MIME = "text/xml"
