import type { SESv2Client } from '@aws-sdk/client-sesv2';
import { createSesSuppressionList } from '../../lambdas/aws/ses-suppression-list.ts';
import type { SuppressionState } from '../../lambdas/domain/crm/suppression-target.ts';
import { awsError, scriptedClient } from '../helpers/scripted-client.ts';

/** A suppression list with one address, and the received commands. */
function aList() {
  const sent: string[] = [];
  const addresses = new Set(['ada@customer.example']);
  const send = async (command: { readonly input: { readonly EmailAddress: string } }) => {
    const [name, { EmailAddress }] = [command.constructor.name, command.input];
    sent.push(name);
    if (name === 'DeleteSuppressedDestinationCommand') return addresses.delete(EmailAddress);
    if (addresses.has(EmailAddress)) return { SuppressedDestination: { Reason: 'BOUNCE' } };
    throw Object.assign(new Error('not listed'), { name: 'NotFoundException' });
  };
  return { ses: { send } as unknown as Pick<SESv2Client, 'send'>, sent };
}

const now = () => new Date('2026-11-20T10:00:00.000Z');
const state: SuppressionState = {
  tenant: 'acme',
  subject: 's',
  address: 'ada@customer.example',
  version: 1,
  suppressed: [],
  at: '2026-11-20T09:00:00.000Z',
  unconfirmed: [],
  isWish: false,
};

describe('createSesSuppressionList', () => {
  it('removes an address that has no reason any more', async () => {
    const { ses, sent } = aList();

    const outcome = await createSesSuppressionList(ses, now).write(state);

    expect(outcome).toMatchObject({ kind: 'ok', value: { answer: 'not listed' } });
    expect(sent).toContain('DeleteSuppressedDestinationCommand');
  });

  const list = (...answers: object[]) => {
    const { client, sent } = scriptedClient<SESv2Client>(...answers);
    return { list: createSesSuppressionList(client, now), names: () => sent.map(({ name }) => name) };
  };
  const reason = (Reason: string) => ({ SuppressedDestination: { Reason } });

  it('puts an address with its reason, and reads it back', async () => {
    const { list: target, names } = list({}, reason('COMPLAINT'));

    expect(await target.write({ ...state, block: 'COMPLAINT' })).toEqual({
      kind: 'ok',
      value: { by: 'read-back', answer: 'COMPLAINT' },
      how: 'updated',
    });
    expect(names()).toEqual(['PutSuppressedDestinationCommand', 'GetSuppressedDestinationCommand']);
  });

  it('does not know the outcome when it reads another reason back', async () => {
    expect(await list({}, reason('BOUNCE')).list.write({ ...state, block: 'COMPLAINT' })).toEqual({ kind: 'unknown' });
  });

  it('deletes nothing that is not there', async () => {
    const { list: target, names } = list(awsError('NotFoundException'), awsError('NotFoundException'));

    expect(await target.write(state)).toMatchObject({ kind: 'ok', value: { answer: 'not listed' } });
    expect(names()).not.toContain('DeleteSuppressedDestinationCommand');
  });

  it.each([
    ['TooManyRequestsException', { kind: 'throttled', retryAt: new Date('2026-11-20T10:00:00.500Z') }],
    ['BadRequestException', { kind: 'rejected', code: 'BadRequestException' }],
    ['AccessDeniedException', { kind: 'misconfigured', message: 'no (address) here' }],
    ['InternalServiceErrorException', { kind: 'unknown' }],
  ])('answers %s without an address', async (name, outcome) => {
    const error = Object.assign(new Error('no ada@customer.example here'), { name });

    expect(await list(error).list.write({ ...state, block: 'BOUNCE' })).toMatchObject(outcome);
  });
});
