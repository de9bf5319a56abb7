const NEAR = 0.8;
const encoder = new TextEncoder();

/** The UTF-8 bytes a text takes on the wire as a JSON string. */
export function textBytes(text) {
  return encoder.encode(JSON.stringify(text)).length;
}

/** How much of `limit` is left, as {left, over}, or null while the text is far from it. */
export function roomLeft(text, limit) {
  if (text.length * 6 < limit * NEAR) return null;
  const left = limit - textBytes(text);
  return left > limit * (1 - NEAR) ? null : { left, over: left < 0 };
}
