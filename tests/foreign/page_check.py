"""The page at `/` in a real browser: labels, evidence, corrections, files, keyboard, languages.

page_check.py TASNIF MODELS [SCREENSHOT_FOLDER]

Needs Debian's chromium. Not part of the suite, for its size; tests/server/http_api_test.cc holds
the files, their policy and their ids.
"""

import json
import os
import subprocess
import sys
import tempfile
import time

from devtools import Browser

SECONDS = 60

# Our own words.
ARTICLE = """الدوحة (رويترز) - أعلنت وزارة الاقتصاد يوم الثلاثاء خفض الرسوم على صادرات التمور 🌴 إلى النصف، في خطوة قال الوزير إنها ستعيد إلى المزارعين ما خسروه في العامين الماضيين.

وأشاد رئيس غرفة التجارة بالقرار، لكنه انتقد تركيا بشدة بسبب القيود التي فرضتها على الشاحنات عند المعبر، ووصفها بأنها ظالمة وتضر بالتجار الصغار قبل غيرهم.

وقال محللون إن أسعار السوق سترتفع قليلا قبل رمضان ثم تستقر، وإن البنك المركزي يراقب التضخم عن قرب."""
TITLE = "خفض رسوم تصدير التمور إلى النصف"


def check_text_functions(page):
    """Offsets are bytes of UTF-8: Arabic has two to a letter, an emoji four and two units."""
    cases = [
        ("abc", [(1, 2, 1)], [["a", 0], ["b", 1], ["c", 0]]),
        ("سلام", [(2, 4, 1)], [["س", 0], ["ل", 1], ["ام", 0]]),
        ("🌴x🌴", [(4, 5, -1)], [["🌴", 0], ["x", -1], ["🌴", 0]]),
        ("abcd", [(0, 3, 1), (1, 4, 2)], [["a", 1], ["bc", 3], ["d", 2]]),
        ("ab", [(0, 9, 1)], [["ab", 1]]),
        ("ab", [], [["ab", 0]]),
    ]
    for text, spans, expected in cases:
        spans = [{"begin_byte": a, "end_byte": b, "weight": w} for a, b, w in spans]
        got = page.evaluate(f"""import('/text.js').then((m) => m.pieces({json.dumps(text)},
            {json.dumps(spans)}).map((piece) => [piece.text, piece.weight]))""")
        assert got == expected, (text, got)
    assert page.evaluate("import('/text.js').then((m) => m.wellFormed('a\\ud83c b\\udf34 🌴'))") == \
        "a\ufffd b\ufffd 🌴"


def check_dictionaries(page):
    keys = page.evaluate("""import('/words.js').then(({dictionaries}) => {
      const flat = (o, at = '') => Object.entries(o).flatMap(([k, v]) =>
        typeof v === 'string' ? [at + k] : flat(v, at + k + '.')).sort();
      return [flat(dictionaries.en), flat(dictionaries.ar)];})""")
    assert keys[0] == keys[1], set(keys[0]) ^ set(keys[1])


def type_article(page):
    page.evaluate(f"""for (const [id, value] of [['text', {json.dumps(ARTICLE)}],
                       ['title', {json.dumps(TITLE)}]]) document.getElementById(id).value = value;
                      document.getElementById('text').focus();""")
    page.key("Enter", 13, modifiers=2)
    page.wait("!document.getElementById('results').hidden")


def check_labels(page):
    type_article(page)
    assert page.evaluate("document.activeElement.id") == "results", "the focus follows"
    assert page.evaluate("document.querySelectorAll('.head').length") >= 2
    shown = page.evaluate("document.getElementById('shown-text').textContent")
    assert shown == ARTICLE, "marks neither lose nor repeat a letter"
    assert page.evaluate("document.querySelectorAll('#shown-text mark').length") > 0
    assert page.evaluate("getComputedStyle(document.getElementById('shown-text')).direction") == "rtl"
    # Every layer marks the same text.
    for number in range(page.evaluate("document.querySelectorAll('#layers input').length")):
        page.evaluate(f"document.querySelectorAll('#layers input')[{number}].click()")
        assert page.evaluate("document.getElementById('shown-text').textContent") == ARTICLE
    page.evaluate("document.querySelectorAll('#layers input')[0].click()")


def check_correction(page):
    page.evaluate("document.querySelector('.head details').open = true")
    labels = page.evaluate("document.querySelectorAll('.head details select')[0].options.length")
    assert labels >= 2, labels
    for expected in ("Kept. Thank you.", "This was kept before."):
        page.evaluate("""(() => { const form = document.querySelector('.correction');
          form.querySelectorAll('input')[0].value = 'layla'; form.requestSubmit(); })()""")
        page.wait(f"document.querySelector('.correction [role=status]').textContent === '{expected}'")


def drop(page, name, kind, content):
    """content: an expression in JavaScript."""
    page.evaluate("document.getElementById('status').textContent = ''")
    page.evaluate(f"""(() => {{ const data = new DataTransfer();
      data.items.add(new File([{content}], {json.dumps(name)}, {{type: {json.dumps(kind)}}}));
      document.dispatchEvent(new DragEvent('drop', {{dataTransfer: data, bubbles: true,
                                                     cancelable: true}})); }})()""")
    page.wait("/Labelled [0-9.]|Labelled\\.|did not work/.test(document.getElementById('status').textContent)")
    return page.evaluate("document.getElementById('status').textContent")


