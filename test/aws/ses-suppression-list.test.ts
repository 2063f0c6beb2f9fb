import type { SESv2Client } from '@aws-sdk/client-sesv2';
import { createSesSuppressionList } from '../../lambdas/aws/ses-suppression-list.ts';

/** A suppression list that has one address, and the commands that it was sent. */
function aList() {
  const sent: string[] = [];
  const listed = new Set(['ada@customer.example']);
  const send = async (command: { readonly input: { readonly EmailAddress: string } }) => {
    const [name, { EmailAddress }] = [command.constructor.name, command.input];
    sent.push(name);
    if (name === 'DeleteSuppressedDestinationCommand') return listed.delete(EmailAddress);
    if (listed.has(EmailAddress)) return { SuppressedDestination: { Reason: 'BOUNCE' } };
    throw Object.assign(new Error('not listed'), { name: 'NotFoundException' });
  };
  return { ses: { send } as unknown as Pick<SESv2Client, 'send'>, sent };
}

describe('the suppression list of the account', () => {
  it('forgets an address that nothing is held against any more', async () => {
    const { ses, sent } = aList();

    const outcome = await createSesSuppressionList(ses).write({
      tenant: 'acme',
      subject: 's',
      address: 'ada@customer.example',
      version: 1,
      suppressed: [],
      at: '2026-11-20T09:00:00.000Z',
      unconfirmed: [],
      isWish: false,
    });

    expect(outcome).toMatchObject({ kind: 'ok', value: { answer: 'not listed' } });
    expect(sent).toContain('DeleteSuppressedDestinationCommand');
  });
});
