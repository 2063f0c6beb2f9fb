import { filesStep } from '../../lambdas/crm/files-step.ts';
import { createMutex } from '../../lambdas/crm/mutex.ts';
import type { FileAccess } from '../../lambdas/crm/vendor-records.ts';
import type { MailFile } from '../../lambdas/domain/crm/crm-records.ts';
import type { Outcome } from '../../lambdas/domain/crm/outcome.ts';

const aFile = (name: string): MailFile => ({
  name,
  contentType: 'text/plain',
  key: `attachments/${name}`,
  externalId: name,
});
const readFile = async (key: string) => (key.endsWith('/gone') ? undefined : Buffer.from('bytes'));

describe('filesStep', () => {
  it('uploads one file at a time over all mails, and goes on after a failure', async () => {
    const uploaded: string[] = [];
    let running = 0;
    let maxRunning = 0;
    const access: FileAccess = {
      async put({ name }) {
        running += 1;
        maxRunning = Math.max(maxRunning, running);
        await new Promise((resolve) => setImmediate(resolve));
        running -= 1;
        if (name === 'broken') throw new Error('no');
        uploaded.push(name);
        return { kind: 'ok', value: { id: name } };
      },
    };
    const ports = { readFile, uploadInTurn: createMutex() };
    const steps = [['a', 'b'], ['broken'], ['c']].map((names) => filesStep(access, names.map(aFile), ports));

    const results = await Promise.allSettled(steps.map((step) => step.write({})));

    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(uploaded.toSorted()).toEqual(['a', 'b', 'c']);
    expect(maxRunning).toBe(1);
  });

  it.each<[string, string[], Outcome<{ id: string } | undefined>]>([
    ['names every uploaded file', ['a', 'b'], { kind: 'ok', value: { id: 'a;b' }, how: 'created' }],
    [
      'leaves out a file that retention deleted or the CRM refused',
      ['a', 'gone', 'refused', 'b'],
      { kind: 'ok', value: { id: 'a;b' }, how: 'created' },
    ],
    ['writes nothing when no file remains', ['gone', 'refused'], { kind: 'ok', value: undefined }],
    ['ends with an upload whose answer is unknown', ['a', 'lost', 'b'], { kind: 'unknown' }],
  ])('%s', async (_name, names, outcome) => {
    const access: FileAccess = {
      put: async ({ name }) =>
        name === 'refused'
          ? { kind: 'rejected', code: 'TYPE', message: 'no' }
          : name === 'lost'
            ? { kind: 'unknown' }
            : { kind: 'ok', value: { id: name } },
    };
    const step = filesStep(access, names.map(aFile), { readFile, uploadInTurn: createMutex() });

    expect(await step.write({})).toEqual(outcome);
  });

  it('leaves files alone that the CRM lists, and tells two of one name apart', async () => {
    const uploaded: string[] = [];
    const access: FileAccess = {
      key: { kind: 'lookup', visibilityLagMs: 10 },
      list: async () => ({ kind: 'ok', value: new Map([['a.pdf', '1']]) }),
      async put({ name }) {
        uploaded.push(name);
        return { kind: 'ok', value: { id: name } };
      },
    };
    const files = ['a.pdf', 'a.pdf', 'b', 'b', 'b'].map(aFile);
    const step = filesStep(access, files, { readFile, uploadInTurn: createMutex() });

    const end = await step.write({});

    expect(end).toMatchObject({ kind: 'ok', value: { id: '1;a (2).pdf;b;b (2);b (3)' } });
    expect(uploaded).toEqual(['a (2).pdf', 'b', 'b (2)', 'b (3)']);
    expect(step.key).toEqual({ kind: 'lookup', visibilityLagMs: 10 });
    expect(await step.find!({})).toEqual({ kind: 'ok', value: undefined });
  });

  it.each([
    [{ kind: 'unknown' } as const, { kind: 'unknown' }],
    [{ kind: 'rejected', code: 'TOO_MANY', message: 'no' } as const, { kind: 'ok', value: undefined }],
  ])('uploads nothing without the list of what is there: %j', async (listed, expected) => {
    const access: FileAccess = { list: async () => listed, put: async () => ({ kind: 'ok', value: { id: '1' } }) };

    expect(await filesStep(access, [aFile('a')], { readFile, uploadInTurn: createMutex() }).write({})).toEqual(
      expected,
    );
  });

  it('names the files to the activity, and passes on a failure of that', async () => {
    const attached: Array<readonly string[]> = [];
    const access: FileAccess = {
      put: async ({ name }) => ({ kind: 'ok', value: { id: name } }),
      async attach(ids) {
        attached.push(ids);
        return { kind: 'unknown' };
      },
    };
    const step = filesStep(access, ['a', 'b'].map(aFile), { readFile, uploadInTurn: createMutex() });

    expect(await step.write({})).toEqual({ kind: 'unknown' });
    expect(attached).toEqual([['a', 'b']]);
  });
});
