import type { IncomingMessage, Server, ServerResponse } from 'node:http';

/** Why a request is not answered, in one line that says what to do. */
export interface Refusal {
  /** 421 for another listener's name (RFC 9110 section 15.5.20), 403 for a page of another site. */
  readonly status: 403 | 421;
  readonly line: string;
}

/** What the check looks at. */
export interface CheckedRequest {
  readonly method: string;
  /** The request target as it came. */
  readonly target: string;
  /** Every value of a header, by its lower-case name. */
  readonly headers: Readonly<Record<string, readonly string[] | undefined>>;
}

/** Names of this machine; a page cannot take them for itself, as it can any name whose DNS answer it controls. */
const ownNames = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * Says why a request may not reach a listener of this machine, which trusts whoever asks; undefined when it may.
 *
 * Any web page can send requests to 127.0.0.1, and by DNS rebinding read the answers. So the request has to name this
 * listener (`Host`, RFC 9110 section 7.2), and where a browser tells on whose behalf it asks (`Origin`, Fetch Metadata),
 * that has to be a page of this listener. Programs send neither and pass. A link on another site still leads here.
 *
 * @param port the listener's own
 * @see https://www.w3.org/TR/fetch-metadata/
 */
export function refusalOf({ method, target, headers }: CheckedRequest, port: number): Refusal | undefined {
  const hosts = ownNames.flatMap((name) => (port === 80 ? [`${name}:80`, name] : [`${name}:${port}`]));
  const [host, ...otherHosts] = headers.host ?? [];
  // A target in absolute form would overrule Host (RFC 9112 section 3.2.2).
  if (host === undefined || otherHosts.length > 0 || !hosts.includes(host.toLowerCase()) || !target.startsWith('/'))
    return {
      status: 421,
      line: `this listener answers at http://127.0.0.1:${port} and http://localhost:${port} only; use one of them, or let your proxy set that Host`,
    };
  const [origin, ...otherOrigins] = headers.origin ?? [];
  const [site = 'none'] = headers['sec-fetch-site'] ?? [];
  // Our pages send no referrer, for which browsers turn the Origin of their own forms into null (Fetch, section 3.2).
  const isOwnForm = origin === 'null' && site === 'same-origin';
  const isOwn = origin === undefined || isOwnForm || hosts.some((name) => origin === `http://${name}`);
  const isAsked = site === 'none' || site === 'same-origin';
  if (isOwn && otherOrigins.length === 0 && (isAsked || isHarmless(method, site, headers))) return undefined;
  return {
    status: 403,
    line: 'a page of another site may not use this listener; ask from a program, which sends no Origin, or from its own pages',
  };
}

/** What another site may cause: that a person follows a link here, and pictures that our own mail page shows. */
function isHarmless(method: string, site: string, headers: CheckedRequest['headers']): boolean {
  const [mode] = headers['sec-fetch-mode'] ?? [];
  const [destination] = headers['sec-fetch-dest'] ?? [];
  if (method !== 'GET' && method !== 'HEAD') return false;
  // A frame would let another site lay its own page over our buttons.
  if (mode === 'navigate') return destination === 'document';
  // Attachments come from another port, which counts as the same site; their bytes are not readable from a page.
  return site === 'same-site';
}

/** Puts the check in front of everything that a server does with a request. */
export function guardListener(server: Server): void {
  for (const event of ['request', 'checkContinue', 'checkExpectation'] as const) {
    const listeners = server.listeners(event) as Array<(request: IncomingMessage, response: ServerResponse) => void>;
    if (listeners.length === 0) continue;
    server.removeAllListeners(event);
    server.on(event, (request: IncomingMessage, response: ServerResponse) => {
      const { method = '', url: target = '', headersDistinct: headers, socket } = request;
      const refusal = refusalOf({ method, target, headers }, socket.localPort ?? 0);
      if (refusal !== undefined) return refuse(response, refusal);
      for (const listener of listeners) listener.call(server, request, response);
    });
  }
}

function refuse(response: ServerResponse, { status, line }: Refusal): void {
  const body = `${line}\n`;
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    'x-content-type-options': 'nosniff',
    connection: 'close',
  });
  response.end(body);
}
