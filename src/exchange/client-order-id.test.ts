import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fromWire, type IdForm, toWire } from './client-order-id.ts';

const FORMS: Record<IdForm, RegExp> = {
  as_is: /^ftts-[exs]-[0-9a-f]{24}$/,
  letters: /^[0-9a-z]{1,28}$/,
  uuid: /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  hex: /^0x[0-9a-f]{32}$/,
};
const unique = fc.stringMatching(/^[0-9a-f]{24}$/);

it.each(Object.keys(FORMS) as IdForm[])('ids written as %s have its form, differ where ours do, and are read back', (form) => {
  fc.assert(
    fc.property(fc.constantFrom('e', 'x', 's'), unique, unique, (kind, one, other) => {
      const id = `ftts-${kind}-${one}`;
      const wire = toWire(form, id);
      expect(wire).toMatch(FORMS[form]);
      expect(fromWire(form, wire)).toBe(id);
      expect(fromWire(form, `t-${wire}`, 't-')).toBe(id);
      if (one !== other) expect(toWire(form, `ftts-${kind}-${other}`)).not.toBe(wire);
    }),
  );
});

it("others' ids stay as they are", () => {
  for (const form of Object.keys(FORMS) as IdForm[]) {
    for (const id of ['web_123', '123e4567-e89b-42d3-a456-426614174000', '0x00000000000000000000000000000001', 'ftsomething']) {
      expect(fromWire(form, id)).toBe(id);
    }
  }
});
