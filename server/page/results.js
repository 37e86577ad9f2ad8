// What an answer looks like. Everything from the server becomes text, never markup.
import {headName, labelName, say, sayOf} from './words.js';
import {pieces, strength} from './text.js';

export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    if (key.startsWith('on')) made.addEventListener(key.slice(2), value);
    else made.setAttribute(key, value === true ? '' : value);
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

const percent = (share) => `${(100 * share).toFixed(share > 0.995 || share < 0.005 ? 1 : 0)}%`;

// As it is for people, with the name that programs use at hand.
function labelOf(label, attributes = {}) {
  return element('span', {dir: 'auto', title: label, ...attributes}, labelName(label));
}

function scoreLine({label, probability}, isChosen) {
  return element('li', isChosen ? {class: 'chosen'} : {},
    labelOf(label),
    element('meter', {min: 0, max: 1, value: probability, 'aria-label': labelName(label)}),
    element('span', {class: 'number'}, percent(probability)));
}

function why(reason) {
  return element('p', {class: 'why'},
    `${say('unsure')} ${sayOf('reasons', reason)}`);
}

// Every head of a prediction in one shape:
// {key, name, head, model, label, probability, scores, abstained, reason, notes, evidence, spans}.
export function answersOf(prediction) {
  const heads = {...(prediction.heads ?? {})};
  if (prediction.topic) heads.topic = prediction.topic;
  if (prediction.source_type) heads.source_type = prediction.source_type;
  const order = ['topic', 'source_type'];
  const rank = (name) => (order.indexOf(name) + order.length + 1) % (order.length + 1);
  const whole = Object.entries(heads)
    .sort(([a], [b]) => rank(a) - rank(b) || a.localeCompare(b))
    .map(([name, answer]) => wholeAnswer(name, answer));
  return whole.concat((prediction.stance ?? []).map(stanceAnswer));
}

function wholeAnswer(name, answer) {
  const notes = [];
  const best = {label: answer.label, probability: answer.probability};
  if (answer.decided_by) notes.push(say('decided', sayOf('decided_by', answer.decided_by)));
  const agencies = [...new Set((answer.attribution ?? []).map((place) => place.agency))];
  if (agencies.length > 0) notes.push(say('credits', agencies.join(', ')));
  if (answer.outlet?.domain) notes.push(answer.outlet.domain);
  return {
    key: name, head: name, name: headName(name), model: answer.model, label: answer.label,
    probability: answer.probability, scores: [best, ...(answer.alternatives ?? [])],
    abstained: answer.abstained, reason: answer.reason, notes, evidence: [],
    spans: (answer.explanation ?? []).filter((word) => word.text !== ''),
    credits: (answer.attribution ?? []).filter((place) => place.end_byte > place.begin_byte),
  };
}

function stanceAnswer(answer, number) {
  const scores = Object.entries(answer.probabilities ?? {})
    .map(([label, probability]) => ({label, probability}))
    .sort((a, b) => b.probability - a.probability);
  const lean = (p) => Math.max(p.favor, p.against, p.neutral);
  const sentences = (answer.evidence ?? []).map((sentence) => ({
    begin_byte: sentence.begin_byte, end_byte: sentence.end_byte, in_title: false,
    logit: (answer.label === 'against' ? -1 : 1) * lean(sentence.probabilities ?? {favor: 1}),
  }));
  const words = (answer.explanation ?? []).filter((word) => word.text !== '');
  return {
    key: `stance-${number}`, head: 'stance', target: answer.target, model: answer.model,
    name: say('stance', answer.target), label: answer.label, probability: answer.probability,
    scores, abstained: answer.label === 'undetermined', reason: answer.reason, notes: [],
    evidence: (answer.evidence ?? []).map((sentence) => sentence.text),
    spans: sentences.length > 0 ? sentences : words, credits: [],
  };
}

// Even odds of nothing are no answer.
const hasNothing = (answer) => answer.reason === 'empty';

function bestOf(answer) {
  if (hasNothing(answer)) return element('div', {class: 'best'}, say('no_label'));
  return element('div', {class: 'best'},
    element('span', {}, labelOf(answer.label, {class: 'label'}),
      answer.abstained ? ` ${say('doubt')}` : ''),
    element('span', {class: 'number'}, percent(answer.probability)));
}

// The next label always; more of them as far as they are more than "0.0%".
function worthShowing(answer) {
  if (hasNothing(answer)) return [];
  return answer.scores.filter((score, rank) => rank < 2 || score.probability >= 0.0005);
}

// correction: an element to put below, or null.
export function headCard(answer, correction) {
  const card = element('div', {class: answer.abstained ? 'head unsure' : 'head', id: answer.key},
    element('h3', {dir: 'auto'}, answer.name), bestOf(answer),
    answer.abstained ? why(answer.reason) : null);
  const scores = worthShowing(answer);
  if (scores.length > 0) {
    card.append(element('ul', {class: 'scores'},
      ...scores.map((score) => scoreLine(score, score.label === answer.label))));
  }
  for (const sentence of answer.evidence.slice(0, 3)) {
    card.append(element('blockquote', {dir: 'auto'}, sentence));
  }
  const notes = answer.notes.concat(say('model', answer.model));
  card.append(element('p', {class: 'quiet', dir: 'auto'}, notes.join(' · ')));
  if (correction !== null) card.append(correction);
  return card;
}

// Fills `place` with `text` where each piece has a mark as strong as its weight.
export function showMarks(place, text, spans) {
  const cut = pieces(text, spans.map((span) => ({...span, weight: span.logit})));
  const strongest = Math.max(0, ...cut.map((piece) => Math.abs(piece.weight)));
  place.replaceChildren(...cut.map((piece) => {
    const level = strength(piece.weight, strongest);
    if (level === 0) return document.createTextNode(piece.text);
    const kind = piece.weight > 0 ? 'for' : 'against';
    return element('mark', {class: `${kind} s${level}`, title: `${say(kind)} (${piece.weight.toFixed(2)})`},
      piece.text);
  }));
}
