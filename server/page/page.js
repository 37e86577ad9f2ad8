// The page: takes an article, asks the server, shows the answer, sends corrections.
import {base64, byteLength, wellFormed} from './text.js';
import {answersOf, element, headCard, showMarks} from './results.js';
import {currentLanguage, labelName, languageName, say, setLanguage} from './words.js';

const at = (id) => document.getElementById(id);
const state = {server: {feedback: false, max_articles: 512}, models: [], articles: [], results: [],
               chosen: 0, isBusy: false, sentence: () => ''};

// --- The server.

function headers() {
  const token = at('token').value.trim();
  const all = {'Content-Type': 'application/json'};
  if (token !== '') all.Authorization = `Bearer ${token}`;
  return all;
}

// Throws an Error with a sentence for the reader.
async function call(path, body) {
  let answer;
  try {
    answer = await fetch(path, body === undefined ? {headers: headers()}
      : {method: 'POST', headers: headers(), body: JSON.stringify(body)});
  } catch {
    throw new Error(say('unreachable'));
  }
  const text = await answer.text();
  let json;
  try { json = JSON.parse(text); } catch { throw new Error(`HTTP ${answer.status}`); }
  if (!answer.ok) throw new Error(json.error?.message ?? `HTTP ${answer.status}`);
  return json;
}

async function meetServer() {
  try {
    state.server = await call('/v1/server');
    at('server').textContent = state.server.version;
    await meetModels();
  } catch (error) {
    tell(() => error.message, true);  // Labelling may still work, with a token.
  }
}

// The labels that a correction may have. With a token that came later, too.
async function meetModels() {
  state.models = (await call('/v1/models')).models;
}

// --- What is labelled.

// sentence: a function, so that it can be said again in the other language.
function tell(sentence, isWrong = false) {
  state.sentence = sentence;
  at('status').textContent = sentence();
  at('status').classList.toggle('wrong', isWrong);
}

function tellFailure(error) {
  forget();
  tell(() => say('failed', isolated(error.message)), true);
}

// The server's English among Arabic keeps its own order (U+2068 to U+2069).
const isolated = (text) => `\u2068${text}\u2069`;

function targets() {
  return at('targets').value.split(/[,،]/).map((name) => name.trim()).filter((name) => name !== '')
    .map((name) => ({name}));
}

function typedArticle() {
  const article = {text: wellFormed(at('text').value)};
  if (at('title').value.trim() !== '') article.title = wellFormed(at('title').value.trim());
  if (at('url').value.trim() !== '') article.url = at('url').value.trim();
  return article;
}

const isLines = (file) => /\.(jsonl|ndjson)$/i.test(file.name);
const isHtml = (file) => file.type === 'text/html' || /\.html?$/i.test(file.name);

// One article a line; fields that are not for the server stay here.
function articlesOfLines(text) {
  const lines = text.split('\n');
  const articles = [];
  lines.forEach((line, number) => {
    if (line.trim() === '') return;
    let json;
    try { json = JSON.parse(line); } catch { throw new Error(say('bad_line', number + 1)); }
    const article = {id: String(json.id ?? number + 1), text: wellFormed(String(json.text ?? ''))};
    for (const name of ['title', 'language', 'url', 'publisher', 'byline']) {
      if (typeof json[name] === 'string' && json[name] !== '') article[name] = json[name];
    }
    if (Array.isArray(json.targets)) {
      article.targets = json.targets.map(({name, aliases}) => ({name, aliases: aliases ?? []}));
    }
    articles.push(article);
  });
  return articles;
}

async function articlesOfFile(file) {
  if (isLines(file)) return articlesOfLines(await file.text());
  const bytes = new Uint8Array(await file.arrayBuffer());
  // As bytes: the server detects the charset, and takes the text out of HTML.
  return [{content: base64(bytes), media_type: isHtml(file) ? 'text/html' : 'text/plain'}];
}

