// Text as the server counts it (bytes of UTF-8) and as a browser does (units of UTF-16).

const encoder = new TextEncoder();

// A lone half of a surrogate pair has no UTF-8; the encoder would replace it and JSON would not.
export function wellFormed(text) {
  return text.replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g,
                      '\uFFFD');
}

// A function from a byte offset to an index into `text`. An offset inside a character becomes the
// index behind it; one past the end becomes the length.
export function byteIndex(text) {
  const starts = [];  // Byte offset of every UTF-16 unit that begins a character.
  const units = [];
  let bytes = 0;
  for (let i = 0; i < text.length;) {
    const code = text.codePointAt(i);
    starts.push(bytes);
    units.push(i);
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    i += code < 0x10000 ? 1 : 2;
  }
  return (offset) => {
    let low = 0, high = starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (starts[middle] < offset) low = middle + 1; else high = middle;
    }
    return low < units.length ? units[low] : text.length;
  };
}

export function byteLength(text) { return encoder.encode(text).length; }

// Cuts `text` at the ends of all spans and adds up what lies over each piece.
// spans: [{begin_byte, end_byte, weight}]. Returns [{text, weight}] that join to `text`.
export function pieces(text, spans) {
  const index = byteIndex(text);
  const steps = new Map();
  const step = (at, by) => steps.set(at, (steps.get(at) ?? 0) + by);
  for (const span of spans) {
    const begin = index(span.begin_byte), end = index(span.end_byte);
    if (begin >= end) continue;
    step(begin, span.weight);
    step(end, -span.weight);
  }
  const out = [];
  let from = 0, weight = 0;
  for (const at of [...steps.keys()].sort((a, b) => a - b).concat(text.length)) {
    if (at > from) out.push({text: text.slice(from, at), weight});
    weight += steps.get(at) ?? 0;
    if (Math.abs(weight) < 1e-9) weight = 0;  // Sums of floats need not come back to nothing.
    from = Math.max(from, at);
  }
  return out;
}

// The weight of a piece as 1, 2 or 3, and 0 for none.
export function strength(weight, strongest) {
  if (weight === 0 || strongest === 0) return 0;
  const share = Math.abs(weight) / strongest;
  return share > 0.6 ? 3 : share > 0.25 ? 2 : 1;
}

// Bytes as JSON carries them.
export function base64(bytes) {
  let binary = '';
  for (let i = 0; i < bytes.length; i += 0x8000) {
    binary += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  }
  return btoa(binary);
}
