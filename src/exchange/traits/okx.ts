import { byParameter } from './lookups.ts';
import type { KnownTraits } from './traits.ts';

/** Source: OKX, "Error code": service busy or down, time-outs, an id that exists; `clOrdId` of at most 32 letters and digits. */
export const okx: KnownTraits = {
  branches: ['myokx', 'okxus'],
  idForm: 'letters',
  lookups: [byParameter('clOrdId')],
  vagueCodes: ['50001', '50004', '50013', '50026', '51016', '51054', '51149'],
};
