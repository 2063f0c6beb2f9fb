import { onlyTenant } from '../consent/consent-settings.ts';
import type { Control } from '../ports.ts';
import { MalformedEventError } from './sender-event.ts';
import { readSesEvent, type SentMail } from './ses-event.ts';
import type { TakeSenderEvents } from './take-sender-events.ts';

/** The mail that we sent, so that answers and bounces can be told what they answer. */
export interface OutboundIndex {
  /** Makes the Message-IDs known as our own, with the campaign that they belong to. */
  learn(tenant: string, mail: SentMail): Promise<void>;
}

export interface FeedbackUseCase {
  readonly control: Pick<Control, 'integrations'>;
  readonly take: TakeSenderEvents;
  readonly outbound: OutboundIndex;
  /** Where SES sends from, which is part of its Message-IDs. */
  readonly region: string;
}

/**
 * Takes one sending event of SES: a Send event feeds the index of outbound mail, everything else becomes changes of
 * consent and counts.
 *
 * Whose mail it was the message tag `postern-tenant` says; without one it is the only tenant's.
 *
 * @throws MalformedEventError when it is no SES event, or nobody's
 */
export function createTakeFeedback({ control, take, outbound, region }: FeedbackUseCase) {
  return async (json: unknown, receivedAt: Date): Promise<{ readonly changes: number; readonly isSend: boolean }> => {
    const { events, sent } = readSesEvent(json, region);
    const integrations = await control.integrations();
    const ofTenant = (named: string | undefined): string => {
      const tenant = named ?? onlyTenant(integrations);
      if (tenant === undefined)
        throw new MalformedEventError(
          'several tenants are configured and no message tag postern-tenant says whose it is',
        );
      if (!integrations.some((integration) => integration.tenant === tenant))
        throw new MalformedEventError('the message tag postern-tenant names no tenant of ours');
      return tenant;
    };
    if (sent !== undefined) await outbound.learn(ofTenant(sent.tenant), sent);
    const byTenant = Map.groupBy(events, ({ tenant }) => ofTenant(tenant));
    let changes = 0;
    for (const [tenant, own] of byTenant)
      changes += await take(own, { tenant, source: 'ses', name: 'ses' }, receivedAt);
    return { changes, isSend: sent !== undefined };
  };
}

export type TakeFeedback = ReturnType<typeof createTakeFeedback>;
