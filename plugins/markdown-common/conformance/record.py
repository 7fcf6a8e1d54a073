"""Renders the cases with Python-Markdown and pymdown-extensions, as TechDocs sets them up.

    python3 record.py            writes expected/*.html, and which versions rendered them
    python3 record.py --print    prints the same as JSON and writes nothing

Wants Debian's python3-markdown and python3-pymdownx.
"""

import json
import pathlib
import sys

import markdown
import pymdownx.__meta__
import pymdownx.superfences

here = pathlib.Path(__file__).parent

extensions = {
    "markdown.extensions.toc": {"permalink": True},
    "markdown.extensions.tables": {},
    "markdown.extensions.footnotes": {},
    "markdown.extensions.abbr": {},
    "markdown.extensions.def_list": {},
    "markdown.extensions.attr_list": {},
    "markdown.extensions.md_in_html": {},
    "markdown.extensions.admonition": {},
    "pymdownx.betterem": {},
    "pymdownx.caret": {},
    "pymdownx.details": {},
    "pymdownx.highlight": {"pygments_lang_class": True},
    "pymdownx.magiclink": {},
    "pymdownx.mark": {},
    "pymdownx.snippets": {"base_path": str(here / "snippets")},
    "pymdownx.superfences": {
        "custom_fences": [
            {
                "name": "mermaid",
                "class": "mermaid",
                "format": pymdownx.superfences.fence_code_format,
            }
        ]
    },
    "pymdownx.tabbed": {"alternate_style": True},
    "pymdownx.tasklist": {"custom_checkbox": True},
    "pymdownx.tilde": {},
}


def render(source):
    return markdown.markdown(
        source, extensions=list(extensions), extension_configs=extensions
    )


result = {
    "versions": {
        "Python-Markdown": markdown.__version__,
        "pymdown-extensions": pymdownx.__meta__.__version__,
    },
    "cases": {
        f"{folder}/{case.stem}": render(case.read_text(encoding="utf-8")) + "\n"
        for folder in ("cases", "differences")
        for case in sorted((here / folder).glob("*.md"))
    },
}

if "--print" in sys.argv:
    json.dump(result, sys.stdout)
else:
    expected = here / "expected"
    for old in expected.glob("*/*.html"):
        old.unlink()
    for name, html in result["cases"].items():
        file = expected / f"{name}.html"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(html, encoding="utf-8")
    (expected / "versions.json").write_text(
        json.dumps(result["versions"], indent=2) + "\n", encoding="utf-8"
    )
