import { randomBytes } from 'node:crypto';
import type { KeyWrap } from '../../lambdas/aws/key-wrap.ts';
import {
  createTenantKeys,
  destroyTenantKey,
  keysFor,
  listTenantKeys,
  makeTenantKeys,
} from '../../lambdas/aws/tenant-keys.ts';
import { useTestDynamo } from '../helpers/dynamo.ts';

const database = useTestDynamo();
const at = new Date('2026-11-20T09:00:00.000Z');
const keyTable = () => ({ dynamo: database().dynamo, table: database().controlTable });

/** A wrap that writes down what it is asked, and keeps the keys. */
function aWrap() {
  const asked: string[] = [];
  const kept = new Map<string, Uint8Array>();
  const wrap: KeyWrap = {
    async make(tenant) {
      const key = randomBytes(32);
      const wrapped = `wrapped-${kept.size}-${tenant}`;
      kept.set(wrapped, key);
      return { key, wrapped };
    },
    async unwrap(wrapped, tenant) {
      asked.push(tenant);
      const key = kept.get(wrapped);
      if (key === undefined) throw new Error('not now');
      return key;
    },
  };
  return { wrap, asked, kept };
}

describe('the keys of tenants', () => {
  it('are made once, and stay whatever is asked later', async () => {
    const { wrap, kept } = aWrap();

    expect(await makeTenantKeys(keyTable(), wrap, ['acme', 'bolt', 'acme'], at)).toEqual(['acme', 'bolt']);
    expect(await makeTenantKeys(keyTable(), wrap, ['acme', 'corp'], at)).toEqual(['corp']);
    expect(kept.size).toBe(3);
    const keys = await listTenantKeys(keyTable());
    expect(keys.map(({ tenant }) => tenant)).toEqual(['acme', 'bolt', 'corp']);
    expect(keys[0]).toEqual({ tenant: 'acme', wrappedKey: 'wrapped-0-acme', createdAt: at.toISOString() });
  });

  it('are made once where two make one at the same time', async () => {
    const { wrap } = aWrap();
    const made = await Promise.all([1, 2, 3].map(() => makeTenantKeys(keyTable(), wrap, ['race'], at)));

    expect(made.flat()).toEqual(['race']);
  });

  it('are read once in five minutes by a function', async () => {
    const { wrap, asked, kept } = aWrap();
    await makeTenantKeys(keyTable(), wrap, ['busy'], at);
    const clock = { ms: at.getTime() };
    const keys = createTenantKeys(keyTable(), wrap, () => new Date(clock.ms));

    const found = await Promise.all([keys.keyOf('busy'), keys.keyOf('busy')]);
    clock.ms += 299_000;
    await keys.keyOf('busy');
    expect(found[0]).toEqual(kept.get('wrapped-0-busy'));
    expect(asked).toEqual(['busy']);
    clock.ms += 2_000;
    await keys.keyOf('busy');
    expect(asked).toEqual(['busy', 'busy']);
  });

  it('are asked for again after a failure', async () => {
    const { wrap, kept } = aWrap();
    await makeTenantKeys(keyTable(), wrap, ['away'], at);
    const key = kept.get('wrapped-0-away')!;
    kept.clear();
    const keys = createTenantKeys(keyTable(), wrap, () => at);

    await expect(keys.keyOf('away')).rejects.toThrow('not now');
    kept.set('wrapped-0-away', key);
    expect(await keys.keyOf('away')).toEqual(key);
  });

  it('hold no more than 200 in memory, however many tenants there are', async () => {
    const { wrap, asked } = aWrap();
    const tenants = Array.from({ length: 201 }, (_, nth) => `many-${nth}`);
    await makeTenantKeys(keyTable(), wrap, tenants, at);
    const keys = createTenantKeys(keyTable(), wrap, () => at);
    for (const tenant of tenants) await keys.keyOf(tenant);

    await keys.keyOf('many-200');
    expect(asked).toHaveLength(201);
    await keys.keyOf('many-0');
    expect(asked).toHaveLength(202);
  });

  it('are gone for good when they were destroyed, and the row says when', async () => {
    const { wrap } = aWrap();
    await makeTenantKeys(keyTable(), wrap, ['gone'], at);

    expect(await destroyTenantKey(keyTable(), 'gone', at)).toBe(true);
    expect(await destroyTenantKey(keyTable(), 'gone', at)).toBe(false);
    expect(await createTenantKeys(keyTable(), wrap, () => at).keyOf('gone')).toBeUndefined();
    expect((await listTenantKeys(keyTable())).find(({ tenant }) => tenant === 'gone')).toEqual({
      tenant: 'gone',
      createdAt: at.toISOString(),
      destroyedAt: at.toISOString(),
    });
  });

  it('make a mail wait whose tenant has none, and name the command that makes one', async () => {
    const keys = createTenantKeys(keyTable(), aWrap().wrap, () => at);

    await expect(keysFor(keys, ['nobody'])).rejects.toThrow('tenant nobody has no key');
    expect((await keysFor(keys, [])).size).toBe(0);
  });
});
