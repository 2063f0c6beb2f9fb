import type { SandboxVendor } from '../../../local/sandbox-crm/sandbox-vendor.ts';
import { startVendorSandbox, type TestVendorSandbox } from '../../helpers/sandbox.ts';

/** A CRM that answers each request with what it reads of it, and keeps a record of it. */
const echo: SandboxVendor = {
  tooMany: { status: 429, headers: { 'retry-after': '9' }, body: { code: 'slow down' } },
  answer(store, { method, path, query, body }) {
    store.insert('call', {});
    return { status: 201, headers: { 'x-echo': '1' }, body: { method, path, query: [...query], body } };
  },
};

describe('serveSandbox', () => {
  let crm: TestVendorSandbox;

  beforeEach(async () => {
    crm = await startVendorSandbox(echo);
  });

  afterEach(() => crm.stop());

  const post = (body: string | FormData, type?: string): Promise<Response> =>
    fetch(`${crm.url}/a?b=c`, { method: 'POST', body, headers: type === undefined ? {} : { 'content-type': type } });

  it.each([
    ['JSON', '{"a":1}', { a: 1 }],
    ['a text', 'a=1', 'a=1'],
  ])('hands %s to the CRM', async (_, text, body) => {
    const response = await post(text, 'text/plain');

    expect([response.status, response.headers.get('x-echo')]).toEqual([201, '1']);
    expect(await response.json()).toEqual({ method: 'POST', path: '/a', query: [['b', 'c']], body });
  });

  it('hands the fields and the files of a form to the CRM', async () => {
    const form = new FormData();
    form.set('folder', '/x');
    form.set('file', new Blob(['pdf']), 'a.pdf');

    expect(await (await post(form)).json()).toMatchObject({
      body: { folder: '/x', file: { name: 'a.pdf', bytes: { data: [...Buffer.from('pdf')] } } },
    });
  });

  it.each([
    ['429', {}, 429, 'slow down'],
    ['403', {}, 403, 'MISSING_SCOPES'],
    ['500', {}, 500, 'internal'],
    ['html', {}, 404, 'We will be back soon.'],
    ['refuse', { answer: { status: 422, body: { code: 'no' } } }, 422, 'no'],
  ])('answers %s in the place of the CRM', async (action, more, status, text) => {
    crm.faults.set([{ action, ...more }]);
    const response = await post('{}');

    expect(response.status).toBe(status);
    expect(await response.text()).toContain(text);
    expect(crm.store.list('call')).toEqual([]);
  });

  it.each([
    ['drop-before', 0],
    ['drop-after-commit', 1],
    ['kill-after-commit', 1],
  ])('ends the connection by %s, with %i records written', async (action, count) => {
    crm.faults.set([{ action }]);

    await expect(post('{}')).rejects.toThrow();
    expect(crm.store.list('call')).toHaveLength(count);
  });
});
