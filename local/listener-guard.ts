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

/** What of a listener another site may lead a browser to. */
export interface Doors {
  /** `none`: no request of a browser is answered, not even of an own page. */
  readonly browsers?: 'none';
  /** Whether a link of another site may lead to a path (with its query). Absent: none may. */
  readonly link?: (path: string) => boolean;
  /**
   * Whether a path with its query names a secret of its own, so that a picture of it may be shown by a page that is not
   * ours: the frame in which our mail page shows a mail has an origin of its own. Absent: none may.
   */
  readonly picture?: (path: string) => boolean;
}

/**
 * Says why a request may not reach a listener of this machine, which trusts whoever asks; undefined when it may.
 *
 * Any web page can send requests to 127.0.0.1, and by DNS rebinding read the answers. So the request has to name this
 * listener (`Host`, RFC 9110 section 7.2), and where a browser tells on whose behalf it asks (`Origin`, Fetch Metadata),
 * that has to be a page of this listener: another port of this machine counts as the same site, and is another's. Programs
 * send neither and pass. A link on another site still leads to a page.
 *
 * @param port the listener's own
 * @see https://www.w3.org/TR/fetch-metadata/
 */
export function refusalOf(request: CheckedRequest, port: number, doors: Doors = {}): Refusal | undefined {
  const { target, headers } = request;
  const hosts = ownNames.flatMap((name) => (port === 80 ? [`${name}:80`, name] : [`${name}:${port}`]));
  const [host, ...otherHosts] = headers.host ?? [];
  // A target in absolute form would overrule Host (RFC 9112 section 3.2.2); one of two slashes would seem to.
  const isOrigin = target.startsWith('/') && !/^\/[/\\]/.test(target);
  if (host === undefined || otherHosts.length > 0 || !hosts.includes(host.toLowerCase()) || !isOrigin)
    return {
      status: 421,
      line: `this listener answers at http://127.0.0.1:${port} and http://localhost:${port} only; use one of them, or let your proxy set that Host`,
    };
  const isProgram = headers.origin === undefined && headers['sec-fetch-site'] === undefined;
  if (isProgram || (doors.browsers !== 'none' && mayBrowserAsk(request, hosts, doors))) return undefined;
  return {
    status: 403,
    line: 'a page of another site may not use this listener; ask from a program, which sends no Origin, or from its own pages',
  };
}

function mayBrowserAsk({ method, target, headers }: CheckedRequest, hosts: readonly string[], doors: Doors): boolean {
  const [origin, ...otherOrigins] = headers.origin ?? [];
  const [site, ...otherSites] = headers['sec-fetch-site'] ?? [];
  if (otherOrigins.length > 0 || otherSites.length > 0) return false;
  const isRead = method === 'GET' || method === 'HEAD';
  const [mode] = headers['sec-fetch-mode'] ?? [];
  const [destination] = headers['sec-fetch-dest'] ?? [];
  // Its bytes cannot be read from a page, and whoever knows the path may fetch it anyway.
  if (isRead && mode === 'no-cors' && destination === 'image' && doors.picture?.(target) === true) return true;
  // Our pages send no referrer, for which browsers turn the Origin of their own forms into null (Fetch, section 3.2).
  const isOwnForm = origin === 'null' && site === 'same-origin';
  if (origin !== undefined && !isOwnForm && !hosts.some((name) => origin === `http://${name}`)) return false;
  if (site === undefined || site === 'same-origin') return true;
  if (!isRead) return false;
  // Typed, or opened from outside of any page; what an extension fetches is no navigation.
  if (site === 'none') return mode === 'navigate';
  // A frame would let another site lay its own page over our buttons.
  return mode === 'navigate' && destination === 'document' && doors.link?.(target) === true;
}

/** Puts the check in front of everything that a server does with a request. */
export function guardListener(server: Server, doors: Doors = {}): void {
  for (const event of ['request', 'checkContinue', 'checkExpectation'] as const) {
    const listeners = server.listeners(event) as Array<(request: IncomingMessage, response: ServerResponse) => void>;
    if (listeners.length === 0) continue;
    server.removeAllListeners(event);
    server.on(event, (request: IncomingMessage, response: ServerResponse) => {
      const { method = '', url: target = '', headersDistinct: headers, socket } = request;
      const refusal = refusalOf({ method, target, headers }, socket.localPort ?? 0, doors);
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
