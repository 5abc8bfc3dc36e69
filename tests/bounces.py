"""Delivery status messages in the shapes that mail servers give them, written here from what the servers document."""

from __future__ import annotations

from dataclasses import dataclass, field

EXCHANGE_HTML = (
    "<html><head>\r\n<style>p { color: red }</style></head>\r\n<body><p>Det gick inte.</p></body></html>"
)


@dataclass(frozen=True, slots=True)
class Told:
    """What a server says of one letter to one address."""

    to: str
    ident: str
    """The letter's Message-ID, with its angle brackets."""
    action: str = "failed"
    status: str = "5.1.1"
    words: str = "550 5.1.1 User unknown"
    date: str = "Thu, 03 Dec 2026 09:05:00 +0100"
    more: str = field(default="")
    """Other lines of the receiver's group."""


def postfix(told: Told) -> bytes:
    """Postfix: a text, the status with X- fields, and the headers of the letter that came back."""
    return _crlf(f"""\
Return-Path: <>
Date: {told.date}
From: MAILER-DAEMON@mx.ale.example (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: kansli@ale.example
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="4F2A1.1764748/mx.ale.example"
Message-Id: <20261203080500.4F2A1@mx.ale.example>

This is a MIME-encapsulated message.

--4F2A1.1764748/mx.ale.example
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mx.ale.example.

<{told.to}>: {told.words}

--4F2A1.1764748/mx.ale.example
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.ale.example
X-Postfix-Queue-ID: 4F2A1
X-Postfix-Sender: rfc822; kansli@ale.example
Arrival-Date: {told.date}

Final-Recipient: rfc822; {told.to}
Original-Recipient: rfc822;{told.to}
Action: {told.action}
Status: {told.status}
Remote-MTA: dns; mail.example.net
Diagnostic-Code: smtp; {told.words}
{told.more}
--4F2A1.1764748/mx.ale.example
Content-Description: Undelivered Message Headers
Content-Type: text/rfc822-headers

From: Ale kommun <kansli@ale.example>
To: {told.to}
Subject: Kallelse
Message-ID: {told.ident}

--4F2A1.1764748/mx.ale.example--
""")


def exchange(told: Told) -> bytes:
    """Exchange: HTML, an address in capitals, a long code folded over lines, and the whole letter."""
    return _crlf(f"""\
From: Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@ale.example>
To: <kansli@ale.example>
Date: {told.date}
Content-Type: multipart/report; report-type="delivery-status";
\tboundary="_e5b0_2f"
X-MS-Exchange-Message-Is-Ndr:
Content-Language: sv-SE
Message-ID: <cc3f2b52-8f44@ale.example>
In-Reply-To: {told.ident}
References: {told.ident}
Subject: =?utf-8?B?S2FuIGludGUgbGV2ZXJlcmE6IEthbGxlbHNl?=
Auto-Submitted: auto-replied
MIME-Version: 1.0

--_e5b0_2f
Content-Type: multipart/alternative; differences=Content-Type;
\tboundary="_inner_"

--_inner_
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: base64

RGV0IGdpY2sgaW50ZSBhdHQgbGV2ZXJlcmE=

--_inner_
Content-Type: text/html; charset="utf-8"
Content-Transfer-Encoding: 8bit

{EXCHANGE_HTML}

--_inner_--

--_e5b0_2f
Content-Type: message/delivery-status

Reporting-MTA: dns;GV1P280MB0001.SWEP280.PROD.OUTLOOK.COM
Received-From-MTA: dns;ale.example
Arrival-Date: {told.date}

Final-Recipient: rfc822;{told.to.upper()}
Action: {told.action}
Status: {told.status}
Diagnostic-Code: smtp;{told.words}
 [GV1P280MB0001.SWEP280.PROD.OUTLOOK.COM 2026-12-03T08:05:00.000Z]
{told.more}
--_e5b0_2f
Content-Type: message/rfc822

From: Ale kommun <kansli@ale.example>
To: {told.to}
Subject: Kallelse
Message-ID:
 {told.ident}
Content-Type: text/plain

Till dig

--_e5b0_2f--
""")


def gmail(told: Told) -> bytes:
    """Gmail: a related part with a picture, `X-Failed-Recipients`, a code over many lines, and the letter."""
    return _crlf(f"""\
Return-Path: <>
X-Failed-Recipients: {told.to}
From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>
To: kansli@ale.example
Auto-Submitted: auto-replied
Subject: Delivery Status Notification (Failure)
References: {told.ident}
In-Reply-To: {told.ident}
Message-ID: <693012ab.050a0220@mx.google.com>
Date: {told.date}
Content-Type: multipart/report; boundary="0000000000abc"; report-type=delivery-status
MIME-Version: 1.0

--0000000000abc
Content-Type: multipart/related; boundary="0000000000def"

--0000000000def
Content-Type: text/html; charset="UTF-8"

<p>Address not found</p>
--0000000000def
Content-Type: image/png; name="icon.png"
Content-Transfer-Encoding: base64

iVBORw0KGgo=
--0000000000def--

--0000000000abc
Content-Type: message/delivery-status

Reporting-MTA: dns; googlemail.com
Received-From-MTA: dns; kansli@ale.example
Arrival-Date: {told.date}
X-Original-Message-ID: {told.ident}

Final-Recipient: rfc822; {told.to}
Action: {told.action}
Status: {told.status}
Remote-MTA: dns; gmail-smtp-in.l.google.com. (142.250.27.26, the server for the domain gmail.com.)
Diagnostic-Code: smtp; {told.words}
 5.1.1 double-checking the recipient's email address for typos or
 5.1.1 unnecessary spaces.
Last-Attempt-Date: {told.date}
{told.more}
--0000000000abc
Content-Type: message/rfc822

MIME-Version: 1.0
From: Ale kommun <kansli@ale.example>
To: {told.to}
Message-ID: {told.ident}

Till dig
--0000000000abc--
""")


SHAPES = {"Postfix": postfix, "Exchange": exchange, "Gmail": gmail}


def _crlf(text: str) -> bytes:
    return text.replace("\n", "\r\n").replace("\r\r\n", "\r\n").encode("utf-8")
