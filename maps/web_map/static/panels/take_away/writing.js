// Writing on a canvas: text wrapped by words, and inside a word where it must, in the direction of the language.

export const FONT = 'system-ui, "Noto Sans", "Noto Sans Lao", "Noto Sans Arabic", sans-serif';

/** The lines of a text that are no wider than `width`: nothing is cut. */
export function wrap(pen, text, width, language) {
  const fits = (line) => pen.measureText(line).width <= width;
  const lines = [];
  let line = "";
  for (const part of partsOf(text, language, fits)) {
    if (line && !fits((line + part).trimEnd())) {
      lines.push(line.trimEnd());
      line = part.trimStart();
    } else line += part;
  }
  if (line.trim()) lines.push(line.trimEnd());
  return lines;
}

// Words with the spaces behind them; a word that is too wide falls into its letters.
function partsOf(text, language, fits) {
  const words = pieces(text, language, "word");
  return words.flatMap((word) => (fits(word) ? [word] : pieces(word, language, "grapheme")));
}

function pieces(text, language, granularity) {
  if (!Intl.Segmenter) return granularity === "word" ? text.split(/(?<=\s)/u) : [...text];
  const found = [...new Intl.Segmenter(language, { granularity }).segment(text)].map((each) => each.segment);
  if (granularity === "grapheme") return found;
  const kept = [];
  for (const each of found) {
    // No line begins with a space, a full stop or the closing of a bracket.
    if (kept.length && /^[\s\p{Pe}\p{Pf}.,;:!?،؛؟%\u2069]/u.test(each)) kept[kept.length - 1] += each;
    else if (kept.length && /[\p{Ps}\p{Pi}\u2068]$/u.test(kept.at(-1))) kept[kept.length - 1] += each;
    else kept.push(each);
  }
  return kept;
}

/** A writer down a column: `line(text, {size, weight, colour})` gives the y below it. `is_dry`: measures alone. */
export function makeWriter(pen, { x, y, width, language, rtl, is_dry = false }) {
  let at = y;
  const start = rtl ? x + width : x;

  function style({ size, weight, colour }) {
    pen.font = `${weight} ${size}px ${FONT}`;
    pen.fillStyle = colour;
    pen.direction = rtl ? "rtl" : "ltr";
    pen.textAlign = "start";
    pen.textBaseline = "alphabetic";
  }

  return {
    get y() {
      return at;
    },
    skip(height) {
      at += height;
    },
    /** Paragraphs: wrapped, and smaller first where they would take more than `most` lines. */
    text(text, { size = 15, weight = 400, colour = "#1b1f24", indent = 0, most = Infinity, least = size } = {}) {
      let now = size;
      style({ size: now, weight, colour });
      let lines = wrap(pen, text, width - indent, language);
      while (lines.length > most && now > least) {
        now -= 1;
        style({ size: now, weight, colour });
        lines = wrap(pen, text, width - indent, language);
      }
      const height = now * (language === "lo" || language === "ar" ? 1.7 : 1.45);
      for (const line of lines) {
        if (!is_dry) pen.fillText(line, rtl ? start - indent : start + indent, at + now);
        at += height;
      }
      return at;
    },
  };
}
