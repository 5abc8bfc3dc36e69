"""The LibreOffice profile of one process: no macros, no network, no updates, Swedish wherever a default is asked for.

Written before the first start, so nothing of the machine's or the user's own LibreOffice settings has a say.
"""

from __future__ import annotations

import html
from pathlib import Path

_COMMON = "/org.openoffice.Office.Common/"
_SCRIPTING = _COMMON + "Security/Scripting"
_INET = "/org.openoffice.Inet/Settings"
_DEAD_PORT = "9"  # "discard": nothing listens there, and nobody may without being root

PROFILE: tuple[tuple[str, str, str], ...] = (
    # Nothing in a document is run, and nothing outside of it is fetched.
    (_SCRIPTING, "DisableMacrosExecution", "true"),
    (_SCRIPTING, "MacroSecurityLevel", "3"),
    (_SCRIPTING, "BlockUntrustedRefererLinks", "true"),
    (_SCRIPTING, "DisableActiveContent", "true"),
    ("/org.openoffice.Office.Writer/Content/Update", "Link", "0"),  # Writer counts never, on request, always
    ("/org.openoffice.Office.Calc/Content/Update", "Link", "1"),  # Calc counts always, never, on request
    # Where the process cannot be cut off from the network, a proxy that does not exist stands in the way.
    (_INET, "ooInetProxyType", "2"),
    (_INET, "ooInetHTTPProxyName", "127.0.0.1"),
    (_INET, "ooInetHTTPProxyPort", _DEAD_PORT),
    (_INET, "ooInetHTTPSProxyName", "127.0.0.1"),
    (_INET, "ooInetHTTPSProxyPort", _DEAD_PORT),
    (_INET, "ooInetFTPProxyName", "127.0.0.1"),
    (_INET, "ooInetFTPProxyPort", _DEAD_PORT),
    (_INET, "ooInetNoProxy", ""),
    # The look must not depend on the machine: sheet, number and date formats that a document leaves open are Swedish.
    ("/org.openoffice.Setup/L10N", "ooSetupSystemLocale", "sv-SE"),
    ("/org.openoffice.Setup/L10N", "ooLocale", "en-US"),
    ("/org.openoffice.Office.Linguistic/General", "DefaultLocale", "sv-SE"),
    (_COMMON + "Misc", "UseOpenCL", "false"),
    (_COMMON + "Misc", "FirstRun", "false"),
    (_COMMON + "Misc", "CrashReport", "false"),
    ("/org.openoffice.Office.Recovery/AutoSave", "Enabled", "false"),
    ("/org.openoffice.Office.Recovery/RecoveryInfo", "Enabled", "false"),
    ("/org.openoffice.Setup/Office", "ooSetupInstCompleted", "true"),
    # A new version tries at its first start how well the machine draws on a screen; every start of ours would be that
    # first one, and three quarters of its work. No version is newer than this.
    ("/org.openoffice.Setup/Product", "ooSetupLastVersion", "999.9"),
)
"""Path, name and value of every setting that differs from LibreOffice's own."""

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n'
)


def write_profile(folder: Path, program: Path) -> None:
    """Write the profile into a folder that does not exist yet.

    Args:
        folder: where it will lie.
        program: the LibreOffice that will use it.
    """
    user = folder / "user"
    (user / "extensions").mkdir(parents=True)
    if build := _build_of(program):
        (user / "extensions" / "buildid").write_text(build, encoding="utf-8")
    items = (
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{html.escape(value, quote=False)}</value></prop></item>\n"
        for path, name, value in PROFILE
    )
    (user / "registrymodifications.xcu").write_text(
        _HEAD + "".join(items) + "</oor:items>\n", encoding="utf-8"
    )


def _build_of(program: Path) -> str:
    """The build that LibreOffice says it is; empty where it does not say.

    A profile in which another build, or none, has looked for extensions is searched for them, and LibreOffice ends and
    asks to be started again: a third of the work of a start.
    """
    try:
        lines = program.with_name("versionrc").read_text("utf-8", "replace").splitlines()
    except OSError:
        return ""
    return next((line.removeprefix("buildid=") for line in lines if line.startswith("buildid=")), "")
