import { createAsker } from '../../../cli/aws-readiness/ask.ts';

const failing =
  (name: string, more: object = {}) =>
  async (): Promise<string> => {
    throw Object.assign(new Error('a message with ada@example.com'), { name, ...more });
  };

describe('what is asked of AWS and DNS', () => {
  it('is known when it is answered, and counted either way', async () => {
    let asked = 0;
    const asker = createAsker(() => {
      asked += 1;
    });

    expect(await asker.ask('ses:GetAccount', async () => 'x')).toEqual({ value: 'x' });
    expect(await asker.ask('ses:GetAccount', failing('AccessDenied'))).toBeUndefined();
    expect(asked).toBe(2);
  });

  it.each([
    ['a denial', 'denied', 'AccessDeniedException', {}],
    ['a denial by SNS', 'denied', 'AuthorizationError', {}],
    ['a denial by its status alone', 'denied', 'Forbidden', { $metadata: { httpStatusCode: 403 } }],
    ["a server's error", 'unanswered', 'InternalFailure', { $metadata: { httpStatusCode: 500 } }],
    ['throttling', 'unanswered', 'ThrottlingException', { $metadata: { httpStatusCode: 400 } }],
  ])('is refused by %s, without the message', async (_, kind, name, more) => {
    const asker = createAsker(() => {});

    await asker.ask('ses:GetAccount', failing(name, more));

    expect(asker.refusals).toEqual([{ kind, asked: 'ses:GetAccount', reason: name }]);
  });

  it('may not be there', async () => {
    const asker = createAsker(() => {});

    expect(await asker.find('kms:DescribeKey', ['NotFoundException'], failing('NotFoundException'))).toEqual({
      value: undefined,
    });
    expect(asker.refusals).toEqual([]);
  });

  it('is given up after a while, also by a call that does not look at the signal', async () => {
    const asker = createAsker(() => {}, 10);
    const { promise } = Promise.withResolvers<string>();

    // The timer of a signal keeps no process alive.
    const keepAlive = setTimeout(() => {}, 5000);
    expect(await asker.ask('dynamodb:Query', () => promise)).toBeUndefined();
    clearTimeout(keepAlive);

    expect(asker.refusals).toEqual([{ kind: 'unanswered', asked: 'dynamodb:Query', reason: 'it took too long' }]);
  });

  it.each([
    ['no such name', 'ENOTFOUND', { value: [] }, 0],
    ['no such record', 'ENODATA', { value: [] }, 0],
    ['no answer', 'ETIMEOUT', undefined, 1],
    ["a server's failure", 'ESERVFAIL', undefined, 1],
  ])('is, of DNS, %s', async (_, code, known, refused) => {
    const asker = createAsker(() => {});

    const found = await asker.lookUp('inbound.acme.com', async (): Promise<string[]> => {
      throw Object.assign(new Error(), { code });
    });

    expect(found).toEqual(known);
    expect(asker.refusals.map(({ kind, reason }) => [kind, reason])).toEqual(refused === 0 ? [] : [['dns', code]]);
  });
});
