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
  /** Whose events from the event bus are heard. */
  readonly configurationSets: BelievedSenders['configurationSets'];
  readonly outbound: OutboundIndex;
  /** Where SES sends from, which is part of its Message-IDs. */
  readonly region: string;
}

/** What became of one event. */
export type TakenFeedback =
  | { readonly changes: number; readonly isSend: boolean }
  /** It is none of ours. */
  | { readonly ignored: IgnoreReason };

/**
 * Takes one sending event of SES: a Send event feeds the index of outbound mail, everything else becomes changes of
 * consent and counts.
 *
 * Whose mail it was the message tag `postern-tenant` says; without one it is the only tenant's. What other applications of
 * the account send is left alone.
 *
 * @throws MalformedEventError when it is no SES event, or nobody's
 */
export function createTakeFeedback({ control, take, configurationSets, outbound, region }: FeedbackUseCase) {
  return async (json: unknown, receivedAt: Date): Promise<TakenFeedback> => {
    const integrations = await control.integrations();
    const tenants = new Set(integrations.map(({ tenant }) => tenant));
    const ignored = ignoreReasonOf(json, { configurationSets, tenants });
    if (ignored !== undefined) return { ignored };
    const { events, sent } = readSesEvent(json, region);
    const ofTenant = (named: string | undefined): string => {
      const tenant = named ?? onlyTenant(integrations);
      if (tenant === undefined)
        throw new MalformedEventError(
          'several tenants are configured and no message tag postern-tenant says whose it is',
        );
      if (!tenants.has(tenant)) throw new MalformedEventError('the message tag postern-tenant names no tenant of ours');
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
