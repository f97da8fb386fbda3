/** Chance in tests is the same in every run, so that what fails fails again; `TEST_SEED=… npm test` tries another. @param usual what it is else */
export function seedOf<Seed extends string | number>(usual: Seed): Seed {
  const wanted = process.env['TEST_SEED'];
  if (wanted === undefined) return usual;
  return (typeof usual === 'number' ? Number(wanted) : wanted) as Seed;
}
