// Extracts paths, query parameters and bodies from the vendors' published clients, which are generated from their OpenAPI
// documents, for test/crm/vendor-contracts. Run by hand when a vendor publishes another version:
//   npm install --no-save @hubspot/api-client@14.0.1 pipedrive@33.7.0 @zohocrm/nodejs-sdk-8.0@2.0.0
//   node tools/vendor-contracts.ts
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

/** The models that routes use, directly or through other models. */
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
  for (const file of globSync(`${root}/{objects,pipelines,properties,associations/v4}/models/*.js`)) {
    const list = /attributeTypeMap = (\[[\s\S]*?\n\]);/.exec(readFileSync(file, 'utf8'))?.[1];
    if (list === undefined) continue;
    const fields = JSON.parse(list) as Array<{ baseName: string; type: string }>;
    models[basename(file, '.js')] = Object.fromEntries(fields.map(({ baseName, type }) => [baseName, type]));
  }
  const routes: Routes = [];
  for (const file of globSync(`${root}/{objects,pipelines,properties,associations/v4}/apis/*Api.js`)) {
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
  for (const file of globSync(
    `${root}/api/{activities,deals,item-search,organizations,persons,pipelines,stages}-api.js`,
  )) {
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

/** A type of Zoho's client, as the others write theirs. Ids are numbers to it, and texts in JSON. */
function zohoType({ type, sub_type: items }: ZohoField): string {
  if (type === 'List') return `Array<${items === undefined ? 'any' : zohoType(items)}>`;
  const plain: Readonly<Record<string, string>> = { Boolean: 'boolean', Integer: 'number', String: 'string' };
  if (type.startsWith('core/')) return zohoName(type);
  return plain[type] ?? (/^(?:Long|Date|DateTime)$/.test(type) ? 'string' : 'any');
}
interface ZohoField {
  readonly name?: string;
  readonly type: string;
  readonly sub_type?: ZohoField;
}
/** `core/com/zoho/crm/api/coql/body_wrapper` as one word. */
const zohoName = (path: string): string => path.split('/').slice(-2).join('__');

function zoho(): VendorContract {
  const root = 'node_modules/@zohocrm/nodejs-sdk-8.0/lib';
  const details = JSON.parse(readFileSync(`${root}/config/json_details.json`, 'utf8')) as Record<
    string,
    Record<string, ZohoField>
  >;
  const models: Models = {};
  for (const [path, fields] of Object.entries(details)) {
    const named = Object.values(fields).filter((field) => typeof field?.name === 'string');
    // The fields of a record depend on the account.
    if (named.length === 0 || path.endsWith('/record/record')) continue;
    models[zohoName(path)] = Object.fromEntries(named.map((field) => [field.name!, zohoType(field)]));
  }
  const routes: Routes = [];
  const wanted = 'associate_email,coql,fields,modules,org,record,related_records';
  for (const file of globSync(`${root}/core/com/zoho/crm/api/{${wanted}}/*_operations.js`)) {
    const text = readFileSync(file, 'utf8');
    const query = [...text.matchAll(/new Param\("(\w+)"/g)].map(([, name]) => name!);
    for (const part of text.split("var apiPath = '';").slice(1)) {
      const pieces = part.split('setAPIPath')[0]!.matchAll(/concat\((?:"([^"]*)"|(?:this\.)?#?(\w+)\.toString\(\))\)/g);
      const path = [...pieces].map(([, literal, name]) => literal ?? `{${name}}`).join('');
      const method = /REQUEST_METHOD_([A-Z]+)/.exec(part)?.[1];
      if (method === undefined) continue;
      const body = part.includes('setRequest(')
        ? zohoName(file.replace(/\w+_operations\.js$/, 'body_wrapper'))
        : undefined;
      routes.push({ method, path, query: [...new Set(query)], ...(body && { body }) });
    }
  }
  return { source: packageOf('@zohocrm/nodejs-sdk-8.0'), routes, models: reachable(models, routes) };
}

for (const [name, contract] of Object.entries({ hubspot: hubspot(), pipedrive: pipedrive(), zoho: zoho() })) {
  writeFileSync(`test/crm/vendor-contracts/${name}.json`, `${JSON.stringify(contract, null, 1)}\n`);
  console.log(
    `${name}: ${contract.routes.length} routes, ${Object.keys(contract.models).length} models of ${contract.source}`,
  );
}
