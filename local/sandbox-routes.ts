// The sandbox CRMs and CDPs, and what a test or a person may see and change of them, under `/sandbox`.

import { messageOf } from './error-fields.ts';
import { json, readBody, readBytes, send } from './http-body.ts';
import type { Exchange, ExchangeRoutes, HttpServerOptions } from './http-exchange.ts';
import { injectMail } from './inject-mail.ts';
import { path } from './router.ts';
import { answerCdp, cdpVendors } from './sandbox-cdp.ts';
import { type ObjectType, objectTypes } from './sandbox-crm/hubspot/schema.ts';
import type { CrmRecord, HubspotStore } from './sandbox-crm/hubspot/store.ts';
import { hubspotSandbox, type SandboxCrm, serveSandbox, vendorSandbox } from './sandbox-crm/server.ts';
import { isSandboxVendor, sandboxVendors } from './sandbox-crm/vendors.ts';
import { unreadMails } from './unread-mails.ts';

const crmVendors = ['hubspot', ...Object.keys(sandboxVendors)].join('|');

/** Every path under `/sandbox`, in order. */
export const sandboxRoutes: ExchangeRoutes = [
  // A bus is called at the root of its address, without a path.
  ['*', path(`/sandbox/:vendor(${crmVendors}){/*}?`), answerAsCrm],
  ['*', path(`/sandbox/:vendor(${cdpVendors.join('|')})/*`), answerAsCdp],
  ['*', path('/sandbox/outbox'), ({ options, response }) => json(response, 200, options.outbox)],
  ['*', path('/sandbox/suppressions'), listSuppressions],
  ['POST', path('/sandbox/mails'), sendMail],
  ['GET', path('/sandbox/unread'), listUnread],
  ['PUT', path('/sandbox/faults'), setFaults],
  ['*', path('/sandbox/faults'), ({ options, response }) => json(response, 200, options.faults.list())],
  ['*', path('/sandbox/denials'), ({ options, response }) => json(response, 200, options.denials())],
  ['*', path('/sandbox/calls'), ({ options, response }) => json(response, 200, Object.fromEntries(options.crmCalls))],
  ['*', path('/sandbox/counts'), countRecords],
  ['*', path('/sandbox/usage'), showUsage],
  ['*', path('/sandbox/unused-grants'), ({ options, response }) => json(response, 200, options.unusedGrants())],
  ['POST', path('/sandbox/kill/:stage(\\w+)'), killWorker],
  ['POST', path('/sandbox/fail/:stage(\\w+)'), breakFunction],
  ['POST', path('/sandbox/disable/:stage(\\w+)'), disableEventSource],
  ['POST', path('/sandbox/contacts/:id(\\d+)/opt-out'), optOut],
  ['*', path(`/sandbox/records/:vendor(${Object.keys(sandboxVendors).join('|')})`), listVendorRecords],
  ['*', path('/sandbox/records'), listHubspotRecords],
];

async function answerAsCrm({ options, request, response, parameters: { vendor = '' } }: Exchange): Promise<void> {
  const { faults, onCrmCall: onCall } = options;
  const killSink = async () => functionOf(options, 'sink')?.kill();
  const vendorPath = (request.url ?? '').slice(`/sandbox/${vendor}`.length);
  const body = await readBytes(request);
  return serveSandbox({ crm: crmOf(options, vendor), faults, onCall, killSink }, request, response, vendorPath, body);
}

const crmOf = ({ crm, recordStore }: HttpServerOptions, vendor: string): SandboxCrm =>
  isSandboxVendor(vendor) ? vendorSandbox(sandboxVendors[vendor], recordStore(vendor)) : hubspotSandbox(crm);

async function answerAsCdp({ options, request, response, url, parameters }: Exchange): Promise<void> {
  const vendor = cdpVendors.find((name) => name === parameters.vendor)!;
  const vendorPath = url.pathname.slice(`/sandbox/${vendor}`.length);
  const body = await readBody(request);
  send(response, answerCdp(options.cdps[vendor], options.faults, request, vendorPath, body));
}

