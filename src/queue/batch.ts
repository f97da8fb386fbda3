/** One piece of work: the same key is the same work, with the same result. */
export interface QueueItem {
  readonly key: string;
  /** As JSON. */
  readonly item: unknown;
}

/** Items of a study that one worker does, one after the other. */
export interface Batch {
  readonly study: string;
  readonly items: readonly QueueItem[];
}

/** What all items of a study have in common. */
export interface StudyParcel {
  /** Digest of everything that a result depends on: description and files. */
  readonly key: string;
  readonly description: Buffer;
  /** Files by digest, read when a worker may lack them. */
  readonly files: ReadonlyMap<string, () => Promise<Buffer>>;
}

/** A result as it lies in Redis: bytes, or the text of what was thrown. */
export function packResult(result: Buffer): Buffer {
  return Buffer.concat([Buffer.from([1]), result]);
}

export function packFailure(text: string): Buffer {
  return Buffer.concat([Buffer.from([0]), Buffer.from(text, 'utf8')]);
}

/** An item that was done and has thrown. */
export class ItemFailed extends Error {}

/** @throws ItemFailed */
export function unpackResult(packed: Buffer): Buffer {
  if (packed[0] === 1) return packed.subarray(1);
  throw new ItemFailed(packed.subarray(1).toString('utf8'));
}
