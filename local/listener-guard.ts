import type { IncomingMessage, Server, ServerResponse } from 'node:http';

/** Why a request gets no answer, in one line that says what to do. */
interface Refusal {
  /** 421 for another listener's name (RFC 9110 section 15.5.20), 403 for a page of another site. */
  readonly status: 403 | 421;
  readonly line: string;
}

/** The parts of a request that the check reads. */
interface CheckedRequest {
  readonly method: string;
  /** The request target as the client sent it. */
  readonly target: string;
  /** Every value of a header, by its lower-case name. */
  readonly headers: Readonly<Record<string, readonly string[] | undefined>>;
}

/** Names of this machine. A page cannot take them, but it can take any name when it controls the DNS answer of the name. */
const ownNames = ['127.0.0.1', 'localhost', '[::1]'];

/** The paths of a listener to which another site may lead a browser. */
interface Doors {
  /** `none`: no browser gets an answer, not even for a page of this listener. */
  readonly browsers?: 'none';
  /** Whether a link of another site may lead to a path (with its query). @default to none */
  readonly link?: (path: string) => boolean;
  /**
   * Whether a path with its query holds a secret, so that any page may show it as a picture: the frame in which our mail
   * page shows a mail has an origin of its own. @default none does
   */
  readonly picture?: (path: string) => boolean;
}

/**
 * Says why a request may not reach a listener of this machine, which trusts every client; undefined when it may.
 *
 * Any web page can send requests to 127.0.0.1, and by DNS rebinding read the answers. So the request has to name this
 * listener (`Host`, RFC 9110 section 7.2), and the page that a browser names (`Origin`, Fetch Metadata) has to be a page
 * of this listener: another port of this machine counts as the same site, and is not this listener. Programs send
 * neither header and pass. A link on another site still leads to a page.
 *
 * @param port the listener's own
 * @see https://www.w3.org/TR/fetch-metadata/
 */
export function refusalOf(request: CheckedRequest, port: number, doors: Doors = {}): Refusal | undefined {
  const { target, headers } = request;
  const hosts = ownNames.flatMap((name) => (port === 80 ? [`${name}:80`, name] : [`${name}:${port}`]));
  const [host, ...otherHosts] = headers.host ?? [];
  // A target in absolute form overrules Host (RFC 9112 section 3.2.2); some parsers take two slashes for that form.
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

/** The headers by which a browser describes a request. @see https://www.w3.org/TR/fetch-metadata/ */
interface BrowserRequest {
  readonly target: string;
  readonly isRead: boolean;
  readonly origin: string | undefined;
  readonly site: string | undefined;
  readonly mode: string | undefined;
  readonly destination: string | undefined;
}

function mayBrowserAsk({ method, target, headers }: CheckedRequest, hosts: readonly string[], doors: Doors): boolean {
  const [origin, ...otherOrigins] = headers.origin ?? [];
  const [site, ...otherSites] = headers['sec-fetch-site'] ?? [];
  if (otherOrigins.length > 0 || otherSites.length > 0) return false;
  const [mode] = headers['sec-fetch-mode'] ?? [];
  const [destination] = headers['sec-fetch-dest'] ?? [];
  const request = { target, isRead: method === 'GET' || method === 'HEAD', origin, site, mode, destination };
  if (isOpenPicture(request, doors)) return true;
  if (!isOwnOrigin(request, hosts)) return false;
  if (site === undefined || site === 'same-origin') return true;
  return request.isRead && mayNavigate(request, doors);
}

/** A page cannot read the bytes of a picture, and a program that knows the path may fetch it anyway. */
const isOpenPicture = ({ isRead, mode, destination, target }: BrowserRequest, { picture }: Doors): boolean =>
  isRead && mode === 'no-cors' && destination === 'image' && picture?.(target) === true;

/** Our pages send no referrer, for which browsers turn the Origin of their own forms into null (Fetch, section 3.2). */
const isOwnOrigin = ({ origin, site }: BrowserRequest, hosts: readonly string[]): boolean =>
  origin === undefined ||
  (origin === 'null' && site === 'same-origin') ||
  hosts.some((name) => origin === `http://${name}`);

/** A link of another site may lead to a page, but not into a frame: there the site could cover the page's buttons. */
function mayNavigate({ site, mode, destination, target }: BrowserRequest, { link }: Doors): boolean {
  if (mode !== 'navigate') return false;
  // A person types such an address, or opens it from outside a browser; a fetch of an extension does not navigate.
  return site === 'none' || (destination === 'document' && link?.(target) === true);
}

/** Checks every request before a server's own listeners see it. */
export function guardListener(server: Server, doors: Doors = {}): void {
  for (const event of ['request', 'checkContinue', 'checkExpectation'] as const) {
    const listeners = server.listeners(event);
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
