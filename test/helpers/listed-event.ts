import type { ListedEvent } from '../../cli/api/follow-events.ts';

/** An event, as the list of the API announces it. */
export const aListedEvent = (fields: Partial<ListedEvent> = {}): ListedEvent => ({
  eventId: 'evt_1',
  integration: 'sales',
  tenant: 'acme',
  lane: 'conversation',
  threadKey: 't',
  receivedAt: '2026-11-20T09:00:00.000Z',
  recordedAt: '2026-11-20T09:00:01.000Z',
  ...fields,
});