// Why these cannot be labelled, as a sentence; null where they can.
function obstacle(articles) {
  const isEmpty = (article) => (article.content ?? article.text ?? '').trim() === '';
  if (articles.every(isEmpty)) return () => say('empty_text');
  const limit = state.server.max_article_bytes ?? Infinity;
  if (articles.length === 1 && byteLength(articles[0].text ?? '') > limit) {
    return () => say('too_long', limit.toLocaleString(currentLanguage()));
  }
  return null;
}

async function label(articles) {
  if (state.isBusy) return;
  const why = obstacle(articles);
  if (why !== null) {
    forget();
    tell(why, true);
    return;
  }
  const some = articles.slice(0, Math.min(state.server.max_articles, 100));
  tell(() => say('working'));
  state.isBusy = at('label').disabled = true;
  try {
    if (state.models.length === 0) await meetModels();
    const options = {explain: true, top_k: 4, return_text: true, targets: targets()};
    const answer = await call('/v1/articles:classify', {articles: some, options});
    state.articles = some;
    state.results = answer.results;
    const isCut = some.length < articles.length;
    tell(() => (some.length === 1 ? say('done_one') : say('done', some.length)) +
               (isCut ? ` (${say('cut', some.length)})` : ''));
    show(0);
    at('results').focus();
  } catch (error) {
    tellFailure(error);
  } finally {
    state.isBusy = at('label').disabled = false;
  }
}

async function labelFile(file) {
  try {
    await label(await articlesOfFile(file));
  } catch (error) {
    tellFailure(error);
  }
}

// --- The answer.

// An answer that is not of the text at hand is not shown beside it.
function forget() {
  state.articles = [];
  state.results = [];
  at('results').hidden = at('evidence').hidden = true;
}

function showList() {
  at('articles').hidden = state.results.length < 2;
  at('articles').replaceChildren(...state.results.map((result, number) => {
    const best = result.error ? '!' : result.prediction.topic?.label ?? '';
    return element('button', {type: 'button', 'aria-current': String(number === state.chosen),
                              onclick: () => show(number)},
      `${result.id || number + 1} ${labelName(best)}`);
  }));
}

function show(number) {
  state.chosen = number;
  at('results').hidden = at('evidence').hidden = false;
  showList();
  const result = state.results[number];
  const prediction = result.prediction;
  const notes = result.error ? [result.error.message] : prediction.warnings ?? [];
  at('warnings').replaceChildren(
    ...notes.map((note) => element('p', {class: result.error ? 'wrong' : 'quiet', dir: 'auto'}, note)));
  const answers = prediction ? answersOf(prediction) : [];
  if (prediction) {
    at('warnings').prepend(element('p', {class: 'quiet'}, say('language_is', languageName(prediction.language))));
  }
  at('heads').replaceChildren(
    ...answers.map((answer) => headCard(answer, correctionOf(answer, state.articles[number]))));
  showText(state.articles[number], prediction, answers);
}

function showText(article, prediction, answers) {
  const text = article.text ?? prediction?.extracted_text ?? '';
  const mark = (spans) => {
    showMarks(at('shown-text'), text, spans.filter((span) => !span.in_title));
    showMarks(at('shown-title'), article.title ?? '', spans.filter((span) => span.in_title));
    at('shown-title').hidden = !article.title;
  };
  const layers = answers.filter((answer) => answer.spans.length > 0)
    .map((answer) => ({key: answer.key, name: answer.name, spans: answer.spans}));
  for (const answer of answers.filter((one) => one.credits.length > 0)) {
    layers.push({key: 'credits', name: say('credited'),
                 spans: answer.credits.map((place) => ({...place, logit: 1}))});
  }
  at('layers').hidden = at('legend').hidden = layers.length === 0;
  layers.push({key: 'none', name: say('none'), spans: []});
  at('layers').replaceChildren(at('layers').firstElementChild, ...layers.map((layer, number) =>
    element('label', {}, element('input', {type: 'radio', name: 'layer', value: layer.key,
                                           checked: number === 0, onchange: () => mark(layer.spans)}),
      element('bdi', {}, layer.name))));
  mark(layers[0].spans);
}

