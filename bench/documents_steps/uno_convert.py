"""Converts Word files by a LibreOffice that listens. Runs under the Python that has LibreOffice's ``uno``.

Arguments: the name of the pipe. Each line on stdin holds source, target and a PDF version (0, or 3 for PDF/A-3 with
tags); a line on stdout answers when it is done.
"""

import sys
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue


def _property(name, value):
    found = PropertyValue()
    found.Name, found.Value = name, value
    return found


def _desktop(pipe):
    context = uno.getComponentContext()
    resolver = context.ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
    deadline = time.monotonic() + 60
    while True:
        try:
            remote = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            return remote.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", remote)
        except Exception:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def _convert(desktop, source, target, version):
    document = desktop.loadComponentFromURL(Path(source).as_uri(), "_blank", 0, (_property("Hidden", True),))
    options = [_property("FilterName", "writer_pdf_Export")]
    if version:
        data = (_property("SelectPdfVersion", version), _property("UseTaggedPDF", True))
        options.append(_property("FilterData", uno.Any("[]com.sun.star.beans.PropertyValue", data)))
    document.storeToURL(Path(target).as_uri(), tuple(options))
    document.close(True)


if __name__ == "__main__":
    listening = _desktop(sys.argv[1])
    print("ready", flush=True)
    for line in sys.stdin:
        source, target, version = line.rstrip("\n").split("\t")
        _convert(listening, source, target, int(version))
        print("done", flush=True)
