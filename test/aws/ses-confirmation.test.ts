import type { SESClient } from '@aws-sdk/client-ses';
import { createSesConfirmation } from '../../lambdas/aws/ses-confirmation.ts';
import { readToken } from '../../lambdas/domain/consent/token.ts';
import type { SuppressionState } from '../../lambdas/domain/crm/suppression-target.ts';
import { readTokenKeys } from '../../lambdas/domain/mail/signed-text.ts';
import { awsError, scriptedClient } from '../helpers/scripted-client.ts';

const keys = readTokenKeys('{"current":"k1","k1":"a key"}');
const state: SuppressionState = {
  tenant: 'acme',
  subject: 'ab12',
  address: 'lea@example.org',
  version: 1,
  suppressed: [],
  at: '2026-11-20T09:00:00.000Z',
  unconfirmed: ['marketing', 'sales'],
  signedUpAt: { marketing: '2026-11-20T09:00:00.000Z' },
  isWish: false,
};

/** Writes a state to the target, over a client of SES with that answer. */
async function write(changes: Partial<SuppressionState>, answer: object = { MessageId: 'm1' }) {
  const { client, sent } = scriptedClient<SESClient>(answer);
  const target = createSesConfirmation(client, {
    mail: { from: 'news@ours.example', subject: 'Please confirm', text: 'Here: {link} or {link}' },
    apiUrl: 'https://api.example',
    tokenKeys: async () => keys,
    now: () => new Date('2026-11-20T10:00:00.000Z'),
  });
  return { outcome: await target.write({ ...state, ...changes }), inputs: sent.map(({ input }) => input) };
}

describe('createSesConfirmation', () => {
  it('mails a link for the sign-ups with a known time', async () => {
    const { outcome, inputs } = await write({});

    expect(outcome).toEqual({ kind: 'ok', value: { by: 'accepted', answer: 'SES m1' }, how: 'created' });
    expect(inputs).toMatchObject([
      {
        Source: 'news@ours.example',
        Destination: { ToAddresses: ['lea@example.org'] },
        Message: { Subject: { Data: 'Please confirm' } },
      },
    ]);
    const [, first, second] = /^Here: https:\/\/api\.example\/c\/(\S+) or https:\/\/api\.example\/c\/(\S+)$/.exec(
      (inputs[0] as { Message: { Body: { Text: { Data: string } } } }).Message.Body.Text.Data,
    )!;
    expect(second).toBe(first);
    expect(readToken(first!, keys)).toMatchObject({
      kind: 'confirm',
      tenant: 'acme',
      subject: 'ab12',
      purposes: ['marketing'],
      signUp: { at: ['2026-11-20T09:00:00.000Z'], until: '2026-11-27T10:00:00.000Z' },
    });
  });

  it('asks nobody who has confirmed or left meanwhile', async () => {
    expect(await write({ unconfirmed: [] })).toMatchObject({ outcome: { kind: 'ok', how: 'unchanged' }, inputs: [] });
  });

  it.each([
    ['MessageRejected', 'misconfigured'],
    ['MailFromDomainNotVerifiedException', 'misconfigured'],
    ['Throttling', 'unknown'],
  ])('answers %s as %s', async (name, kind) => {
    expect((await write({}, awsError(name))).outcome.kind).toBe(kind);
  });
});