/** The use of each function since the start, by its folder under `lambdas/`. */
function showUsage({ options, response }: Exchange): void {
  const functions = [...options.functions.values()].map((host) => [host.stage, host.use()]);
  json(response, 200, { startedAt: options.startedAt.toISOString(), functions: Object.fromEntries(functions) });
}

/** Mail that was received and that parse has not read yet. */
async function listUnread({ options: { store, reader }, response }: Exchange): Promise<void> {
  json(response, 200, await unreadMails({ store, reader }, new Date()));
}

function listSuppressions({ options, response }: Exchange): void {
  const people = cdpVendors.map((name) => [name, [...options.cdps[name].people.values()]]);
  const ses = [...options.suppressionList].map(([address, entry]) => ({ address, ...entry }));
  json(response, 200, { ...Object.fromEntries(people), ses });
}

async function setFaults({ options, request, response }: Exchange): Promise<void> {
  try {
    json(response, 200, options.faults.set(JSON.parse(await readBody(request))));
  } catch (error) {
    json(response, 400, { error: messageOf(error) });
  }
}

/** In bytes: SES's limit of a mail, as the local intake has it. */
const longestMail = 40 * 1024 * 1024;

/** Sends a mail that a person wrote, or an .eml file, through the SMTP server. */
async function sendMail({ options, request, response }: Exchange): Promise<void> {
  try {
    const content = await readBytes(request, longestMail);
    const type = request.headers['content-type'] ?? 'message/rfc822';
    json(response, 200, { mailId: await injectMail(options.smtpPort(), { type, content }) });
  } catch (error) {
    json(response, 400, { error: messageOf(error) });
  }
}

function countRecords({ options, response }: Exchange): void {
  json(response, 200, { faults: options.faults.count(), ...options.crm.counts() });
}

async function killWorker({ options, response, parameters: { stage = '' } }: Exchange): Promise<void> {
  json(response, 200, { killed: (await functionOf(options, stage)?.kill()) ?? false });
}

/** Makes every invocation of a function fail from now on. */
function breakFunction({ options, response, parameters: { stage = '' } }: Exchange): void {
  const host = functionOf(options, stage);
  host?.fail();
  json(response, 200, { broken: host !== undefined });
}

/** Stops an event source, as a person disables one in the console. */
async function disableEventSource({ options, response, parameters: { stage = '' } }: Exchange): Promise<void> {
  const source = options.eventSources.get(stage);
  await source?.stop();
  json(response, 200, { broken: source !== undefined });
}

/** Opts a contact out in the CRM, as a person does there. */
function optOut({ options: { crm }, response, parameters: { id = '' } }: Exchange): void {
  const contact = crm.get('contacts', id);
  if (contact !== undefined) crm.update('contacts', contact, { hs_email_optout: 'true' });
  json(response, contact === undefined ? 404 : 200, { ticked: contact !== undefined });
}

function listVendorRecords({ options, response, parameters: { vendor } }: Exchange): void {
  if (isSandboxVendor(vendor)) json(response, 200, options.recordStore(vendor).all());
}

function listHubspotRecords({ options: { crm }, response }: Exchange): void {
  const byType = objectTypes.map((type) => [type, crm.all(type).map((record) => withLinks(crm, record))]);
  json(response, 200, Object.fromEntries(byType));
}

const withLinks = (crm: HubspotStore, record: CrmRecord) => {
  const idsOf = (type: ObjectType): string[] => crm.associated(record.id, type).map(({ id }) => id);
  return { ...record, links: Object.fromEntries(objectTypes.map((type) => [type, idsOf(type)])) };
};

const functionOf = ({ functions }: HttpServerOptions, stage: string) =>
  [...functions.values()].find((host) => host.stage === stage);
