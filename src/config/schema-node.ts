/** A part of the configuration's schema, as far as it is used here. */
export interface SchemaNode {
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly patternProperties?: Readonly<Record<string, SchemaNode>>;
  readonly items?: SchemaNode;
  readonly additionalProperties?: boolean | SchemaNode;
  readonly $ref?: string;
  readonly definitions?: Readonly<Record<string, SchemaNode>>;
  readonly enum?: readonly unknown[];
  readonly required?: readonly string[];
  readonly default?: unknown;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly minItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMaximum?: number | boolean;
  readonly exclusiveMinimum?: number | boolean;
}

/** A schema of which every part is changed, the inner ones first. */
export function mapNodes(node: SchemaNode, change: (node: SchemaNode) => SchemaNode): SchemaNode {
  const inner = (child: SchemaNode): SchemaNode => mapNodes(child, change);
  const each = (children: Readonly<Record<string, SchemaNode>>) =>
    Object.fromEntries(Object.entries(children).map(([key, child]) => [key, inner(child)]));
  return change({
    ...node,
    ...(node.properties === undefined ? {} : { properties: each(node.properties) }),
    ...(node.patternProperties === undefined ? {} : { patternProperties: each(node.patternProperties) }),
    ...(node.definitions === undefined ? {} : { definitions: each(node.definitions) }),
    ...(node.items === undefined ? {} : { items: inner(node.items) }),
    ...(typeof node.additionalProperties === 'object' ? { additionalProperties: inner(node.additionalProperties) } : {}),
  });
}
