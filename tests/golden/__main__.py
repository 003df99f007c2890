from tests.golden.pages import FOLDER, golden_pages

for name, text in golden_pages():
    FOLDER.joinpath(name).write_text(text, encoding="utf-8")
