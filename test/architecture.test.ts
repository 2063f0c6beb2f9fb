import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The subdomains of `lambdas/domain`, from vocabulary to planning: each may import only those before it. */
const subdomains = [
  'mail',
  'threads',
  'understanding',
  'crm',
  'mapping',
  'configuration',
  'consent',
  'delivery',
  'planning',
  'audit',
].map((name) => `lambdas/domain/${name}`);
/** The domain, and the helpers that it uses in place of language features. */
const domain = ['lambdas/compact.ts', 'lambdas/domain/errors.ts', 'lambdas/scopes.ts', ...subdomains];

const vendors = [
  'hubspot',
  'salesforce',
  'pipedrive',
  'zoho',
  'close',
  'freshsales',
  'zendesk-sell',
  'template',
  'webhook',
  'hand-off',
  'cdp/segment',
  'cdp/mparticle',
].map((name) => `lambdas/crm/${name}`);

/** The layer of a stage's files that do not use the platform. */
const useCasesOf = (stage: string): string => `${stage}, use cases`;

/** Imports that the edges of each stage may have in addition to the domain, their own use cases and `lambdas/aws`. */
const stages: Record<string, readonly string[]> = {
  'lambdas/activate': [],
  'lambdas/api': ['lambdas/vendors-container.ts'],
  'lambdas/deliver': ['lambdas/vendors-container.ts'],
  'lambdas/feed': [],
  'lambdas/feedback': [],
  'lambdas/heartbeat': ['lambdas/vendors-container.ts'],
  'lambdas/manage': ['lambdas/api', useCasesOf('lambdas/api'), 'lambdas/operations'],
  'lambdas/parse': ['lambdas/mime', 'lambdas/inspect', 'lambdas/env.ts'],
  'lambdas/redrive': ['lambdas/deliver'],
  'lambdas/sink': ['lambdas/deliver'],
  'lambdas/suppress': ['lambdas/vendors-container.ts'],
  'lambdas/sweep': [],
  'lambdas/trail': [],
};

/** Files of a stage that use the platform; the others are its use cases, which are as pure as the domain. */
const edges = /\/(?:index|container|handler)\.ts$|^lambdas\/parse\/(?:read-worker|watched-\w+)\.ts$/;

/** Layer to the layers it may import. Anything unlisted is forbidden. */
const mayImport: Record<string, readonly string[]> = {
  'lambdas/env.ts': [],
  'lambdas/retention.ts': [],
  ...Object.fromEntries(domain.map((layer, place) => [layer, domain.slice(0, place)])),
  'lambdas/inspect': domain,
  'lambdas/mime': [...domain, 'lambdas/inspect'],
  ...Object.fromEntries(vendors.map((vendor) => [vendor, [...domain, 'lambdas/crm']])),
  'lambdas/crm': [...domain, ...vendors.filter((vendor) => vendor !== 'lambdas/crm/template')],
  'lambdas/aws': [...domain, 'lambdas/env.ts', 'lambdas/retention.ts'],
  'lambdas/vendors-container.ts': [...domain, 'lambdas/aws', 'lambdas/crm', 'lambdas/env.ts'],
  // Questions and actions of people, by the command line and the console.
  'lambdas/operations': [...domain, 'lambdas/aws', 'lambdas/env.ts'],
  ...Object.fromEntries(
    Object.entries(stages).flatMap(([stage, more]) => [
      // The console answers as the API does.
      [useCasesOf(stage), stage === 'lambdas/manage' ? [...domain, useCasesOf('lambdas/api')] : domain],
      [stage, [...domain, 'lambdas/aws', useCasesOf(stage), ...more]],
    ]),
  ),
  lib: ['lambdas/compact.ts', 'lambdas/env.ts', 'lambdas/retention.ts', 'lambdas/scopes.ts'],
  // Mail that is sent to this machine gets its envelope from its headers.
  local: ['lib', ...domain, 'lambdas/aws', 'lambdas/mime', 'lambdas/env.ts', 'lambdas/operations'],
  cli: [
    ...domain,
    'lambdas/aws',
    'lambdas/mime',
    'lambdas/operations',
    // postern listen signs as a webhook connection does.
    'lambdas/crm/webhook',
    'lambdas/env.ts',
    'lambdas/retention.ts',
    'lambdas/vendors-container.ts',
    'local',
  ],
  // The console speaks to the API alone.
  console: ['lambdas/compact.ts'],
  bin: ['lib', 'cli'],
  // External tools check the artifacts, so this folder imports nothing of ours but the counter of checks.
  'tools/witness': ['tools/tally.ts'],
  'tools/clients': ['tools/tally.ts', 'tools/witness'],
  'tools/tally.ts': [],
};
const layers = Object.keys(mayImport);
const layerOf = (file: string): string | undefined => {
  const layer = layers.find((candidate) => file === candidate || file.startsWith(`${candidate}/`));
  return layer !== undefined && layer in stages && !edges.test(file) ? useCasesOf(layer) : layer;
};

