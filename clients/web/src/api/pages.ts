// Lists come in pages; this asks for one after the other.
interface Page<T> {
  rows: T[];
  next: string;
}

const MOST = 5_000;

// All rows, but no more than MOST: `whole` says whether that is all there is.
export async function allOf<T>(page: (token: string) => Promise<Page<T>>, most = MOST): Promise<{ rows: T[]; whole: boolean }> {
  const rows: T[] = [];
  let token = '';
  do {
    const { rows: more, next } = await page(token);
    rows.push(...more);
    token = next;
  } while (token && rows.length < most);
  return { rows, whole: !token };
}
