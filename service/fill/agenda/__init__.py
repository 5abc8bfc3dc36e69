"""The agenda for everybody: plain pages that need nothing but themselves, a file for programs, one for calendars."""
