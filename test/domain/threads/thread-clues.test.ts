import { cluesOf } from '../../../lambdas/domain/threads/thread-clues.ts';
import { anEvent } from '../../helpers/builders.ts';

const hash = (tenant: string, address: string): string => `${tenant}/${address}`;

describe('cluesOf', () => {
  it('names people by their keyed hash alone', () => {
    expect(cluesOf(anEvent(), 'acme', hash)).toMatchObject({
      tenant: 'acme',
      messageId: 'a@customer.example',
      from: 'acme/ada@customer.example',
      to: ['acme/sales@inbound.localhost'],
      authentication: 'pass',
    });
  });

  const ticket = (...values: string[]) => anEvent({ headers: values.map((value) => ({ name: 'x-ticket-id', value })) });
  it.each<[string, ReturnType<typeof anEvent>, string[], string | undefined]>([
    ['the configured header', ticket('4711'), ['X-Ticket-Id'], 'x-ticket-id:4711'],
    ['one value that is repeated', ticket('4711', ' 4711 '), ['X-Ticket-Id'], 'x-ticket-id:4711'],
    ['two values', ticket('4711', '4712'), ['X-Ticket-Id'], undefined],
    ['an empty value', ticket(' '), ['X-Ticket-Id'], undefined],
    ['a value without an end', ticket('4'.repeat(501)), ['X-Ticket-Id'], undefined],
    ['a mail without the header', ticket(), ['X-Ticket-Id'], undefined],
    ['the header that the mail has among several', ticket('4711'), ['X-Case', 'x-ticket-id'], 'x-ticket-id:4711'],
    ['no header where none is configured', ticket('4711'), [], undefined],
  ])('reads the conversation that a header names: %s', (_case, event, threadHeaders, wanted) => {
    expect(cluesOf(event, 'acme', hash, { threadHeaders }).headerToken).toBe(wanted);
  });

  it('counts a report among the references of the mail that it is about', () => {
    const report = 'Final-Recipient: rfc822; cy@customer.example.com\nAction: failed';
    const event = anEvent({
      contentType: { type: 'multipart/report', reportType: 'delivery-status' },
      report,
      returned: 'Message-ID: <ours@ours.example>',
    });

    expect(cluesOf(event, 'acme', hash)).toMatchObject({
      references: ['ours@ours.example'],
      reportOf: 'ours@ours.example',
    });
  });

  it.each<[string, object, object]>([
    ['a token of a conversation', { type: 'thread', id: 't1', isSigned: true }, { token: 't1', isTokenSigned: true }],
    ['a token that anybody can write', { type: 'thread', id: 't1' }, { token: 't1' }],
    ['a token of a deal', { type: 'deal', id: '7' }, {}],
  ])('takes %s', (_name, token, wanted) => {
    const { token: id, isTokenSigned } = cluesOf(anEvent(), 'acme', hash, {
      token: token as { type: string; id: string },
    });

    expect({ token: id, isTokenSigned }).toEqual({ token: undefined, isTokenSigned: undefined, ...wanted });
  });

  it('names who outside got a mail of our own people', () => {
    const event = anEvent({
      from: { address: 'bob@ours.example' },
      to: [{ address: 'ada@customer.example' }, { address: 'sales@inbound.localhost' }],
    });

    expect(cluesOf(event, 'acme', hash, { own: { ownDomains: ['ours.example'] } })).toMatchObject({
      outside: ['acme/ada@customer.example'],
      isOurs: true,
    });
  });

  it.each<[string, object, string]>([
    ['failed SPF alone', { spf: 'fail' }, 'fail'],
    ['failed SPF beside a signature', { spf: 'fail', dkim: 'pass' }, 'unknown'],
    ['no verdicts', {}, 'unknown'],
  ])('believes a sender by %s as %s', (_name, authentication, wanted) => {
    expect(cluesOf({ ...anEvent(), authentication }, 'acme', hash).authentication).toBe(wanted);
  });
});
