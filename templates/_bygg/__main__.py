"""`python -m templates._bygg`."""

from templates._bygg.bygg import main

main()
