import { compact } from '../compact.ts';
import type { ForwardingRequest } from '../domain/delivery/forwarding-request.ts';
import type { EmailReceived } from '../domain/mail/event.ts';
import { readableEvent } from './readable-event.ts';

/** A forwarding address that a mailbox provider wants confirmed, with the means to confirm it. */
export interface OpenForwarding extends ForwardingRequest {
  /** The address of ours. */
  readonly address?: string;
  /** The mailbox that is to be forwarded. */
  readonly account?: string;
  readonly url?: string;
  readonly code?: string;
}

/** Where forwarding requests and their mails are. */
export interface ForwardingPorts {
  readonly forwardings: () => Promise<readonly ForwardingRequest[]>;
  readonly store: { readonly getEvent: (eventId: string) => Promise<EmailReceived | undefined> };
}

/** Reads the open forwarding requests of the last days with the links in their mails, where the caller may read mail. */
export const openForwardings = async ({ forwardings, store }: ForwardingPorts): Promise<OpenForwarding[]> =>
  Promise.all(
    (await forwardings()).map(async (request) => {
      const { event } = await readableEvent(store, request.eventId);
      const { account, url, code } = event?.classification.forwarding ?? {};
      return compact({ ...request, address: event?.envelope.rcptTo[0], account, url, code });
    }),
  );

/** One line a request: it holds no mail up, and nobody but an operator can answer it. */
export const forwardingRemarks = (requests: readonly OpenForwarding[]): string[] =>
  requests.map(({ service, account, address, integration, url, code, eventId, at }) => {
    const ways = [url && `open ${url}`, code && `or type the code ${code} there`].filter(Boolean).join(' ');
    return `${at} ${service} asks whether ${account ?? 'a mailbox'} may forward to ${address ?? integration}: ${ways || `postern trace ${eventId}`}, if you know that mailbox`;
  });
