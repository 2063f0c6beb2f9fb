import type { Control } from '../domain/configuration/control.ts';
import { onlyTenant } from '../domain/consent/consent-settings.ts';
import { MalformedEventError } from '../domain/consent/intake/sender-event.ts';
import { readSesEvent } from '../domain/consent/intake/ses-event.ts';
import type { TakeSenderEvents } from '../domain/consent/intake/take-sender-events.ts';
import type { OutboundIndex } from '../domain/threads/thread.ts';

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
