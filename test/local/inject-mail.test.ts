import { SMTPServer } from 'smtp-server';
import { injectMail, RefusedMailError } from '../../local/inject-mail.ts';

const mailId = '0a'.repeat(20);

describe('injectMail', () => {
  const received: Array<{ readonly from: string; readonly to: readonly string[]; readonly raw: string }> = [];
  let server: SMTPServer;
  let port: number;
  beforeAll(async () => {
    server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['AUTH', 'STARTTLS'],
      onRcptTo: ({ address }, _session, callback) =>
        callback(address.endsWith('@inbound.localhost') ? undefined : new Error('no receipt rule takes this')),
      onData(stream, { envelope }, callback) {
        Array.fromAsync(stream as AsyncIterable<Buffer>).then((chunks) => {
          received.push({
            from: envelope.mailFrom === false ? '' : envelope.mailFrom.address,
            to: envelope.rcptTo.map(({ address }) => address),
            raw: Buffer.concat(chunks).toString(),
          });
          callback(null, `2.0.0 OK ${mailId}` as never);
        });
      },
    });
    const { promise, resolve } = Promise.withResolvers<void>();
    server.listen(0, '127.0.0.1', resolve);
    await promise;
    port = (server.server.address() as { port: number }).port;
  });
  beforeEach(() => received.splice(0));
  afterAll(() => new Promise<void>((resolve) => server.close(() => resolve())));

  const asJson = (fields: object) => ({ type: 'application/json', content: Buffer.from(JSON.stringify(fields)) });

  it('writes a mail of fields and says its id', async () => {
    const id = await injectMail(
      port,
      asJson({
        from: 'Ada <ada@customer.example>',
        to: 'sales@inbound.localhost',
        subject: 'Grüße',
        text: 'Hello',
        attachments: [{ filename: 'a.txt', base64: Buffer.from('words').toString('base64') }],
      }),
    );

    expect(id).toBe(mailId);
    expect(received).toMatchObject([{ from: 'ada@customer.example', to: ['sales@inbound.localhost'] }]);
    expect(received[0]!.raw).toMatch(/^Subject: =\?UTF-8\?.*$/m);
    expect(received[0]!.raw).toContain('filename=a.txt');
  });

  it('sends the bytes of a file as they are', async () => {
    const raw = 'From: b@customer.example\r\nTo: deals@inbound.localhost\r\nSubject: x\r\n\r\nbody\r\n';

    await injectMail(port, { type: 'message/rfc822', content: Buffer.from(raw) });

    expect(received[0]).toMatchObject({ from: 'b@customer.example', to: ['deals@inbound.localhost'] });
    expect(received[0]!.raw).toContain('\r\n\r\nbody\r\n');
  });

  it.each([
    [
      'a field that reads a file',
      { from: 'a@b.example', to: 'x@inbound.localhost', attachments: [{ path: '/etc/passwd' }] },
    ],
    ['no recipient', { from: 'a@b.example', to: '' }],
    ['an unknown field', { from: 'a@b.example', to: 'x@inbound.localhost', envelope: {} }],
  ])('refuses %s', async (_, fields) => {
    await expect(injectMail(port, asJson(fields))).rejects.toThrow();
    expect(received).toEqual([]);
  });

  it('refuses an empty file with the next step', async () => {
    await expect(injectMail(port, { type: 'message/rfc822', content: Buffer.alloc(0) })).rejects.toThrow(
      RefusedMailError,
    );
  });
});
