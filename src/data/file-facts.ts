import { openArrowFile, TYPE } from './feather/arrow-file.ts';
import { UNITS } from './feather/feather.ts';
import { isFeatherV1 } from './feather/feather-v1.ts';
import type { DataFormat } from './table-files.ts';

/** What a file says of itself; null where it does not. */
export interface FileFacts {
  /** Unit of its dates: s, ms, us, ns. */
  readonly unit: string | null;
  /** Library and version, where it names them. */
  readonly writer: string | null;
}

/** @throws Error where it is damaged */
export async function factsOf(bytes: Uint8Array, format: DataFormat): Promise<FileFacts> {
  switch (format) {
    case 'feather':
      return featherFacts(bytes);
    case 'parquet':
      return (await import('./parquet/read-parquet.ts')).parquetFacts(bytes, 'date');
    default:
      return { unit: 'ms', writer: null };
  }
}

function featherFacts(bytes: Uint8Array): FileFacts {
  if (isFeatherV1(bytes)) return { unit: null, writer: 'feather version 1' };
  const { fields, metadata } = openArrowFile(bytes);
  const date = fields.find(({ name }) => name === 'date');
  const unit = date?.type === TYPE.timestamp ? (UNITS[date.details?.int16(0) ?? 0] ?? null) : null;
  return { unit, writer: pandasWriter(metadata.get('pandas')) };
}

/** What pandas says of who wrote: the library and itself. */
export function pandasWriter(text: string | undefined): string | null {
  if (text === undefined) return null;
  try {
    const { creator, pandas_version: pandas } = JSON.parse(text) as {
      creator?: { library?: string; version?: string };
      pandas_version?: string;
    };
    const parts = [
      creator?.library === undefined ? null : [creator.library, ...(creator.version === undefined ? [] : [creator.version])].join(' '),
      // ours names the pandas whose files it writes
      creator?.version === undefined || pandas === undefined ? null : `pandas ${pandas}`,
    ];
    const found = parts.filter((part) => part !== null).join(', ');
    return found === '' ? null : found;
  } catch {
    return null;
  }
}
