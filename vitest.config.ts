import { defineConfig } from 'vitest/config';

/** What is waited for comes late where other programs have the machine. */
const expect = { poll: { timeout: 30_000 } };

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['src/**/*.test.ts', 'tests/*.test.ts', 'client/**/*.test.ts', 'ui/src/**/*.test.ts'],
          testTimeout: 120_000,
          expect,
        },
      },
      {
        test: {
          name: 'processes',
          include: ['tests/{conformance,process,peers,page,simulation,incidents,battery}/**/*.test.ts'],
          testTimeout: 120_000,
          expect,
          hookTimeout: 120_000,
          maxWorkers: 3,
        },
      },
    ],
  },
});