def check_files(page):
    lines = "\n".join(json.dumps({"id": f"line {n}", "text": ARTICLE}) for n in range(3)) + "\n"
    assert drop(page, "a.jsonl", "", json.dumps(lines)) == "Labelled 3 articles."
    assert page.evaluate("document.querySelectorAll('#articles button').length") == 3
    page.evaluate("document.querySelectorAll('#articles button')[2].click()")
    assert page.evaluate("document.querySelector('#articles [aria-current=true]').textContent") \
        .startswith("line 2")
    assert "line 2 is not JSON" in drop(page, "b.jsonl", "", json.dumps('{"text":"a"}\n{\n'))
    cp1256 = list("<html><p>أعلنت وزارة الصحة اليوم بدء حملة تطعيم جديدة في جميع المدارس.</p></html>"
                  .encode("cp1256"))
    assert drop(page, "c.html", "text/html", f"new Uint8Array({cp1256})") == "Labelled."
    assert "حملة تطعيم" in page.evaluate("document.getElementById('shown-text').textContent")
    # Text of others is never markup.
    evil = "<img src=x onerror=alert(1)> <b>goal</b> The team won the match."
    drop(page, "d.jsonl", "", json.dumps(json.dumps({"text": evil}) + "\n"))
    assert page.evaluate("document.getElementById('shown-text').textContent") == evil
    assert page.evaluate("document.querySelectorAll('#results img, #results b').length") == 0


def check_keyboard(page):
    """Every control is reached with Tab, in order, and shows that it is."""
    page.evaluate("document.activeElement.blur(); window.scrollTo(0, 0)")
    reached = []
    for _ in range(12):
        page.key("Tab", 9)
        reached.append(page.evaluate("document.activeElement.id || document.activeElement.tagName"))
        style = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert style == "solid" or reached[-1] in ("A", "BODY"), (reached, style)
    order = [name for name in reached if name in ("language", "title", "text", "file", "label")]
    assert order[:5] == ["language", "title", "text", "file", "label"], reached
    unnamed = page.evaluate("""[...document.querySelectorAll('input, textarea, select, button, meter')]
      .filter((one) => !(one.labels?.length || one.textContent.trim() ||
                         one.getAttribute('aria-label'))).map((one) => one.outerHTML)""")
    assert unnamed == [], unnamed


def check_languages(page):
    page.evaluate("document.getElementById('language').click()")
    assert page.evaluate("document.documentElement.dir + document.documentElement.lang") == "rtlar"
    assert page.evaluate("document.getElementById('label').textContent") == "صنف"
    page.evaluate("document.getElementById('language').click()")
    assert page.evaluate("document.documentElement.dir + document.documentElement.lang") == "ltren"


def check_narrow(page):
    page.look(360, 800, "light")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360, "nothing sticks out"


def take_screenshots(page, folder):
    type_article(page)
    for name, width, height, scheme, language in (
            ("light", 1280, 1150, "light", "en"), ("dark", 1280, 1150, "dark", "ar"),
            ("narrow", 400, 1700, "light", "en"), ("narrow-dark", 400, 1700, "dark", "ar")):
        page.look(width, height, scheme)
        if page.evaluate("document.documentElement.lang") != language:
            page.evaluate("document.getElementById('language').click()")
        page.evaluate("window.scrollTo(0, 0); document.activeElement.blur()")
        page.screenshot(os.path.join(folder, name + ".png"))


def start(tasnif, models, folder):
    port_file = os.path.join(folder, "port")
    server = subprocess.Popen(
        [tasnif, "serve", "--models", models, "--address", "127.0.0.1:0", "--http-address",
         "127.0.0.1:0", "--http-port-file", port_file, "--feedback", os.path.join(folder, "f.db"),
         "--access-log", "none"], stdout=subprocess.DEVNULL)
    end = time.monotonic() + SECONDS
    while not os.path.exists(port_file):
        assert server.poll() is None and time.monotonic() < end, "the server is not there"
        time.sleep(0.05)
    with open(port_file, encoding="utf-8") as file:
        return server, "http://" + file.read().strip() + "/"


def main(tasnif, models, screenshots=None):
    with tempfile.TemporaryDirectory() as folder:
        server, url = start(tasnif, models, folder)
        try:
            with Browser(os.environ.get("CHROMIUM", "chromium")) as browser:
                page = browser.open(url)
                page.look(1280, 1150, "light")
                page.wait("document.getElementById('server').textContent !== ''")
                for check in (check_text_functions, check_dictionaries, check_labels,
                              check_correction, check_keyboard, check_files, check_languages,
                              check_narrow):
                    check(page)
                    print("ok", check.__name__)
                if screenshots:
                    take_screenshots(page, screenshots)
                assert all(request.startswith((url, "blob:")) for request in page.requests), \
                    page.requests
                assert page.complaints == [], page.complaints
        finally:
            server.terminate()
            server.wait(SECONDS)
    print("ok")


if __name__ == "__main__":
    main(*sys.argv[1:])
