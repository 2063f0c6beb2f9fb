import type { ApiCaller } from '../../lambdas/api/caller.ts';
import type { EventContentDependencies } from '../../lambdas/api/event-content.ts';
import type { ApiRequest } from '../../lambdas/api/request.ts';
import type { Integration } from '../../lambdas/domain/configuration/integration.ts';
import type { Delivery } from '../../lambdas/domain/delivery/delivery.ts';
import type { MailRecord } from '../../lambdas/domain/delivery/ledger.ts';
import type { EmailReceived } from '../../lambdas/domain/mail/event.ts';
import type { ScanResults } from '../../lambdas/domain/mail/object-scan.ts';
import { scopes } from '../../lambdas/scopes.ts';
import { aDelivery, anEvent, anIntegration } from './builders.ts';

/** A mail that reached two tenants, behind the routes of single events. */
interface Situation {
  readonly event?: Partial<EmailReceived>;
  readonly isObjectGone?: boolean;
  readonly delivery?: Partial<Delivery>;
  readonly integration?: Partial<Integration>;
  readonly scans?: ScanResults;
}

export const sharedEvent = anEvent({ text: 'Hello from Ada', html: '<p>Hello</p>' });

export const anAttachment = (changes: Partial<EmailReceived['attachments'][number]> = {}) =>
  ({
    key: `attachments/${sharedEvent.eventId}/0`,
    filename: "Ada's plan.pdf",
    contentType: 'application/pdf',
    size: 5,
    verdict: 'clean',
    reasons: [],
    ...changes,
  }) as EmailReceived['attachments'][number];

/** Ports over a mail that reached the integrations `sales` of acme and `other` of beta. */
export function portsOver({ event = {}, isObjectGone, delivery = {}, integration = {}, scans }: Situation = {}) {
  const logged: object[] = [];
  const recorded: object[] = [];
  const urls: Array<readonly [string, object]> = [];
  const stored = { ...sharedEvent, ...event };
  const started = { attempts: 0, fence: 0, steps: {} };
  const deliveries: Delivery[] = [
    { ...aDelivery(stored), ...started, ...delivery },
    {
      ...aDelivery(stored),
      ...started,
      integration: 'other',
      tenant: 'beta',
      recipients: ['secret@inbound.localhost'],
    },
  ];
  const mail: MailRecord = {
    mailId: 'mail-1',
    objectKey: 'inbound/mail-1',
    receivedAt: stored.receivedAt,
    state: 'parsed',
    eventId: stored.eventId,
    recipients: [
      { address: 'secret@inbound.localhost', integration: 'other' },
      { address: 'sales@inbound.localhost', integration: 'sales' },
    ],
  };
  const sign = async (key: string, presentation: object) => {
    urls.push([key, presentation]);
    return `https://bucket.example/${key}?a=1&b=2`;
  };
  const ports: EventContentDependencies = {
    control: {
      integrations: async () => [anIntegration(integration), anIntegration({ key: 'other', tenant: 'beta' })],
    },
    ledgerEvent: async (eventId) => (eventId === stored.eventId ? { mails: ['mail-1'], deliveries } : undefined),
    mails: async () => new Map([['mail-1', mail]]),
    mail: { getEvent: async () => (isObjectGone ? undefined : stored) },
    findScans: async () => scans ?? new Map(),
    attachmentUrl: sign,
    rawUrl: sign,
    attachmentsOrigin: async () => 'https://bucket.example',
    recordView: async (view) => void recorded.push(view),
    log: { info: (_key, fields = {}) => void logged.push(fields), warn: () => {}, error: () => {} },
    now: () => new Date('2026-11-20T09:05:00.000Z'),
  };
  return { ports, logged, recorded, urls };
}

/** The caller of the tests. */
export const aCaller: ApiCaller = { id: 'acme/crm', name: 'acme/crm', tenant: 'acme', scopes };

export const eventRequest = (path: Record<string, string> = {}, query: Record<string, string> = {}): ApiRequest => ({
  route: '',
  path: { id: sharedEvent.eventId, ...path },
  query,
  headers: {},
  body: '',
});

/** The body of an answer as JSON. */
export const bodyOf = ({ body = '' }: { readonly body?: string | undefined }) => JSON.parse(body);
