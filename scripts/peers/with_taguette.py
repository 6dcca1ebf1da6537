#!/usr/bin/env python3
"""Let Taguette take in a table of tags, mark passages with them, and give back what it exports.

Run by a Python in which Taguette is installed; wants JSON on standard input: `tags`, the path of the table, and
`documents`, each with its name, its text and passages (first byte, byte behind the last, tags). Prints as JSON the tags
that Taguette read and its own exports: highlights as CSV, the codebook of REFI-QDA.
"""
import io
import json
import sys

from taguette import database, export, extract, import_codebook

job = json.load(sys.stdin)
with open(job["tags"], "rb") as table:
    tags = import_codebook.list_tags(table)
Session = database.connect("sqlite://")
db = Session()
project = database.Project(name="corpus", description="")
db.add(project)
db.flush()
made = {}
for tag in tags:
    made[tag["path"]] = database.Tag(project_id=project.id, **tag)
    db.add(made[tag["path"]])
for name, text, passages in job["documents"]:
    html = "<p>" + text.replace("&", "&amp;").replace("<", "&lt;") + "</p>"
    document = database.Document(
        name=name, description="", filename=name, project_id=project.id, contents=html,
        text_direction=database.TextDirection.LEFT_TO_RIGHT,
    )
    db.add(document)
    db.flush()
    for start, end, paths in passages:
        db.add(database.Highlight(
            document_id=document.id, start_offset=start, end_offset=end,
            snippet=extract.extract(html, start, end), tags=[made[path] for path in paths],
        ))
db.commit()
out = io.StringIO()
export.highlights_csv(db, project.id, "", out)
qdc = io.BytesIO()
export.codebook_xml(db.query(database.Tag).all(), qdc)
json.dump({"tags": tags, "highlights": out.getvalue(), "codebook": qdc.getvalue().decode()}, sys.stdout)
