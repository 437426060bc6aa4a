// Two versions of a text, word by word.
interface Piece {
  text: string;
  was: boolean;
  is: boolean;
}

const LARGEST = 4_000_000; // of the table of the comparison; beyond that the whole text counts as changed

export function differences(before: string, after: string): Piece[] {
  const a = before.split(/(\s+)/).filter(Boolean);
  const b = after.split(/(\s+)/).filter(Boolean);
  if (a.length * b.length > LARGEST)
    return [
      { text: before, was: true, is: false },
      { text: after, was: false, is: true },
    ];
  // lengths[i][j]: the longest that a from i on and b from j on have in common.
  const lengths = Array.from({ length: a.length + 1 }, () => new Uint32Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      lengths[i]![j] = a[i] === b[j] ? lengths[i + 1]![j + 1]! + 1 : Math.max(lengths[i + 1]![j]!, lengths[i]![j + 1]!);
    }
  }
  const pieces: Piece[] = [];
  const add = (text: string, was: boolean, is: boolean) => {
    const last = pieces.at(-1);
    if (last && last.was === was && last.is === is) last.text += text;
    else pieces.push({ text, was, is });
  };
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      add(a[i]!, true, true);
      i++;
      j++;
    } else if (j >= b.length || (i < a.length && lengths[i + 1]![j]! >= lengths[i]![j + 1]!)) {
      add(a[i++]!, true, false);
    } else {
      add(b[j++]!, false, true);
    }
  }
  return pieces;
}

export const Diff = ({ before, after }: { before: string; after: string }) => (
  <span class="text">
    {differences(before, after).map(({ text, was, is }, index) =>
      was && is ? (
        text
      ) : was ? (
        <del key={index} class="diff">
          {text}
        </del>
      ) : (
        <ins key={index} class="diff">
          {text}
        </ins>
      ),
    )}
  </span>
);
