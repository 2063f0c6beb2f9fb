import type { CrmAdapter } from '../../lambdas/domain/crm/crm-adapter.ts';
import type { SuppressionTarget } from '../../lambdas/domain/crm/suppression-target.ts';
import { createSuppressionTargets } from '../../lambdas/suppress/suppression-targets.ts';
import { anIntegration } from '../helpers/builders.ts';

const target = (): SuppressionTarget => ({ write: async () => ({ kind: 'unknown' }) });
const [account, confirmation, crmTarget] = [target(), target(), target()];
const mail = { from: 'hello@acme.example', subject: 'Please confirm', text: '{link}' };
const consent = {
  negative: 'stop',
  optOut: 'unsubscribe',
  requireOptIn: [],
  targets: [],
  softBounces: { count: 5, days: 3, withinDays: 30 },
  confirmation: mail,
} as const;

function targetsOf(isConfirming: boolean) {
  const mails: unknown[] = [];
  const integration = anIntegration(isConfirming ? { consent: { ...consent, requireOptIn: [], targets: [] } } : {});
  const targets = createSuppressionTargets({
    control: {
      integrations: async () => [integration],
      connection: async (name) =>
        name === 'main' ? { vendor: 'hubspot', baseUrl: 'https://x.example', credentials: 'env:X' } : undefined,
    },
    crm: {
      adapterFor: async () => ({ kind: 'ok', how: 'existing', value: { suppressions: crmTarget } as CrmAdapter }),
    },
    sendingAccount: account,
    confirmationBy(mail) {
      mails.push(mail);
      return confirmation;
    },
  });
  return { targets, mails };
}

describe('createSuppressionTargets', () => {
  it.each([
    ['the suppression list of the sending account', 'ses', account],
    ['the person who is asked to confirm', 'confirmation', confirmation],
    ['the place for suppressions of a connection', 'main', crmTarget],
  ])('finds %s', async (_case, name, wanted) => {
    const target = await targetsOf(true).targets.targetFor(name, 'acme');

    expect(target.kind === 'ok' && target.value).toBe(wanted);
  });

  it('asks with the confirmation mail of the tenant', async () => {
    const { targets, mails } = targetsOf(true);

    await targets.targetFor('confirmation', 'acme');

    expect(mails).toEqual([mail]);
  });

  it.each([
    ['a connection that is not configured', 'gone', 'acme', 'no-connection'],
    ['a confirmation that is not configured any more', 'confirmation', 'other', 'no-confirmation'],
  ])('answers that %s is misconfigured', async (_case, name, tenant, code) => {
    expect(await targetsOf(true).targets.targetFor(name, tenant)).toMatchObject({ kind: 'misconfigured', code });
    expect(await targetsOf(false).targets.targetFor('confirmation', 'acme')).toMatchObject({ code: 'no-confirmation' });
  });
});
