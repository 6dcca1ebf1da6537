#!/usr/bin/env python3
"""Let QualCoder take in a REFI-QDA project, and say as JSON what it has then.

    scripts/peers/with_qualcoder.py FOLDER PROJECT.qdpx

FOLDER is a checkout of github.com/ccbogel/QualCoder. Its importer runs as it is; of the windows that it would open
only what it touches is stood in for, and its database is made by the statements of its own source.
"""
import json
import logging
import pathlib
import re
import sqlite3
import sys
import tempfile
import types
import builtins
from unittest import mock

folder, project = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]).resolve()
package = folder / "src" / "qualcoder"
builtins._ = lambda text: text


def module(name, **members):
    made = types.ModuleType(name)
    made.__dict__.update(members)
    sys.modules[name] = made
    return made


class Chooser:
    """The dialogue in which a file is chosen chooses the project."""

    Option = mock.MagicMock()

    @staticmethod
    def getOpenFileName(*_, **__):
        return str(project), True


class Dialog:
    """A window that is never shown."""


widgets = mock.MagicMock(QFileDialog=Chooser, QDialog=Dialog)
module("PyQt6", QtWidgets=widgets, QtCore=mock.MagicMock(), QtGui=mock.MagicMock(), uic=mock.MagicMock())
for name in ("QtWidgets", "QtCore", "QtGui"):
    sys.modules[f"PyQt6.{name}"] = getattr(sys.modules["PyQt6"], name)
module("qualcoder", __path__=[str(package)])
module("qualcoder.helpers", Message=mock.MagicMock())
module("qualcoder.GUI", __path__=[])
module("qualcoder.GUI.ui_dialog_refi_export_endings", Ui_Dialog_refi_export_line_endings=mock.MagicMock())
module("qualcoder.GUI.ui_dialog_colour_selector", Ui_Dialog_colour_selector=mock.MagicMock())
module("vlc")
try:
    from qualcoder import color_selector  # noqa: F401
except ImportError:
    module("qualcoder.color_selector", colors=["#FFFFFF"] * 120, color_matcher=lambda colour: colour)
from qualcoder import refi

said = []
with tempfile.TemporaryDirectory() as temporary:
    (pathlib.Path(temporary) / "documents").mkdir()
    connection = sqlite3.connect(":memory:")
    source = (package / "__main__.py").read_text(encoding="utf-8")
    made = set()
    for statement in re.findall(r'cur\.execute\(\s*((?:"[^"]*"\s*)+)', source):
        text = "".join(re.findall(r'"([^"]*)"', statement))
        table = re.match(r"CREATE TABLE (\w+)", text)
        if table and table[1] not in made:
            made.add(table[1])
            connection.execute(text)
    application = types.SimpleNamespace(
        conn=connection,
        settings={"directory": temporary, "codername": "default", "ai_enable": "False"},
        project_path=temporary,
        ai_models=[],
        write_config_ini=lambda *_: None,
    )
    handler = logging.Handler()
    handler.emit = lambda record: said.append(record.getMessage()) if record.levelno >= logging.WARNING else None
    refi.logger.addHandler(handler)
    refi.logger.propagate = False
    refi.RefiImport(application, types.SimpleNamespace(append=lambda text: None), "qdpx")

    def rows(query):
        return [list(row) for row in connection.execute(query)]

    json.dump({
        "sources": rows("select name, length(fulltext) from source"),
        "codes": rows("select name, memo, color from code_name"),
        "categories": rows("select name from code_cat"),
        "codings": rows("select seltext, substr(fulltext, pos0 + 1, pos1 - pos0), code_name.name, code_text.owner, code_text.memo "
                        "from code_text left join code_name using (cid) join source on source.id = fid"),
        "annotations": rows("select substr(fulltext, pos0 + 1, pos1 - pos0), annotation.memo, annotation.owner "
                            "from annotation join source on source.id = fid"),
        "said": said,
    }, sys.stdout, ensure_ascii=False)
