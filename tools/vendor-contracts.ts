// Takes from the vendors' own published clients what their OpenAPI documents say of paths, query parameters and bodies, for
// test/crm/vendor-contracts. By hand, when a vendor publishes another version:
//   npm install --no-save @hubspot/api-client@14.0.1 pipedrive@33.7.0 && node tools/vendor-contracts.ts
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { VendorContract } from '../test/crm/vendor-contracts/check.ts';

type Models = Record<string, Record<string, string>>;
type Routes = Array<{ method: string; path: string; query: string[]; body?: string }>;

const packageOf = (name: string): string => {
  const { version, license } = JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8')) as Record<
    string,
    string
  >;
  return `${name} ${version} (${license})`;
};

/** Models that routes name, and those that these name. */
function reachable(models: Models, routes: Routes): Models {
  const kept: Models = {};
  const keep = (type: string): void => {
    for (const [name] of type.matchAll(/\w+/g)) {
      if (models[name] === undefined || kept[name] !== undefined) continue;
      kept[name] = models[name];
      for (const inner of Object.values(models[name])) keep(inner);
    }
  };
  for (const { body } of routes) if (body !== undefined) keep(body);
  return kept;
}

function hubspot(): VendorContract {
  const root = 'node_modules/@hubspot/api-client/lib/codegen/crm';
  const models: Models = {};
  for (const file of globSync(`${root}/{objects,properties,associations/v4}/models/*.js`)) {
    const list = /attributeTypeMap = (\[[\s\S]*?\n\]);/.exec(readFileSync(file, 'utf8'))?.[1];
    if (list === undefined) continue;
    const fields = JSON.parse(list) as Array<{ baseName: string; type: string }>;
    models[basename(file, '.js')] = Object.fromEntries(fields.map(({ baseName, type }) => [baseName, type]));
  }
  const routes: Routes = [];
  for (const file of globSync(`${root}/{objects,properties,associations/v4}/apis/*Api.js`)) {
    for (const part of readFileSync(file, 'utf8').split('const localVarPath = ').slice(1)) {
      const path = /^'([^']+)'/.exec(part)?.[1];
      const method = /HttpMethod\.([A-Z]+)/.exec(part)?.[1];
      if (path === undefined || method === undefined) continue;
      const body = /stringify\(.*?serialize\(\w+, "([^"]+)"/.exec(part)?.[1];
      const query = [...part.matchAll(/(?:set|append)QueryParam\("(\w+)"/g)].map(([, name]) => name!);
      routes.push({ method, path, query: [...new Set(query)], ...(body && { body }) });
    }
  }
  return { source: packageOf('@hubspot/api-client'), routes, models: reachable(models, routes) };
}

function pipedrive(): VendorContract {
  const root = 'node_modules/pipedrive/dist/versions/v2';
  const models: Models = {};
  for (const file of globSync(`${root}/models/*.d.ts`)) {
    for (const [, name, body = ''] of readFileSync(file, 'utf8').matchAll(/export interface (\w+) \{([\s\S]*?)\n\}/g))
      models[name!] = Object.fromEntries(
        // A type may go over several lines; the next field, or its comment, ends it.
        [...body.matchAll(/\n {4}'(\w+)'\??: ([\s\S]*?);(?=\n {4}[/']|$)/g)].map(([, field, type]) => [
          field!,
          type!.replace(/\s+/g, ' '),
        ]),
      );
  }
  const routes: Routes = [];
  for (const file of globSync(`${root}/api/{activities,deals,organizations,persons}-api.js`)) {
    for (const part of readFileSync(file, 'utf8').split('const localVarPath = ').slice(1)) {
      const path = /^`([^`]+)`/.exec(part)?.[1];
      const method = /method: '([A-Z]+)'/.exec(part)?.[1];
      if (path === undefined || method === undefined) continue;
      const body = /serializeDataIfNeeded\)\((\w+)/.exec(part)?.[1];
      const query = [...part.matchAll(/localVarQueryParameter\['(\w+)'\]/g)].map(([, name]) => name!);
      routes.push({ method, path, query: [...new Set(query)], ...(body && { body }) });
    }
  }
  return { source: packageOf('pipedrive'), routes, models: reachable(models, routes) };
}

for (const [name, contract] of Object.entries({ hubspot: hubspot(), pipedrive: pipedrive() })) {
  writeFileSync(`test/crm/vendor-contracts/${name}.json`, `${JSON.stringify(contract, null, 1)}\n`);
  console.log(
    `${name}: ${contract.routes.length} routes, ${Object.keys(contract.models).length} models of ${contract.source}`,
  );
}
