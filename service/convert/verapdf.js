// Runs veraPDF over the files 0.pdf, 1.pdf … of the working folder; `validate.py` starts it.
//
// It is a script and not Java because the jar brings Rhino, the script engine in which veraPDF evaluates its rules:
// so neither a compiler nor a compiled file of our own is needed, and a JRE is enough. The profiles are read with the
// JRE's own XML parser because the jar lacks the JAXB runtime that veraPDF would read them with.
//
// Arguments: the number of files, then the profiles. Answers on standard output, one JSON object a line: first the
// versions, then one verdict for each file and profile, in that order.

var answers = new java.io.PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.out), true, "UTF-8");
java.lang.System.setOut(java.lang.System.err); // whatever a library prints, the answers stay clean
java.util.logging.LogManager.getLogManager().reset(); // veraPDF warns on every second page, but the verdict tells it too

var vera = Packages.org.verapdf;
var Flavour = vera.pdfa.flavours.PDFAFlavour;
var Profiles = vera.pdfa.validation.profiles.Profiles;
var FILES = { "2b": ["PDFA_2_B", "PDFA-2B.xml"], "ua1": ["PDFUA_1", "PDFUA-1.xml"] };

function answer(content) {
  answers.println(JSON.stringify(content));
}

function children(element, name) {
  var nodes = element.getElementsByTagName(name);
  var found = [];
  for (var i = 0; i < nodes.length; i++) found.push(nodes.item(i));
  return found;
}

function text(element, name) {
  return children(element, name)[0].textContent;
}

function collect(collection, items) {
  items.forEach(function (item) { collection.add(item); });
  return collection;
}

function readRule(rule) {
  var id = children(rule, "id")[0];
  var error = children(rule, "error")[0];
  var values = children(error, "argument").map(function (argument) {
    var name = argument.hasAttribute("name") ? argument.getAttribute("name") : null;
    return vera.pdfa.validation.profiles.ErrorArgumentImpl.fromValues(argument.textContent, name, null);
  });
  return Profiles.ruleFromValues(
    Profiles.ruleIdFromValues(
      Flavour.Specification.valueOf(id.getAttribute("specification")),
      id.getAttribute("clause"),
      Number(id.getAttribute("testNumber"))
    ),
    rule.getAttribute("object"),
    rule.hasAttribute("deferred") ? java.lang.Boolean.valueOf(rule.getAttribute("deferred")) : null,
    rule.getAttribute("tags"),
    text(rule, "description"),
    text(rule, "test"),
    Profiles.errorFromValues(text(error, "message"), collect(new java.util.ArrayList(), values)),
    new java.util.ArrayList()
  );
}

function readVariable(variable) {
  return Profiles.variableFromValues(
    variable.getAttribute("name"),
    variable.getAttribute("object"),
    text(variable, "defaultValue"),
    text(variable, "value")
  );
}

function readProfile(flavour, file) {
  var stream = java.lang.ClassLoader.getSystemResourceAsStream("org/verapdf/pdfa/validation/" + file);
  var root = Packages.javax.xml.parsers.DocumentBuilderFactory.newInstance()
    .newDocumentBuilder().parse(stream).documentElement;
  return Profiles.profileFromValues(
    flavour,
    Profiles.profileDetailsFromValues("", "", "", new java.util.Date()),
    "",
    collect(new java.util.HashSet(), children(root, "rule").map(readRule)),
    collect(new java.util.HashSet(), children(root, "variable").map(readVariable))
  );
}

function judge(pdf, flavour, profile) {
  var parser = vera.pdfa.Foundries.defaultInstance().createParser(pdf, flavour);
  try {
    // One example per rule is kept, all are counted; no passed checks, but messages, and no progress.
    var result = vera.pdfa.validation.validators.ValidatorFactory
      .createValidator(profile, 1, false, true, false).validate(parser);
    var counts = result.getFailedChecks();
    return {
      valid: result.isCompliant(),
      failures: result.getTestAssertions().toArray().map(function (failed) {
        return {
          clause: String(failed.getRuleId().getClause()),
          test: Number(failed.getRuleId().getTestNumber()),
          count: Number(counts.get(failed.getRuleId())),
          message: String(failed.getErrorMessage()),
          context: String(failed.getLocation().getContext())
        };
      })
    };
  } finally {
    parser.close();
  }
}

function chain(error) {
  var names = [];
  var cause = error.javaException || error.rhinoException;
  for (; cause !== null; cause = cause.getCause()) {
    names.push(String(cause.getClass().getSimpleName()));
    var detail = String(cause.getMessage());
  }
  return { fault: names, detail: detail };
}

function work(count, names) {
  vera.gf.foundry.VeraGreenfieldFoundryProvider.initialise();
  answer({
    verapdf: String(vera.ReleaseDetails.byId("core").getVersion()),
    java: String(java.lang.System.getProperty("java.version"))
  });
  // A thread of its own catches what a script cannot: an exhausted memory or stack says something of one file only.
  var thread = java.util.concurrent.Executors.newSingleThreadExecutor();
  var profiles = {};
  for (var number = 0; number < count; number++) {
    names.forEach(function (name) {
      var flavour = Flavour.valueOf(FILES[name][0]);
      profiles[name] = profiles[name] || readProfile(flavour, FILES[name][1]);
      var pdf = new java.io.File(number + ".pdf");
      var verdict;
      var task = new java.util.concurrent.Callable({
        call: function () { verdict = judge(pdf, flavour, profiles[name]); return null; }
      });
      try {
        thread.submit(task).get();
      } catch (error) {
        verdict = chain(error);
      }
      answer(verdict);
    });
  }
  thread.shutdown();
}

work(Number(arguments[0]), Array.prototype.slice.call(arguments, 1));
