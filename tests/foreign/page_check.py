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
      const sentences = ({heads, label_names, ...rest}) => flat(rest);
      return [sentences(dictionaries.en), sentences(dictionaries.ar)];})""")
    assert keys[0] == keys[1], set(keys[0]) ^ set(keys[1])
    # English names are the labels themselves.
    missing = page.evaluate("""(async () => {
      const {dictionaries} = await import('/words.js');
      const {models} = await (await fetch('/v1/models')).json();
      return models.filter((model) => model.head !== 'language').flatMap((model) => model.labels)
        .filter((label) => !dictionaries.ar.label_names[label]);})()""")
    assert missing == [], missing


def type_article(page, text=ARTICLE):
    page.evaluate(f"""for (const [id, value] of [['text', {json.dumps(text)}],
                       ['title', {json.dumps(TITLE)}]]) document.getElementById(id).value = value;
                      document.getElementById('text').focus();""")
    page.key("Enter", 13, modifiers=2)
    page.wait("!document.getElementById('results').hidden")


def check_labels(page):
    type_article(page)
    assert page.evaluate("document.activeElement.id") == "results", "the focus follows"
    assert page.evaluate("getComputedStyle(document.getElementById('articles')).display") == "none", \
        "one article needs no list"
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
    assert labels >= 3, labels
    said = "document.querySelector('.correction [role=status]').textContent"
    send = """(() => { const form = document.querySelector('.correction');
               form.querySelectorAll('input')[0].value = 'layla'; form.requestSubmit(); })()"""
    before = len(page.requests)
    page.evaluate(send)
    assert page.evaluate(said) == "" and len(page.requests) == before, "no label was chosen"
    page.evaluate("document.querySelector('.correction select').selectedIndex = 1")
    for expected in ("Kept. Thank you.", "This was kept before."):
        page.evaluate(send)
        page.wait(f"{said} === '{expected}'")


def say_and_wait(page, text):
    page.evaluate(f"""document.getElementById('status').textContent = '';
        document.getElementById('title').value = '';
        document.getElementById('text').value = {json.dumps(text)};
        document.getElementById('label').click()""")
    page.wait("!['', 'Labelling…'].includes(document.getElementById('status').textContent)")
    return page.evaluate("document.getElementById('status').textContent")


def check_nothing_to_say(page):
    """What cannot be labelled says so, and no older answer stays beside it."""
    hidden = "document.getElementById('results').hidden && document.getElementById('evidence').hidden"
    assert say_and_wait(page, ARTICLE) == "Labelled." and not page.evaluate(hidden)
    assert say_and_wait(page, " \n") == "There is no text yet." and page.evaluate(hidden)
    assert say_and_wait(page, "1 2 3") == "Labelled."
    assert page.evaluate("document.querySelector('#topic .best').textContent") == "No label"
    assert page.evaluate("document.querySelectorAll('#topic .scores').length") == 0
    assert page.evaluate("document.getElementById('legend').hidden")
    limit = page.evaluate("fetch('/v1/server').then((answer) => answer.json())")["max_article_bytes"]
    # As a file: a browser takes a minute to lay out so long a word.
    big = f"JSON.stringify({{text: 'x'.repeat({limit} + 1)}})"
    assert "longer" in drop(page, "big.jsonl", "", big) and page.evaluate(hidden)


def drop(page, name, kind, content):
    """content: an expression in JavaScript."""
    page.evaluate("document.getElementById('status').textContent = ''")
    page.evaluate(f"""(() => {{ const data = new DataTransfer();
      data.items.add(new File([{content}], {json.dumps(name)}, {{type: {json.dumps(kind)}}}));
      document.dispatchEvent(new DragEvent('drop', {{dataTransfer: data, bubbles: true,
                                                     cancelable: true}})); }})()""")
    page.wait("/Labelled [0-9.]|Labelled\\.|did not work|longer/.test(document.getElementById('status').textContent)")
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
    assert page.evaluate("document.querySelectorAll('main img, main b').length") == 0
    # Text that is dragged is the browser's to handle.
    kept = page.evaluate("""(() => { const data = new DataTransfer(); data.setData('text/plain', 'word');
      return document.dispatchEvent(new DragEvent('drop', {dataTransfer: data, bubbles: true,
                                                           cancelable: true})); })()""")
    assert kept is True


def check_keyboard(page):
    """An article is labelled, and its label corrected, by nothing but keys."""
    page.go(page.evaluate("location.href"))
    at = lambda: page.evaluate("document.activeElement.id || document.activeElement.tagName")
    reached = []
    for _ in range(7):
        page.key("Tab", 9)
        reached.append(at())
        style = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert style == "solid", (reached, style)
        if reached[-1] in ("title", "text"):
            page.type(TITLE if reached[-1] == "title" else ARTICLE)
    assert reached == ["A", "language", "title", "text", "file", "SUMMARY", "label"], reached
    page.key("Enter", 13, text="\r")
    page.wait("document.activeElement.id === 'results'")
    page.key("Tab", 9)
    page.key("Enter", 13, text="\r")  # Opens the first form.
    page.key("Tab", 9)
    assert at() == "topic-label", at()
    page.key("ArrowDown", 40)
    page.key("Tab", 9)
    page.type("nadia")
    page.key("Enter", 13, text="\r")
    page.wait("document.querySelector('.correction [role=status]').textContent === 'Kept. Thank you.'")
    unnamed = page.evaluate("""[...document.querySelectorAll('input, textarea, select, button, meter')]
      .filter((one) => !(one.labels?.length || one.textContent.trim() ||
                         one.getAttribute('aria-label'))).map((one) => one.outerHTML)""")
    assert unnamed == [], unnamed


def check_languages(page):
    page.evaluate("document.getElementById('language').click()")
    assert page.evaluate("document.documentElement.dir + document.documentElement.lang") == "rtlar"
    assert page.evaluate("document.getElementById('label').textContent") == "صنف"
    assert page.evaluate("document.getElementById('status').textContent") == "تم التصنيف."
    page.evaluate("document.querySelector('.head details').open = true")
    assert page.evaluate("document.querySelector('.best .label').textContent") == "اقتصاد وأعمال ومال"
    assert page.evaluate("document.querySelector('#warnings').textContent").endswith("العربية (ar)")
    assert page.evaluate("document.body.innerText").count("undefined") == 0
    page.evaluate("document.getElementById('language').click()")
    assert page.evaluate("document.documentElement.dir + document.documentElement.lang") == "ltren"


CONTRAST = """(() => {
  const parse = (color) => { const n = color.match(/[0-9.]+/g).map(Number);
    return n.length > 3 ? n : [...n, 1]; };
  const over = (top, under) => top.slice(0, 3).map((c, i) => c * top[3] + under[i] * (1 - top[3]));
  const ground = (one) => { if (one === null) return parse(getComputedStyle(document.body).backgroundColor);
    const color = parse(getComputedStyle(one).backgroundColor);
    return color[3] === 1 ? color : over(color, ground(one.parentElement)); };
  const light = (rgb) => rgb.slice(0, 3).map((c) => c / 255)
    .map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const ratio = (a, b) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  return [...document.querySelectorAll('body *')]
    .filter((one) => one.checkVisibility() && [...one.childNodes]
      .some((node) => node.nodeType === 3 && node.data.trim() !== ''))
    .map((one) => ({text: one.textContent.slice(0, 30), ratio:
      ratio(light(parse(getComputedStyle(one).color)), light(ground(one)))})); })()"""


def check_contrast(page):
    """Text is at least 4.5 times lighter or darker than what it stands on (WCAG 1.4.3)."""
    for scheme in ("light", "dark"):
        page.look(1280, 1150, scheme)
        page.wait("document.getAnimations().length === 0")
        found = page.evaluate(CONTRAST)
        assert len(found) > 40, found
        poor = [one for one in found if one["ratio"] < 4.5]
        assert poor == [], (scheme, poor)


def check_narrow(page):
    page.look(360, 800, "light")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360, "nothing sticks out"


def take_screenshots(page, folder):
    """English and Arabic, light and dark, wide and narrow. The emoji needs a font of its own."""
    page.go(page.evaluate("location.href"))
    type_article(page, ARTICLE.replace(" 🌴", ""))
    for name, width, height, scheme, language in (
            ("light", 1280, 1180, "light", "en"), ("dark", 1280, 1180, "dark", "ar"),
            ("narrow", 400, 1700, "light", "en"), ("narrow-dark", 400, 1700, "dark", "ar")):
        page.look(width, height, scheme)
        if page.evaluate("document.documentElement.lang") != language:
            page.evaluate("document.getElementById('language').click()")
        page.evaluate("window.scrollTo(0, 0); document.activeElement.blur()")
        page.screenshot(os.path.join(folder, name + ".png"))
    page.evaluate("document.getElementById('language').click()")


def check_token(browser, tasnif, models, folder):
    """Where the server asks for a token, the page says so, and goes on when it has one."""
    made = subprocess.run([tasnif, "token", "new", "--role", "feedback", "--name", "desk",
                           "--out", os.path.join(folder, "token")], stdout=subprocess.PIPE, check=True)
    with open(os.path.join(folder, "access"), "wb") as file:
        file.write(made.stdout)
    with open(os.path.join(folder, "token"), encoding="utf-8") as file:
        token = file.read().strip()
    server, url = start(tasnif, models, folder, "--access", os.path.join(folder, "access"))
    try:
        page = browser.open(url)
        page.wait("document.getElementById('status').textContent.includes('token')")
        assert "did not work" in say_and_wait(page, ARTICLE)
        page.evaluate(f"document.getElementById('token').value = {json.dumps(token)}")
        assert say_and_wait(page, ARTICLE) == "Labelled."
        check_correction(page)
    finally:
        server.terminate()
        server.wait(SECONDS)


def check_server_gone(page):
    said = say_and_wait(page, ARTICLE)
    assert "The server does not answer." in said, said
    assert page.evaluate("document.getElementById('results').hidden")


def start(tasnif, models, folder, *more):
    port_file = os.path.join(folder, "port")
    server = subprocess.Popen(
        [tasnif, "serve", "--models", models, "--address", "127.0.0.1:0", "--http-address",
         "127.0.0.1:0", "--http-port-file", port_file, "--feedback", os.path.join(folder, "f.db"),
         "--access-log", "none", *more], stdout=subprocess.DEVNULL)
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
                              check_correction, check_nothing_to_say, check_keyboard,
                              check_contrast, check_languages, check_narrow, check_files):
                    check(page)
                    print("ok", check.__name__)
                if screenshots:
                    take_screenshots(page, screenshots)
                assert all(request.startswith((url, "blob:")) for request in page.requests), \
                    page.requests
                assert page.complaints == [], page.complaints
                server.terminate()
                server.wait(SECONDS)
                check_server_gone(page)
                with tempfile.TemporaryDirectory() as other:
                    check_token(browser, tasnif, models, other)
                print("ok check_server_gone, check_token")
        finally:
            server.terminate()
            server.wait(SECONDS)
    print("ok")


if __name__ == "__main__":
    main(*sys.argv[1:])
