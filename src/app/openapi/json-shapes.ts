import { type ZodType, z } from 'zod';
import { invariant } from '#kernel';

export type JsonShape = Readonly<Record<string, unknown>>;

/** JSON Schemas for shapes. Named ones (`meta({ id })`) are gathered and referred to. */
export class JsonShapes {
  private readonly named = new Map<string, JsonShape>();

  of(shape: ZodType): JsonShape {
    const {
      $schema: _,
      $defs,
      ...own
    } = z.toJSONSchema(shape, {
      io: 'input',
      unrepresentable: 'any',
      override: ({ jsonSchema }) => dropSafeIntegerBounds(jsonSchema),
    }) as JsonShape & { readonly $defs?: Readonly<Record<string, JsonShape>> };
    for (const [name, each] of Object.entries($defs ?? {})) this.keep(name, each);
    return referringToComponents(own);
  }

  components(): Readonly<Record<string, JsonShape>> {
    return Object.fromEntries([...this.named].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  private keep(name: string, shape: JsonShape): void {
    const { id: _, ...kept } = referringToComponents(shape);
    const known = this.named.get(name);
    const isSame = known === undefined || JSON.stringify(known) === JSON.stringify(kept);
    invariant(isSame, `two shapes are called ${name}`);
    this.named.set(name, kept);
  }
}

/** Every whole number has them in zod, and they say nothing. */
function dropSafeIntegerBounds(schema: Record<string, unknown>): void {
  if (schema['maximum'] === Number.MAX_SAFE_INTEGER) delete schema['maximum'];
  if (schema['minimum'] === Number.MIN_SAFE_INTEGER) delete schema['minimum'];
}

const referringToComponents = (shape: JsonShape): JsonShape =>
  JSON.parse(
    JSON.stringify(shape).replaceAll('"$ref":"#/$defs/', '"$ref":"#/components/schemas/'),
  ) as JsonShape;