const sources = globSync([
  '{bin,lib,lambdas,local,cli,tools/witness,tools/clients}/**/*.ts',
  'console/**/*.{ts,tsx}',
  'tools/tally.ts',
]);
const importsOf = (file: string): string[] =>
  [
    ...readFileSync(file, 'utf8').matchAll(
      /^(?:import|export)\b[^'"]*?\bfrom '([^']+)'|^import '([^']+)'|\bimport\('([^']+)'\)/gm,
    ),
  ].map(([, fromClause, bare, dynamic]) => (fromClause ?? bare ?? dynamic)!);

/** Returns the layers that a file imports although it may not. */
function forbiddenImports(file: string, specifiers: readonly string[]): Array<string | undefined> {
  const layer = layerOf(file);
  return specifiers
    .filter((specifier) => specifier.startsWith('.'))
    .map((specifier) => layerOf(join(dirname(file), specifier)))
    .filter((target) => target !== layer && !mayImport[layer!]!.includes(target!));
}

/** Packages of pure computation, and one with types only. `impureCalls` finds impure calls of these packages. */
const purePackages = [
  'zod',
  'zod/mini',
  'tldts',
  're2js',
  'http-message-sig',
  'structured-headers',
  'node:crypto',
  'node:net',
  'node:url',
  'aws-lambda',
];
const impurePackages = (specifiers: readonly string[]): string[] =>
  specifiers.filter((name) => !name.startsWith('.') && !purePackages.includes(name));
const impureCalls =
  /Date\.now\(|new Date\(\)|process\.env|Math\.random|randomUUID|randomBytes|createConnection|createServer|new Socket/;

const isPure = (file: string): boolean =>
  file.startsWith('lambdas/domain/') || layerOf(file)?.endsWith(useCasesOf('')) === true;

/** Tests of a behaviour that spans several files. */
const suites = [
  'accuracy/',
  'architecture',
  'aws/threads-at-rest',
  'chaos/',
  'cli/errors',
  'code-figures',
  'console/bundle',
  'contracts/',
  'crm/cdp',
  'crm/contract/',
  'crm/vendor-contracts/',
  'docs/openapi',
  'docs/recipes',
  'docs/webhooks',
  'domain/consent/forged-mail',
  'domain/mapping/document',
  'domain/threads/reused-id',
  'domain/threads/thread-evidence',
  'examples/',
  'fixtures',
  'helpers/',
  'inspect/foreign-archives',
  'inspect/fuzz',
  'inspect/hostile-files',
  'iam/',
  'journeys/',
  'language',
  'lib/alarms',
  'lib/assembly',
  'lib/console-nag',
  'lib/service-edges',
  'lib/stages-file',
  'lib/template',
  'linear-time',
  'long-lines',
  'patterns',
  'mime/forged-proof',
  'mime/fuzz',
  'mime/limits',
  'mime/peeling',
  'upgrade/',
];

describe('architecture', () => {
  it.each(sources)('%s imports only the layers below its own', (file) => {
    expect(layerOf(file)).toBeDefined();
    expect(forbiddenImports(file, importsOf(file))).toEqual([]);
  });

  it.each(subdomains.slice(0, -1).map((subdomain, place) => [subdomain, subdomains[place + 1]!]))(
    'reports an import from %s of the later subdomain %s',
    (subdomain, next) => {
      const specifier = `../${next.split('/').at(-1)}/planted.ts`;

      expect(forbiddenImports(`${subdomain}/planted.ts`, [specifier])).toEqual([next]);
    },
  );

  it.each(Object.keys(stages))('reports an import of AWS by a use case of %s', (stage) => {
    expect(forbiddenImports(`${stage}/planted.ts`, ['../aws/clients.ts'])).toEqual(['lambdas/aws']);
  });

  it('finds only the ordered subdomains and the error types in lambdas/domain', () => {
    expect(['lambdas/compact.ts', 'lambdas/scopes.ts', ...globSync('lambdas/domain/*')].toSorted()).toEqual(
      domain.toSorted(),
    );
  });

  it.each(sources.filter(isPure))('%s is pure: no SDK, clock, environment or randomness', (file) => {
    expect(impurePackages(importsOf(file))).toEqual([]);
    expect(readFileSync(file, 'utf8')).not.toMatch(impureCalls);
  });

  it.each(sources.filter((file) => /^lambdas\/(?:domain|crm|aws|mime|inspect)\//.test(file)))(
    '%s documents every function and class that it exports',
    (file) => {
      const lines = readFileSync(file, 'utf8').split('\n');
      const bare = lines.filter(
        (line, index) =>
          /^export (?:async )?(?:function|class) /.test(line) && !/\*\/\s*$/.test(lines[index - 1] ?? ''),
      );

      expect(bare).toEqual([]);
    },
  );

  it.each(sources)('%s has one purpose: at most 300 lines', (file) => {
    expect(readFileSync(file, 'utf8').split('\n').length).toBeLessThanOrEqual(300);
  });

  it.each(
    sources.filter((file) =>
      /^local\/iam\/(?:[\w-]+-calls?|encryption|policies|decider|gateway|service-edges|deliver[\w-]+|denial-answer)\.ts$/.test(
        file,
      ),
    ),
  )('%s uses only its arguments: no SDK, clock, environment or randomness', (file) => {
    expect(impurePackages(importsOf(file))).toEqual([]);
    expect(readFileSync(file, 'utf8')).not.toMatch(impureCalls);
  });

  it.each(globSync('test/journeys/*.test.ts'))('%s asks the API by pipeline.api, which checks each answer', (file) => {
    expect(readFileSync(file, 'utf8')).not.toMatch(/\bfetch\([^)]*\/v1\//);
  });

  it('lets only the edges of Lambda code read the environment', () => {
    const readers = sources.filter(
      (file) => file.startsWith('lambdas/') && /process\.env/.test(readFileSync(file, 'utf8')),
    );

    expect(readers.filter((file) => !/container\.ts$|lambdas\/aws\/(?:clients|platform)\.ts$/.test(file))).toEqual([]);
  });

  it.each(
    globSync('test/{*/**/,}*.test.ts').filter((file) => !suites.some((suite) => file.startsWith(`test/${suite}`))),
  )('%s is in the folder that mirrors its source', (file) => {
    const source = `${file.slice('test/'.length, -'.test.ts'.length)}.ts`;

    expect(existsSync(source) || existsSync(`lambdas/${source}`)).toBe(true);
  });

  it.each(['README.md', 'CONTRIBUTING.md', 'SECURITY.md', ...globSync('{docs,lambdas,clients}/**/*.md')])(
    '%s references only existing files',
    (file) => {
      const text = readFileSync(file, 'utf8');
      const links = [...text.matchAll(/\]\((?![a-z]+:|#)([^)#\s]+)/g)].map(([, path]) => join(dirname(file), path!));
      const paths = [
        ...text.matchAll(
          /(?<![\w./-])(?:lambdas|local|lib|cli|test|bench|tools|docs|fixtures)\/[\w./-]+\.(?:ts|md)\b/g,
        ),
      ];

      expect([...links, ...paths.map(([path]) => path)].filter((path) => !existsSync(path))).toEqual([]);
    },
  );
});
