"""Programs every Windows has that run, fetch or unpack what others hand them."""

from __future__ import annotations

from typing import Final

# File name without extension: how people call it, and what it does with what it is given.  The
# uses are those documented by the LOLBAS project (lolbas-project.github.io) and Microsoft Learn.
PROGRAMS: Final[dict[str, tuple[str, str]]] = {
    "powershell": ("PowerShell", "run"),
    "pwsh": ("PowerShell", "run"),
    "powershell_ise": ("PowerShell", "run"),
    "cmd": ("the command prompt", "run"),
    "mshta": ("mshta", "page"),
    "wscript": ("the script host", "run"),
    "cscript": ("the script host", "run"),
    "rundll32": ("rundll32", "library"),
    "regsvr32": ("regsvr32", "library"),
    "odbcconf": ("odbcconf", "library"),
    "msiexec": ("the installer", "install"),
    "installutil": ("InstallUtil", "library"),
    "regasm": ("RegAsm", "library"),
    "regsvcs": ("RegSvcs", "library"),
    "msbuild": ("MSBuild", "run"),
    "cmstp": ("cmstp", "install"),
    "hh": ("the help viewer", "page"),
    "forfiles": ("forfiles", "run"),
    "pcalua": ("pcalua", "run"),
    "conhost": ("conhost", "run"),
    "ssh": ("ssh", "run"),
    "scp": ("scp", "fetch"),
    "sftp": ("sftp", "fetch"),
    "wmic": ("WMIC", "run"),
    "mavinject": ("mavinject", "library"),
    "schtasks": ("the task scheduler", "stay"),
    "at": ("the task scheduler", "stay"),
    "reg": ("reg", "stay"),
    "sc": ("the service control", "stay"),
    "certutil": ("certutil", "fetch"),
    "bitsadmin": ("BITSAdmin", "fetch"),
    "curl": ("curl", "fetch"),
    "finger": ("finger", "fetch"),
    "ftp": ("ftp", "fetch"),
    "tftp": ("tftp", "fetch"),
    "desktopimgdownldr": ("desktopimgdownldr", "fetch"),
    "expand": ("expand", "unpack"),
    "extrac32": ("extrac32", "unpack"),
    "makecab": ("makecab", "unpack"),
    "tar": ("tar", "unpack"),
    "msdt": ("the troubleshooter", "run"),
    "wsl": ("the Linux subsystem", "run"),
    "bash": ("the Linux subsystem", "run"),
    "python": ("Python", "run"),
    "pythonw": ("Python", "run"),
    "node": ("Node.js", "run"),
    "javaw": ("Java", "run"),
    "java": ("Java", "run"),
    "autoit3": ("AutoIt", "run"),
    "explorer": ("Explorer", "open"),
    "iexplore": ("Internet Explorer", "open"),
    "msedge": ("Edge", "open"),
    "chrome": ("Chrome", "open"),
    "firefox": ("Firefox", "open"),
    "notepad": ("Notepad", "open"),
    "control": ("the control panel", "library"),
    "syncappvpublishingserver": ("SyncAppvPublishingServer", "run"),
    "gpscript": ("gpscript", "run"),
    "xwizard": ("xwizard", "library"),
    "presentationhost": ("PresentationHost", "page"),
    "msxsl": ("msxsl", "run"),
    "esentutl": ("esentutl", "fetch"),
    "winget": ("winget", "install"),
    "dnscmd": ("dnscmd", "library"),
}

# Those that hardly any shortcut sent by mail starts for an honest end.
INTERPRETERS: Final = frozenset(
    name for name, (_, does) in PROGRAMS.items() if does not in ("open", "unpack")
)
