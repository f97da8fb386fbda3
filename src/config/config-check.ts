import { Ajv, type CodeOptions, type ValidateFunction } from 'ajv';
import { formats } from './our-formats.ts';
import type { RawConfig } from './raw.ts';
import { configSchema } from './schema.ts';

/** Makes of the configuration's schema what checks one. Bundled programs have the code that it makes (`scripts/bundle.mjs`). */
export function schemaCompiler(code: CodeOptions): Ajv {
  return new Ajv({ allErrors: true, useDefaults: true, strict: false, allowUnionTypes: true, formats, code });
}

let compiled: ValidateFunction<RawConfig> | null = null;

/** Checks a configuration by the schema, and fills in its defaults. */
export function configCheck(): ValidateFunction<RawConfig> {
  // for a check or two: to make it run faster would take longer than it runs
  compiled ??= schemaCompiler({ optimize: false }).compile<RawConfig>(configSchema());
  return compiled;
}
