// How the tables of code points are written: sets and classes as ranges, maps one code point a line.
export const hex = (n) => n.toString(16).toUpperCase().padStart(4, '0');

export const points = function* () {
  for (let c = 0; c < 0x110000; c++) if (c < 0xd800 || c > 0xdfff) yield c;
};

// Ranges of neighbors with the same value; the value is printed unless it is empty.
export const ranges = (name, set) => {
  const lines = [];
  let first = -2, last = -2, value = '';
  const flush = () => { if (first >= 0) lines.push([name, ...(value === '' ? [] : [value]), hex(first), hex(last)].join(' ')); };
  for (const [c, v] of set) {
    if (c === last + 1 && v === value) { last = c; continue; }
    flush();
    [first, last, value] = [c, c, v];
  }
  flush();
  return lines;
};

export const map = (name, list) => list.map(([c, result]) => [name, hex(c), ...[...result].map((r) => hex(r.codePointAt(0)))].join(' '));
