// The console: its files, its settings, and its page at every path that it shows something at.

import { readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { compact } from '../lambdas/compact.ts';
import { localStageName } from '../lambdas/env.ts';
import { consolePolicy } from '../lib/console-headers.ts';
import { readConsoleFile } from './console-files.ts';
import { json } from './http-body.ts';
import type { Exchange, ExchangeRoutes } from './http-exchange.ts';
import { pageHeaders } from './page-headers.ts';
import { messagePage } from './record-page.ts';
import { path } from './router.ts';

/** The version of this package. */
const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

/** The paths of the console, in order. */
export const consoleRoutes: ExchangeRoutes = [
  ['GET', path('/console.json'), showSettings],
  ['GET', path('/assets/:name'), sendAsset],
  ['GET', path('/'), showConsole],
  ['GET', path('/mails/:mailId{/*}?'), showConsole],
  ['GET', path('/boards/:board{/*}?'), showConsole],
  ['GET', path('/integrations{/*}?'), showConsole],
  ['GET', path('/:page(consent|reviews|compose|signed-in)'), showConsole],
];

/**
 * Answers what the console has to know of this machine. The token of the run, with which a page may use the sandbox, goes to the
 * pages of this machine alone; the Host of the request is checked before.
 */
function showSettings({ options, request, response }: Exchange): void {
  const isOwnPage = request.headers['sec-fetch-site'] === 'same-origin';
  const settings = compact({
    home: 'laptop',
    stage: localStageName,
    version,
    smtpPort: options.smtpPort(),
    signIn: null,
    sandbox: true,
    runToken: isOwnPage ? options.token : undefined,
  });
  response.setHeader('cache-control', 'no-store');
  json(response, 200, settings);
}

async function sendAsset({ response, parameters: { name = '' } }: Exchange): Promise<void> {
  const file = await readConsoleFile(`assets/${name}`);
  if (file === undefined) return json(response, 404, { message: 'Not Found' });
  response.writeHead(200, {
    'content-type': file.type,
    // The name holds a digest of the content.
    'cache-control': 'public, max-age=31536000, immutable',
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
  });
  response.end(file.content);
}

async function showConsole({ options, response }: Exchange): Promise<void> {
  const file = await readConsoleFile('index.html');
  if (file === undefined) return sendUnbuilt(response);
  response.writeHead(200, pageHeaders(consolePolicy({ attachments: options.contentOrigin, signIn: [] })));
  response.end(file.content);
}

function sendUnbuilt(response: ServerResponse): void {
  response.writeHead(503, pageHeaders("default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"));
  response.end(
    messagePage('The console is not built', 'Build it with: npm run build:console. Then load this page again.'),
  );
}
