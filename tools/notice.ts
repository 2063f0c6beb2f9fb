// The packages in the functions' bundles and their terms: the content of NOTICE.
import { globSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { compact } from '../lambdas/compact.ts';
import { bundleOptions } from '../lib/constructs/bundle.ts';

/** A package with code in a bundle. */
export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  /** SPDX expression, as its package.json says. */
  readonly license: string;
  /** Copyright lines; none where its terms name no holder. */
  readonly copyright: readonly string[];
  /** Its terms; absent where they are unknown. */
  readonly text?: string;
}

/** Holders of packages without a licence file, as their repositories name them. */
const copyrightWithoutFile: ReadonlyArray<readonly [prefix: string, copyright: string]> = [
  ['@aws-lambda-powertools/', 'Copyright Amazon.com, Inc. or its affiliates. All Rights Reserved.'],
  ['@aws-sdk/', 'Copyright Amazon.com, Inc. or its affiliates. All Rights Reserved.'],
  ['@aws/', 'Copyright Amazon.com, Inc. or its affiliates. All Rights Reserved.'],
  ['@middy/', 'Copyright (c) Luciano Mammino, will Farrell and the Middy team'],
];

const grant = `Permission is hereby granted, free of charge, to any person obtaining a copy of
this software and associated documentation files (the "Software"), to deal in
the Software without restriction, including without limitation the rights to
use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of
the Software, and to permit persons to whom the Software is furnished to do so`;

const disclaimer = `THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS
FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER
IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN
CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;

/** The Apache License is Postern's own. */
const inLicense = 'The text stands in the file LICENSE of this repository.';

/** Terms of packages without a licence file, by SPDX identifier. @see https://spdx.org/licenses/ */
const textWithoutFile: Readonly<Record<string, string>> = {
  'Apache-2.0': inLicense,
  MIT: `${grant}, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

${disclaimer}`,
  'MIT-0': `${grant}.\n\n${disclaimer}`,
};

/** The packages with code in the bundles of the functions, by name. */
export function bundledPackages(): BundledPackage[] {
  const inputs = bundledFiles(globSync('lambdas/*/{index,*-worker}.ts'));
  const folders = new Set(inputs.flatMap((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(path)?.[0] ?? []));
  const packages = [...folders].map(readPackage);
  // A package in several folders counts once for each version.
  const byName = new Map(packages.map((entry) => [`${entry.name} ${entry.version}`, entry]));
  return [...byName].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
}

/** The sources with code in the bundles of these functions, without those that tree shaking removed. */
export function bundledFiles(entryPoints: string[]): string[] {
  const { metafile } = buildSync({ ...bundleOptions, entryPoints, outdir: 'nowhere', write: false });
  return Object.values(metafile.outputs).flatMap((output) =>
    Object.entries(output.inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : [])),
  );
}

function readPackage(folder: string): BundledPackage {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<
    'name' | 'version' | 'license',
    string
  >;
  // A choice of licences, as in (MIT OR EUPL-1.1+): the first.
  const chosen = /^\(?([\w.-]+) OR /.exec(license)?.[1];
  const files = readdirSync(folder).filter((file) => /^(?:licen[cs]e|copying|notice)(?:\W|$)/i.test(file));
  const wanted = files.filter((file) => chosen === undefined || file.toUpperCase().endsWith(`.${chosen}`));
  const texts = (wanted.length > 0 ? wanted : files).toSorted().map((file) => readFileSync(join(folder, file), 'utf8'));
  const text = texts.length > 0 ? trimmed(texts.join('\n\n')) : textWithoutFile[license];
  const known = copyrightWithoutFile.find(([prefix]) => name.startsWith(prefix))?.[1];
  const copyright = text === undefined ? [] : copyrightIn(text);
  return compact({
    name,
    version,
    license,
    copyright: copyright.length === 0 && known !== undefined ? [known] : copyright,
    text: text !== undefined && isApache(text) ? inLicense : text,
  });
}

const isApache = (text: string): boolean => /Apache License\s+Version 2\.0, January 2004/.test(text);

const trimmed = (text: string): string =>
  text
    .replaceAll('\r', '')
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .replace(/^\n+|\n+$/g, '');

/** The lines of a licence that name its holder, without other lines about copyright and the template of Apache's appendix. */
const copyrightIn = (text: string): string[] => [
  ...new Set(
    text.split('\n').flatMap((line) => {
      const found = /^\W*(?:Portions )?(Copyright\b(?! (?:notice|owner|holder|license|\[)).*)$/i
        .exec(line)?.[1]
        ?.trim();
      return found !== undefined && /^Copyright/.test(found) ? [found] : [];
    }),
  ),
];

/** The text of NOTICE: the packages by name, then each text of terms once, with its packages. */
export function noticeOf(packages: readonly BundledPackage[]): string {
  const list = packages.map(({ name, version, license, copyright }) =>
    [`${name} ${version}: ${license}`, ...copyright.map((line) => `    ${line}`)].join('\n'),
  );
  const byText = Map.groupBy(packages, ({ text }) => text ?? '');
  const terms = [...byText].map(([text, all]) =>
    [...all.map(({ name, version, license }) => `${name} ${version} (${license})`), '', text].join('\n'),
  );
  const rule = '-'.repeat(80);
  return `Postern
Its own terms are in the file LICENSE. The code of its functions, as it is deployed, holds the packages below.
Written by \`npm run notice\`.

${list.join('\n')}

${terms.map((text) => `${rule}\n\n${text}\n`).join('\n')}`;
}
