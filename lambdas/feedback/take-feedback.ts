import type { Control } from '../domain/configuration/control.ts';
import { onlyTenant } from '../domain/consent/consent-settings.ts';
import { MalformedEventError } from '../domain/consent/intake/sender-event.ts';
import { readSesEvent } from '../domain/consent/intake/ses-event.ts';
import type { TakeSenderEvents } from '../domain/consent/intake/take-sender-events.ts';
import type { OutboundIndex } from '../domain/threads/thread.ts';
import { type BelievedSenders, type IgnoreReason, ignoreReasonOf } from './foreign-event.ts';

export interface FeedbackUseCase {
  readonly control: Pick<Control, 'integrations'>;
  readonly take: TakeSenderEvents;
  /** The configuration sets that are believed on the event bus. */
  readonly configurationSets: BelievedSenders['configurationSets'];
  readonly outbound: OutboundIndex;
  /** The region from which SES sends, which is part of its Message-IDs. */
  readonly region: string;
}

/** The result of one event. */
type TakenFeedback =
  | { readonly changes: number; readonly isSend: boolean }
  /** The event is not ours. */
  | { readonly ignored: IgnoreReason };

/**
 * Takes one sending event of SES: a Send event feeds the index of outbound mail, everything else becomes changes of
 * consent and counts.
 *
 * The message tag `postern-tenant` names the tenant of the mail; without one it is the only tenant's. Events of other
 * applications of the account are ignored.
 *
 * @throws MalformedEventError when it is no SES event, or names no tenant
 */
export function createTakeFeedback({ control, take, configurationSets, outbound, region }: FeedbackUseCase) {
  return async (json: unknown, receivedAt: Date): Promise<TakenFeedback> => {
    const integrations = await control.integrations();
    const tenants = new Set(integrations.map(({ tenant }) => tenant));
    const ignored = ignoreReasonOf(json, { configurationSets, tenants });
    if (ignored !== undefined) return { ignored };
    const { events, sent } = readSesEvent(json, region);
    const tenantOf = (tag: string | undefined): string => {
      const tenant = tag ?? onlyTenant(integrations);
      if (tenant === undefined)
        throw new MalformedEventError(
          'several tenants are configured and no message tag postern-tenant says whose it is',
        );
      if (!tenants.has(tenant)) throw new MalformedEventError('the message tag postern-tenant names no tenant of ours');
      return tenant;
    };
    if (sent !== undefined) await outbound.learn(tenantOf(sent.tenant), sent);
    const byTenant = Map.groupBy(events, ({ tenant }) => tenantOf(tenant));
    let changes = 0;
    for (const [tenant, tenantEvents] of byTenant)
      changes += await take(tenantEvents, { tenant, source: 'ses', name: 'ses' }, receivedAt);
    return { changes, isSend: sent !== undefined };
  };
}

export type TakeFeedback = ReturnType<typeof createTakeFeedback>;