// --- Corrections.

function labelsOf(answer) {
  const model = state.models.find((one) => `${one.head}@${one.version}` === answer.model);
  const labels = model?.labels ?? [];
  // What a model was unsure of may well be right.
  return [...labels].filter((name) => answer.abstained || name !== answer.label).sort();
}

function field(name, id, control) {
  return [element('label', {for: id}, say(name)), Object.assign(control, {id})];
}

function correctionOf(answer, article) {
  const box = element('details', {}, element('summary', {}, say('correct')));
  if (!state.server.feedback) {
    box.append(element('p', {class: 'quiet'}, say('no_feedback')));
    return box;
  }
  // Nothing is chosen beforehand: a label sent by mistake would be learned from.
  const choice = element('select', {required: true}, element('option', {value: ''}, say('choose')),
    ...labelsOf(answer).map((name) => element('option', {value: name}, labelName(name))));
  const by = element('input', {autocomplete: 'name', dir: 'auto', required: true});
  by.value = state.annotator ?? '';
  const comment = element('input', {autocomplete: 'off', dir: 'auto'});
  const said = element('p', {role: 'status'});
  const form = element('form', {class: 'correction', onsubmit: async (event) => {
    event.preventDefault();
    state.annotator = by.value.trim();
    await send({article, head: answer.head, model: answer.model, target: answer.target ?? '',
                predicted_label: answer.label, correct_label: choice.value,
                annotator: state.annotator, comment: comment.value}, said);
  }},
    ...field('should_be', `${answer.key}-label`, choice), ...field('by', `${answer.key}-by`, by),
    ...field('comment', `${answer.key}-comment`, comment),
    element('p', {}, element('button', {}, say('send'))), said);
  box.append(form);
  return box;
}

async function send(correction, said) {
  try {
    const answer = await call('/v1/feedback', {correction});
    said.classList.remove('wrong');
    said.textContent = say(answer.already_stored ? 'sent_before' : 'sent');
  } catch (error) {
    said.classList.add('wrong');
    said.textContent = say('failed', isolated(error.message));
  }
}

// --- The page itself.

function speak(language) {
  setLanguage(language);
  document.documentElement.lang = language;
  document.documentElement.dir = language === 'ar' ? 'rtl' : 'ltr';
  for (const one of document.querySelectorAll('[data-word]')) one.textContent = say(one.dataset.word);
  at('shown-text').setAttribute('aria-label', say('region'));
  at('language').textContent = language === 'ar' ? 'English' : 'العربية';
  at('language').lang = language === 'ar' ? 'en' : 'ar';
  at('status').textContent = state.sentence();
  if (state.results.length > 0) show(state.chosen);
}

function listen() {
  at('form').addEventListener('submit', (event) => {
    event.preventDefault();
    label([typedArticle()]);
  });
  at('text').addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) at('form').requestSubmit();
  });
  // The same file may be chosen again after it was changed.
  at('file').addEventListener('click', () => { at('file').value = ''; });
  at('file').addEventListener('change', () => {
    if (at('file').files.length > 0) labelFile(at('file').files[0]);
  });
  at('language').addEventListener('click', () => speak(currentLanguage() === 'ar' ? 'en' : 'ar'));
  listenForFiles();
}

// Text that is dragged goes where the browser puts it.
function listenForFiles() {
  const hasFile = (event) => event.dataTransfer.types.includes('Files');
  document.addEventListener('dragover', (event) => {
    if (!hasFile(event)) return;
    event.preventDefault();
    document.body.classList.add('dropping');
  });
  document.addEventListener('dragleave', (event) => {
    // Not from one element of the page into another.
    if (event.relatedTarget === null) document.body.classList.remove('dropping');
  });
  document.addEventListener('drop', (event) => {
    document.body.classList.remove('dropping');
    if (!hasFile(event)) return;
    event.preventDefault();
    labelFile(event.dataTransfer.files[0]);
  });
}

listen();
speak(navigator.language.startsWith('ar') ? 'ar' : 'en');
meetServer();
