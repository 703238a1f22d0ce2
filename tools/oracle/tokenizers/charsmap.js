// SentencePiece's precompiled_charsmap of some replacements, in base64: a double array in the layout of Darts-clone, then all replacements, each ended by a NUL.
export const charsmap = (rules) => {
  const places = new Map();
  let replacements = Buffer.alloc(0);
  const root = { children: new Map(), value: -1 };
  for (const [from, to] of Object.entries(rules)) {
    if (!places.has(to)) {
      places.set(to, replacements.length);
      replacements = Buffer.concat([replacements, Buffer.from(to + '\0')]);
    }
    let node = root;
    for (const byte of Buffer.from(from)) {
      if (!node.children.has(byte)) node.children.set(byte, { children: new Map(), value: -1 });
      node = node.children.get(byte);
    }
    node.value = places.get(to);
  }

  const units = [0];
  const taken = new Set([0]), bases = new Set([0]);
  const lay = (node, at) => {
    const labels = [...(node.value >= 0 ? [0] : []), ...node.children.keys()];
    let base = 1;
    while (bases.has(base) || labels.some((label) => taken.has(base ^ label))) base++;
    bases.add(base);
    units[at] |= (at ^ base) << 10 | (node.value >= 0 ? 1 << 8 : 0);
    for (const label of labels) taken.add(base ^ label);
    if (node.value >= 0) units[base] = node.value | 1 << 31;
    for (const [byte, child] of node.children) {
      units[base ^ byte] = byte;
      lay(child, base ^ byte);
    }
  };
  lay(root, 0);
  // No search leaves the array, and what is free has a label that no byte has.
  const size = (units.length | 255) + 1;
  const bytes = Buffer.alloc(4 + 4 * size);
  bytes.writeUInt32LE(4 * size);
  for (let i = 0; i < size; i++) bytes.writeUInt32LE((units[i] ?? 1 << 31) >>> 0, 4 + 4 * i);
  return Buffer.concat([bytes, replacements]).toString('base64');
};
