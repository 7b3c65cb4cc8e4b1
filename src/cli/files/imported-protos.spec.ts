import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DiskTree } from './disk-tree.js';
import { importedProtos } from './imported-protos.js';

const files: Readonly<Record<string, string>> = {
  'repo/proto/shop/order.proto': 'import "common/money.proto"; import "shop/line.proto";',
  'repo/proto/shop/line.proto': 'import "order.proto"; import "google/protobuf/any.proto";',
  'repo/proto/common/money.proto': 'import "common/currency.proto"; import "missing.proto";',
  'repo/proto/common/currency.proto': 'message Currency {}',
  'repo/common/money.proto': 'message Farther {}',
  'repo/proto/shop/sly.proto':
    'import "../../../secret.proto"; import "/etc/hosts"; import "http://127.0.0.1:1/a.proto"; import "linked.proto";',
  'repo/proto/shop/broken.proto': 'import "common/money.proto"; message',
  'secret.proto': 'message Secret {}',
};

describe('what a .proto file imports', () => {
  let home = '';
  const importsOf = async (path: string) => {
    const tree = new DiskTree(join(home, 'repo'));
    const text = (await tree.text(path)) ?? '';
    const found = await importedProtos(tree, { path, text });
    return Object.fromEntries(found.map((each) => [each.name, each.text]));
  };
  beforeAll(() => {
    home = mkdtempSync(join(tmpdir(), 'concordat-protos-'));
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(join(home, dirname(path)), { recursive: true });
      writeFileSync(join(home, path), `syntax = "proto3"; ${text}`);
    }
    symlinkSync(join(home, 'secret.proto'), join(home, 'repo/proto/shop/linked.proto'));
  });
  afterAll(() => rmSync(home, { recursive: true }));

  it('is found in the nearest folder around it, and so is what that imports', async () => {
    const found = await importsOf('proto/shop/order.proto');
    expect(Object.keys(found).sort()).toEqual([
      ...['common/currency.proto', 'common/money.proto', 'order.proto', 'shop/line.proto'],
    ]);
    expect(found['common/money.proto']).toContain('currency');
  });

  it('is nothing that lies outside, and nothing that is fetched', async () => {
    expect(await importsOf('proto/shop/sly.proto')).toEqual({});
  });

  it('is nothing where the file cannot be read; who reads it says why', async () => {
    expect(await importsOf('proto/shop/broken.proto')).toEqual({});
  });
});
