import type { NewConsentChange } from '../../../lambdas/domain/consent/change.ts';
import { createPersonAppeared } from '../../../lambdas/domain/consent/person-appeared.ts';
import { applyChange, emptyConsent } from '../../../lambdas/domain/consent/state.ts';
import type { TargetProgress } from '../../../lambdas/domain/consent/suppression-target.ts';
import type { EmailReceived } from '../../../lambdas/domain/mail/event.ts';
import { anEvent } from '../../helpers/builders.ts';
import { aChange } from '../../helpers/consent.ts';

const address = 'ada@customer.example';
const absent: TargetProgress = {
  tenant: 'acme',
  subject: 's',
  target: 'main',
  wanted: 1,
  done: 1,
  kind: 'unsubscribe',
  attempts: 0,
  fence: 0,
  proof: { by: 'read-back', answer: 'no such contact', isAbsent: true },
};

/** The effect of a mail from an address that had bounced, or from a person that the CRM did not know. */
async function appear(
  authentication: EmailReceived['authentication'],
  {
    signal = 'hard-bounce' as NewConsentChange['signal'],
    progress = undefined as TargetProgress | undefined,
    trust = undefined as { readonly arcSealers: readonly string[] } | undefined,
  } = {},
) {
  const event = { ...anEvent(), authentication };
  const heard: string[] = [];
  const retold: string[] = [];
  const personAppeared = createPersonAppeared({
    consent: { informAgain: async (target) => target },
    queues: { sendChange: async (change) => void heard.push(change.signal) },
    sendToTarget: async ({ target }) => void retold.push(target),
    mail: { getEvent: async () => event },
  });
  const state = applyChange(emptyConsent, aChange({ signal, address, at: '2026-11-01T09:00:00.000Z' }));
  const message = { schema: 'delivery/1' as const, eventId: event.eventId, integration: 'sales', threadKey: 't' };
  await personAppeared(
    { record: { tenant: 'acme', subject: 's', address, version: 1, state }, ...(progress && { progress }) },
    message,
    trust,
  );
  return { heard, retold };
}

describe('createPersonAppeared, for an address that had bounced', () => {
  const sealed = { dmarc: 'fail', arc: 'pass', arcSealer: 'list.example' } as const;
  it.each<[string, EmailReceived['authentication'], readonly string[], readonly string[]]>([
    ['is a sign of life when it is proven', { dmarc: 'pass' }, [], ['heard']],
    ['is one when it is merely unproven', {}, [], ['heard']],
    ['is none when its From is proven false', { dmarc: 'fail', spf: 'pass', dkim: 'pass' }, [], []],
    ['is one when a forwarder that the tenant lists sealed it', sealed, ['list.example'], ['heard']],
    ['is none when another sealed it', sealed, [], []],
  ])('%s', async (_name, authentication, arcSealers, wanted) => {
    expect((await appear(authentication, { trust: { arcSealers } })).heard).toEqual(wanted);
    expect((await appear(authentication, { signal: 'complaint', trust: { arcSealers } })).heard).toEqual(wanted);
  });

  it.each<[string, EmailReceived['authentication'], readonly string[]]>([
    ['tells the CRM again that did not know the person', {}, ['main']],
    ['tells nothing when its From is proven false, for it made nobody there', { dmarc: 'fail' }, []],
  ])('%s', async (_name, authentication, wanted) => {
    expect((await appear(authentication, { signal: 'unsubscribe', progress: absent })).retold).toEqual(wanted);
  });
});
