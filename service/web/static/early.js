// Before the page is drawn: what only works with a script may show itself.
document.documentElement.classList.add("js");
