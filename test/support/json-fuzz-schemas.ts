/** Schemas of many kinds, with events that are good by them, for documents to be mutated from. */
export const SCHEMAS: readonly { readonly schema: unknown; readonly events: readonly unknown[] }[] =
  [
    {
      schema: {
        type: 'object',
        required: ['orderId', 'placedAt', 'status', 'lines', 'total'],
        properties: {
          orderId: { type: 'string', minLength: 1, maxLength: 8, pattern: '^o-[0-9]{1,4}$' },
          placedAt: { type: 'string', format: 'date-time' },
          day: { type: 'string', format: 'date' },
          uuid: { format: 'uuid' },
          mail: { type: 'string', format: 'email' },
          link: { type: 'string', format: 'uri' },
          status: { enum: ['placed', 'paid', 'a"b', null, 1] },
          lines: {
            type: 'array',
            minItems: 1,
            maxItems: 3,
            items: {
              type: 'object',
              additionalProperties: false,
              required: ['sku'],
              properties: {
                sku: { type: 'string', maxLength: 5 },
                quantity: { type: 'integer', minimum: 1, exclusiveMaximum: 100 },
                price: { type: 'number', minimum: 0, multipleOf: 0.01 },
              },
            },
          },
          total: { type: 'number', exclusiveMinimum: -1, maximum: 1000 },
          tags: { type: 'array', uniqueItems: true },
          note: { type: ['string', 'null'] },
          free: { type: 'object' },
          any: true,
          never: false,
          flag: { const: true },
        },
      },
      events: [
        {
          orderId: 'o-17',
          placedAt: '2026-11-26T10:00:00.123Z',
          day: '2026-11-26',
          uuid: '123e4567-e89b-12d3-a456-426614174000',
          mail: 'ada@example.com',
          link: 'https://example.com/a?b=c#d',
          status: 'paid',
          lines: [{ sku: 'TEA', quantity: 2, price: 4.5 }, { sku: 'CUP' }],
          total: 13.25,
          tags: ['a', 'b', 1, true],
          note: null,
          free: { a: { b: [1, 'x'] } },
          any: [{}],
          flag: true,
        },
      ],
    },
    {
      schema: {
        $schema: 'https://json-schema.org/draft/2020-12/schema',
        $defs: {
          base: { type: 'object', required: ['id'], properties: { id: { type: 'integer' } } },
          node: {
            type: 'object',
            required: ['name'],
            properties: {
              name: { type: 'string' },
              left: { anyOf: [{ $ref: '#/$defs/node' }, { type: 'null' }] },
              rest: { type: 'array', items: { $ref: '#/$defs/node' } },
            },
            additionalProperties: false,
          },
        },
        allOf: [{ $ref: '#/$defs/base' }],
        properties: { tree: { $ref: '#/$defs/node' }, extra: { type: 'object', properties: {} } },
        minProperties: 1,
        maxProperties: 4,
        required: ['other'],
      },
      events: [
        { id: 1, other: 2, tree: { name: 'a', left: null, rest: [{ name: 'b' }] } },
        { id: 1, other: {}, tree: { name: 'a', left: { name: 'b' } }, extra: {} },
      ],
    },
    {
      schema: {
        oneOf: [
          {
            properties: { kind: { const: 'a' }, data: { properties: { x: { type: 'integer' } } } },
            required: ['kind'],
          },
          {
            properties: {
              kind: { const: 'b' },
              data: { type: 'object', additionalProperties: { type: 'string' } },
            },
            required: ['kind'],
          },
          { type: 'string', minLength: 2 },
        ],
      },
      events: [{ kind: 'a', data: { x: 1 } }, { kind: 'b', data: { p: 'q' } }, 'ab'],
    },
    {
      schema: {
        type: 'object',
        properties: { a: { type: 'number' }, x: { type: 'object' } },
        anyOf: [{ required: ['a'] }, { properties: { x: { properties: { q: true } }, b: true } }],
        not: { required: ['c'] },
        if: { properties: { a: { minimum: 10 } }, required: ['a'] },
        then: { required: ['b'] },
        else: { properties: { b: { type: 'string' } } },
      },
      events: [{ a: 1 }, { a: 12, b: 1 }, { x: { q: 1 } }, { b: 'x', x: { z: 1 } }],
    },
    {
      schema: {
        $schema: 'https://json-schema.org/draft/2020-12/schema',
        type: 'array',
        prefixItems: [{ type: 'integer' }, { type: 'object', properties: { a: {} } }],
        items: { type: ['string', 'object'], properties: { b: true } },
        contains: { type: 'string' },
        minContains: 1,
        maxContains: 2,
      },
      events: [
        [1, { a: 1 }, 'x'],
        [1, { a: 1 }, 'x', { b: 2 }, 'y'],
      ],
    },
    {
      schema: {
        type: 'array',
        items: { enum: Array.from({ length: 60 }, (_, i) => `value${i}`) },
        uniqueItems: true,
      },
      events: [['value1', 'value59'], []],
    },
    {
      schema: {
        type: 'object',
        properties: Object.fromEntries(
          Array.from({ length: 80 }, (_, i) => [
            `field${i}`,
            { type: i % 2 ? 'string' : 'integer' },
          ]),
        ),
        required: ['field0', 'field40', 'field79'],
        additionalProperties: { type: 'boolean' },
      },
      events: [
        Object.fromEntries(Array.from({ length: 80 }, (_, i) => [`field${i}`, i % 2 ? 'x' : i])),
        { field79: 'a', field40: 2, field0: 1, more: true },
      ],
    },
    {
      schema: {
        type: 'object',
        properties: {
          'naïve "key"': { type: 'string', minLength: 3, pattern: 'é|^x' },
          '': { type: 'integer' },
          '😀': { maxLength: 2 },
        },
        patternProperties: { '^p-': { type: 'integer' } },
      },
      events: [{ 'naïve "key"': 'caféé', '': 1, '😀': '😀😀', 'p-1': 1 }],
    },
    {
      schema: {
        type: 'object',
        properties: {
          code: { type: 'string', pattern: '^[A-Z]{3}-\\d+$' },
          part: { type: 'string', pattern: 'ab+c' },
          word: { type: 'string', pattern: '^(foo|ba[rz])*\\s?$' },
          odd: { type: 'string', pattern: '\\bx\\b' },
          small: { type: 'string', pattern: '^[^a-z]{2,4}$' },
        },
      },
      events: [
        { code: 'ABC-12', part: 'xxabbbcx', word: 'foobarbaz ', odd: 'a x b', small: 'A-1' },
      ],
    },
    {
      schema: {
        $defs: {
          issue: {
            type: 'object',
            required: ['id', 'state'],
            additionalProperties: false,
            properties: {
              id: { type: 'number' },
              state: { type: ['string', 'null'], enum: ['open', 'closed', null, 7] },
              user: { type: 'object', properties: { name: { type: 'string', minLength: 2 } } },
            },
          },
        },
        properties: {
          issue: {
            allOf: [
              { $ref: '#/$defs/issue' },
              {
                type: 'object',
                required: ['user'],
                properties: { state: { const: 'closed' }, id: { type: 'integer' } },
              },
            ],
          },
          open: {
            allOf: [
              { type: ['object', 'null'], properties: { a: { type: 'object' } } },
              { additionalProperties: { type: ['object', 'integer'] }, properties: { b: true } },
            ],
            properties: { a: { properties: { x: { type: 'integer' } } } },
          },
          size: { type: 'string', enum: ['s', 'm', 'xl', 1, null], maxLength: 1 },
        },
      },
      events: [
        { issue: { id: 1, state: 'closed', user: { name: 'ada' } }, size: 'm' },
        { open: { a: { x: 1 }, b: 'y', c: { z: 1 } } },
        { open: null, size: 's' },
      ],
    },
    {
      schema: {
        $schema: 'https://json-schema.org/draft/2020-12/schema',
        properties: {
          list: {
            prefixItems: [{ maxProperties: 1 }, { required: ['b'] }],
            items: { properties: { a: { minProperties: 1 } } },
          },
          open: {
            properties: { free: true },
            additionalProperties: { properties: { z: { uniqueItems: true } } },
          },
        },
        anyOf: [
          { properties: { x: { required: ['q'] }, y: { minProperties: 1 } } },
          { properties: { x: { properties: { z: true } }, y: { required: ['r'] } } },
        ],
        required: [''],
      },
      events: [
        { '': 1, list: [{ b: 1 }, { b: 1 }, { a: { c: 1 } }], x: { z: 1 }, y: { r: 1 } },
        { '': [{}], x: { q: { z: 1 } }, y: { q: 1 }, open: { free: { y: 1 }, b: { z: [1, 2] } } },
      ],
    },
    { schema: { type: ['integer', 'boolean'], maximum: 10 }, events: [3, true] },
    { schema: true, events: [{ a: [1, { b: 'c' }] }, 'x', 1] },
  ];
