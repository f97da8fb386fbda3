import { describe, expect, it } from 'vitest';
import { ENDPOINTS, type Endpoint } from '../../wire/endpoints.ts';
import { everyStatus, openApiDocument } from './openapi.ts';

type Node = Record<string, unknown>;
const document = openApiDocument() as unknown as {
  paths: Record<string, Record<string, Node>>;
  components: { schemas: Record<string, Node> };
};

describe('the OpenAPI document', () => {
  it('has every call, with every status it can answer with', () => {
    for (const [name, endpoint] of Object.entries(ENDPOINTS) as [string, Endpoint][]) {
      const operation = document.paths[`/api/v1${endpoint.path.replace(/:(\w+)/g, '{$1}')}`]?.[endpoint.method.toLowerCase()];
      expect(operation?.['operationId'], name).toBe(name);
      expect(Object.keys(operation?.['responses'] as object).map(Number)).toEqual([200, ...everyStatus(endpoint)]);
    }
  });

  it('describes every field, with an example', () => {
    const bare: string[] = [];
    for (const [name, schema] of Object.entries(document.components.schemas)) {
      expect(schema['type'], name).toBe('object');
      for (const [field, part] of Object.entries(schema['properties'] as Record<string, Node>)) {
        if (part['$ref'] === undefined && (!part['description'] || !('examples' in part))) bare.push(`${name}.${field}`);
      }
    }
    for (const [path, operations] of Object.entries(document.paths))
      for (const operation of Object.values(operations))
        for (const parameter of operation['parameters'] as Node[])
          if (!parameter['description'] || !('example' in parameter)) bare.push(`${path} ${String(parameter['name'])}`);
    expect(bare).toEqual([]);
  });

  it('refers to nothing that is not there', () => {
    const references = new Set(JSON.stringify(document).match(/#\/components\/schemas\/\w+/g));
    for (const reference of references) expect(document.components.schemas[reference.split('/').at(-1)!], reference).toBeDefined();
  });
});
