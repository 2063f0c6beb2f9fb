import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Folder to the folders it may import; the first that fits a file is its layer. Anything unlisted is forbidden. */
const mayImport: Record<string, readonly string[]> = {
  'lambdas/domain': [],
  'lambdas/env.ts': [],
  'lambdas/inspect': ['lambdas/domain'],
  'lambdas/mime': ['lambdas/domain', 'lambdas/inspect'],
  'lambdas/crm/hubspot': ['lambdas/domain', 'lambdas/crm'],
  'lambdas/crm/salesforce': ['lambdas/domain', 'lambdas/crm'],
  'lambdas/crm/pipedrive': ['lambdas/domain', 'lambdas/crm'],
  'lambdas/crm/zoho': ['lambdas/domain', 'lambdas/crm'],
  'lambdas/crm/close': ['lambdas/domain', 'lambdas/crm'],
  'lambdas/crm/freshsales': ['lambdas/domain', 'lambdas/crm'],
  'lambdas/crm/zendesk-sell': ['lambdas/domain', 'lambdas/crm'],
  'lambdas/crm/template': ['lambdas/domain', 'lambdas/crm'],
  'lambdas/crm/webhook': ['lambdas/domain', 'lambdas/crm'],
  'lambdas/crm/hand-off': ['lambdas/domain', 'lambdas/crm'],
  'lambdas/crm/cdp/segment': ['lambdas/domain', 'lambdas/crm'],
  'lambdas/crm/cdp/mparticle': ['lambdas/domain', 'lambdas/crm'],
  'lambdas/crm': [
    'lambdas/domain',
    'lambdas/crm/hubspot',
    'lambdas/crm/salesforce',
    'lambdas/crm/pipedrive',
    'lambdas/crm/zoho',
    'lambdas/crm/close',
    'lambdas/crm/freshsales',
    'lambdas/crm/zendesk-sell',
    'lambdas/crm/webhook',
    'lambdas/crm/hand-off',
    'lambdas/crm/cdp/segment',
    'lambdas/crm/cdp/mparticle',
  ],
  'lambdas/aws': ['lambdas/domain', 'lambdas/env.ts'],
  'lambdas/delivery-container.ts': ['lambdas/domain', 'lambdas/aws', 'lambdas/crm', 'lambdas/env.ts'],
  'lambdas/parse': ['lambdas/domain', 'lambdas/aws', 'lambdas/mime', 'lambdas/inspect', 'lambdas/env.ts'],
  'lambdas/sink': ['lambdas/domain', 'lambdas/aws', 'lambdas/delivery-container.ts'],
  'lambdas/suppress': ['lambdas/domain', 'lambdas/aws', 'lambdas/delivery-container.ts'],
  'lambdas/api': ['lambdas/domain', 'lambdas/aws'],
  'lambdas/feedback': ['lambdas/domain', 'lambdas/aws'],
  'lambdas/heartbeat': ['lambdas/domain', 'lambdas/aws', 'lambdas/delivery-container.ts'],
  'lambdas/redrive': ['lambdas/domain', 'lambdas/aws', 'lambdas/delivery-container.ts'],
  'lambdas/sweep': ['lambdas/domain', 'lambdas/aws'],
  'lambdas/activate': ['lambdas/aws'],
  lib: ['lambdas/env.ts'],
  local: ['lib', 'lambdas/domain', 'lambdas/aws', 'lambdas/env.ts'],
  cli: ['lambdas/domain', 'lambdas/aws', 'lambdas/mime', 'lambdas/env.ts', 'lambdas/delivery-container.ts', 'local'],
  bin: ['lib', 'cli'],
};
const layers = Object.keys(mayImport);
const layerOf = (file: string): string | undefined =>
  layers.find((layer) => file === layer || file.startsWith(`${layer}/`));

const sources = globSync('{bin,lib,lambdas,local,cli}/**/*.ts');
const importsOf = (file: string): string[] =>
  [
    ...readFileSync(file, 'utf8').matchAll(
      /^(?:import|export)\b[^'"]*?\bfrom '([^']+)'|^import '([^']+)'|\bimport\('([^']+)'\)/gm,
    ),
  ].map(([, named, bare, dynamic]) => (named ?? bare ?? dynamic)!);

describe('architecture', () => {
  it.each(sources)('%s imports only the layers below its own', (file) => {
    const layer = layerOf(file);
    const targets = importsOf(file)
      .filter((specifier) => specifier.startsWith('.'))
      .map((specifier) => layerOf(join(dirname(file), specifier)))
      .filter((target) => target !== undefined && target !== layer);

    expect(layer).toBeDefined();
    expect(mayImport[layer!]).toEqual(expect.arrayContaining(targets));
  });

  it.each(sources.filter((file) => file.startsWith('lambdas/domain/')))(
    '%s is pure: no SDK, clock, environment or randomness',
    (file) => {
      const text = readFileSync(file, 'utf8');
      const packages = importsOf(file).filter((specifier) => !specifier.startsWith('.'));

      expect(
        packages.filter((name) => !['zod', 'zod/mini', 'tldts', 'node:crypto', 'node:url'].includes(name)),
      ).toEqual([]);
      expect(text).not.toMatch(/Date\.now\(|new Date\(\)|process\.env|Math\.random|randomUUID|randomBytes/);
    },
  );

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

  it('lets only the edges of Lambda code read the environment', () => {
    const readers = sources.filter(
      (file) => file.startsWith('lambdas/') && /process\.env/.test(readFileSync(file, 'utf8')),
    );

    expect(readers.filter((file) => !/container\.ts$|lambdas\/aws\/(?:clients|platform)\.ts$/.test(file))).toEqual([]);
  });
});
