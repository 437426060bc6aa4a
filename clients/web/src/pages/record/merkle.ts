// The Merkle tree of RFC 6962 and RFC 9162 over SHA-256, as far as proofs of it are verified. A
// verification returns the root that it computed, for the eye; '' where the proof has not the form
// of one.
import { concat, same, type Bytes } from './bytes';

export async function sha256(...parts: Uint8Array[]): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', concat(...parts)));
}

export const leafHash = (leaf: Uint8Array): Promise<Bytes> => sha256(Uint8Array.of(0), leaf);
export const nodeHash = (left: Uint8Array, right: Uint8Array): Promise<Bytes> => sha256(Uint8Array.of(1), left, right);
export const emptyRoot = (): Promise<Bytes> => sha256();

// RFC 9162, 2.1.3.2: the root that leaf `index` of a tree of `size` has by this path.
export async function rootByInclusion(leaf: Bytes, index: bigint, size: bigint, path: Uint8Array[]): Promise<Bytes | null> {
  if (index < 0n || index >= size || path.some((step) => step.length !== 32)) return null;
  let node = index;
  let last = size - 1n;
  let hash = leaf;
  for (const step of path) {
    if (last === 0n) return null;
    if (node & 1n || node === last) {
      hash = await nodeHash(step, hash);
      for (; !(node & 1n) && node !== 0n; node >>= 1n) last >>= 1n;
    } else {
      hash = await nodeHash(hash, step);
    }
    node >>= 1n;
    last >>= 1n;
  }
  return last === 0n ? hash : null;
}

// RFC 9162, 2.1.4.2: does the tree of `size` with `root` begin with the tree of `first`?
export async function isConsistent(
  first: bigint,
  size: bigint,
  firstRoot: Uint8Array,
  root: Uint8Array,
  path: Uint8Array[],
): Promise<boolean> {
  if (first < 0n || first > size || path.some((step) => step.length !== 32)) return false;
  if (first === size) return path.length === 0 && same(firstRoot, root);
  if (first === 0n) return path.length === 0 && same(firstRoot, await emptyRoot());
  // A full tree's own root begins the path, and is left away.
  const steps = (first & (first - 1n)) === 0n ? [firstRoot, ...path] : path;
  let node = first - 1n;
  let last = size - 1n;
  for (; node & 1n; node >>= 1n) last >>= 1n;
  let [older, newer] = [steps[0], steps[0]];
  if (!older || !newer) return false;
  for (const step of steps.slice(1)) {
    if (last === 0n) return false;
    if (node & 1n || node === last) {
      older = await nodeHash(step, older);
      newer = await nodeHash(step, newer);
      for (; !(node & 1n) && node !== 0n; node >>= 1n) last >>= 1n;
    } else {
      newer = await nodeHash(newer, step);
    }
    node >>= 1n;
    last >>= 1n;
  }
  return last === 0n && same(older, firstRoot) && same(newer, root);
}
