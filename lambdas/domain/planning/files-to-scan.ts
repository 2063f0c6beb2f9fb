import type { Integration } from '../configuration/integration.ts';
import type { Delivery } from '../delivery/delivery.ts';
import type { EmailReceived } from '../mail/event.ts';
import { keysToScan, withScans } from '../mail/object-scan.ts';
import { filesOf } from './files.ts';
import { routeEvent } from './route-event.ts';

/** Whether an integration would upload a file of a mail whose scan has not ended, if the scan finds nothing. */
export function hasFilesToScan(event: EmailReceived, delivery: Delivery, integration: Integration): boolean {
  if (integration.files === undefined || integration.mode !== 'live') return false;
  const keys = keysToScan(event);
  if (keys.length === 0) return false;
  const healthy = withScans(event, new Map(keys.map((key) => [key, { kind: 'clean' }])));
  // Rules for words decide nothing about a file: its own findings do.
  const { dataLoss: _words, ...files } = integration;
  const wanted = filesOf(routeEvent(healthy, delivery, files), integration, '');
  return wanted.some(({ key }) => keys.includes(key));
}
