// Runs the code of docs/recipes as the tools would, against the reference library of Standard Webhooks.
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Webhook } from 'standardwebhooks';
import { secretsOf, signWebhook } from '../../lambdas/crm/webhook/sign.ts';
import { readIntake } from '../../lambdas/domain/consent/intake/read-intake.ts';
import { checkSignature } from '../../lambdas/domain/consent/intake/signatures.ts';

const require = createRequire(import.meta.url);
const secretOf = (letter: string): string => `whsec_${Buffer.alloc(24, letter).toString('base64')}`;
const [secret, other] = [secretOf('a'), secretOf('b')];
const mail = {
  type: 'email.received',
  data: { eventId: 'evt_1', message: { subject: 'Größe 🦊', from: { address: 'a@b.example' } } },
};
const body = JSON.stringify(mail);

/** The blocks of code of a recipe, in their order. */
function blocksOf(recipe: string, language: string): string[] {
  const page = readFileSync(new URL(`../../docs/recipes/${recipe}.md`, import.meta.url), 'utf8');
  return page
    .split(`\`\`\`${language}\n`)
    .slice(1)
    .map((rest) => rest.slice(0, rest.indexOf('\n```')));
}

interface Signed {
  readonly id: string;
  readonly timestamp: string;
  readonly signature: string;
  readonly body: string;
}

/** A request as the reference library signs it. */
function signedBy(key: string, at = new Date(), text = body): Signed {
  const signature = new Webhook(key).sign('msg_1', at, text);
  return { id: 'msg_1', timestamp: String(Math.floor(at.getTime() / 1000)), signature, body: text };
}

/** Runs a block of a code step with the names that the tool gives it. */
function run(code: string, names: Readonly<Record<string, unknown>>): unknown {
  const script = new Function('require', 'output', ...Object.keys(names), `${code}\n;return output;`);
  return script(require, undefined, ...Object.values(names));
}

const headersOf = ({ id, timestamp, signature }: Signed) => ({
  'webhook-id': id,
  'webhook-timestamp': timestamp,
  'webhook-signature': signature,
});

/** n8n's names in a code node. */
const nodeOf = (json: object, raw = '') => ({
  $env: { POSTERN_SECRET: secret },
  $input: { first: () => ({ json, binary: { data: { data: Buffer.from(raw).toString('base64') } } }) },
});

/** Make's `sha256(text; encoding; key; encoding of the key)`, for the one expression of the recipe. */
function makeSays({ id, timestamp, signature, body: text }: Signed, stored: string): boolean {
  const [template, filter] = blocksOf('make', 'text');
  const values: Record<string, string> = { id, timestamp, body: text };
  const signed = template!.replace(/\{\{(\w+)\}\}/g, (_all, name: string) => values[name] ?? '');
  const wanted = filter!.replace(
    /\{\{sha256\(signed; "base64"; secret; "base64"\)\}\}/,
    createHmac('sha256', Buffer.from(stored.replace('whsec_', ''), 'base64'))
      .update(signed)
      .digest('base64'),
  );
  expect(wanted).not.toContain('{{');
  return signature.includes(wanted);
}

const receivers: Record<string, (request: Signed) => boolean> = {
  zapier(request) {
    const [output] = run(blocksOf('zapier', 'js')[0]!, { inputData: { secret, ...request } }) as object[];
    expect(output).toEqual({ type: mail.type, eventId: 'evt_1', subject: 'Größe 🦊', from: 'a@b.example' });
    return true;
  },
  n8n(request) {
    const node = nodeOf({ headers: headersOf(request) }, request.body);
    expect(run(blocksOf('n8n', 'js')[0]!, node)).toEqual([{ json: mail }]);
    return true;
  },
  make: (request) => makeSays(request, secret),
};

const isTaken = (receive: (request: Signed) => boolean, request: Signed): boolean => {
  try {
    return receive(request);
  } catch (error) {
    if (error instanceof Error && /webhook/.test(error.message)) return false;
    throw error;
  }
};

describe.each(Object.entries(receivers))('the recipe of %s', (_name, receive) => {
  it('takes a request that the reference library signed', () => {
    expect(isTaken(receive, signedBy(secret))).toBe(true);
  });

  it('takes a request that Postern signed, also during a rotation', () => {
    const timestampSeconds = Math.floor(Date.now() / 1000);
    const headers = signWebhook(secretsOf(`${other} ${secret}`), { id: 'msg_2', timestampSeconds, body });

    new Webhook(secret).verify(body, headers);
    const request = { id: 'msg_2', timestamp: String(timestampSeconds), signature: headers['webhook-signature'], body };
    expect(isTaken(receive, request)).toBe(true);
  });

  it.each<[string, Signed]>([
    ['another secret', signedBy(other)],
    ['a changed body', { ...signedBy(secret), body: `${body} ` }],
    ['another id', { ...signedBy(secret), id: 'msg_3' }],
    ['no signature', { ...signedBy(secret), signature: '' }],
  ])('refuses %s', (_what, request) => {
    expect(isTaken(receive, request)).toBe(false);
  });
});

// Make compares the time in a condition of its own.
describe.each(['zapier', 'n8n'])('the recipe of %s', (name) => {
  it('refuses a request from before five minutes', () => {
    expect(isTaken(receivers[name]!, signedBy(secret, new Date(Date.now() - 301_000)))).toBe(false);
  });
});

describe.each<[string, () => Signed]>([
  [
    'zapier',
    () => {
      const inputData = { secret, address: 'lea@example.org', reason: 'asked by phone', id: 'zap-1' };
      return (run(blocksOf('zapier', 'js')[1]!, { inputData }) as Signed[])[0]!;
    },
  ],
  [
    'n8n',
    () => {
      const node = nodeOf({ address: 'lea@example.org', reason: 'asked by phone', id: 'zap-1' });
      return (run(blocksOf('n8n', 'js')[1]!, node) as Array<{ json: Signed }>)[0]!.json;
    },
  ],
])('the recipe of %s for an opt-out', (_name, send) => {
  it('makes a request that the reference library and our intake verify', () => {
    const request = send();

    new Webhook(secret).verify(request.body, headersOf(request));
    expect(checkSignature('standard', headersOf(request), request.body, secret, new Date())).toMatchObject({
      ok: true,
    });
    expect(readIntake('standard', request.body, new Date()).events).toMatchObject([
      { type: 'unsubscribe', address: 'lea@example.org', reason: 'asked by phone' },
    ]);
  });
});
