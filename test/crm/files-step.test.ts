import { filesStep } from '../../lambdas/crm/files-step.ts';
import type { FileAccess } from '../../lambdas/crm/vendor-records.ts';

const file = (name: string) => ({ name, contentType: 'text/plain', key: `attachments/${name}`, externalId: name });
const bytes = async (): Promise<Uint8Array> => Buffer.from('bytes');

describe('uploads', () => {
  it('of several mails go one after the other, and one that fails holds up none behind it', async () => {
    const seen: string[] = [];
    let underWay = 0;
    let most = 0;
    const access: FileAccess = {
      async put({ name }) {
        underWay += 1;
        most = Math.max(most, underWay);
        await new Promise((resolve) => setImmediate(resolve));
        underWay -= 1;
        if (name === 'broken') throw new Error('no');
        seen.push(name);
        return { kind: 'ok', value: { id: name }, how: 'created' };
      },
    };
    const steps = [['a', 'b'], ['broken'], ['c']].map((names) => filesStep(access, names.map(file), bytes));

    const ends = await Promise.allSettled(steps.map((step) => step.write({})));

    expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(seen.toSorted()).toEqual(['a', 'b', 'c']);
    expect(most).toBe(1);
  });

  it('end with what could not be told of, and leave out what is gone or not taken', async () => {
    const access: FileAccess = {
      put: async ({ name }) =>
        name === 'refused'
          ? { kind: 'rejected', code: 'TYPE', message: 'no' }
          : name === 'lost'
            ? { kind: 'unknown' }
            : { kind: 'ok', value: { id: name }, how: 'created' },
    };
    const readFile = async (key: string) => (key.endsWith('/gone') ? undefined : bytes());
    const write = (...names: string[]) => filesStep(access, names.map(file), readFile).write({});

    expect(await write('a', 'gone', 'refused', 'b')).toMatchObject({ kind: 'ok', value: { id: 'a;b' } });
    expect(await write('gone', 'refused')).toEqual({ kind: 'ok', value: undefined, how: 'unchanged' });
    expect(await write('a', 'lost')).toEqual({ kind: 'unknown' });
  });
});
