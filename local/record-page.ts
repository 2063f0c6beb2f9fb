import { type Html, html } from './html.ts';
import type { ObjectType } from './sandbox-crm/hubspot/schema.ts';
import type { CrmRecord, HubspotStore } from './sandbox-crm/hubspot/store.ts';

const style = `
  :root { color-scheme: light dark; --line: #8884; --quiet: #5d606b; --accent: #4650c8; }
  @media (prefers-color-scheme: dark) { :root { --quiet: #a2a5b1; --accent: #9aa3ff; } }
  body { font: 14px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 64rem; padding: 1rem 1.25rem 3rem; }
  header { display: flex; gap: 1rem; align-items: baseline; flex-wrap: wrap; border-bottom: 1px solid var(--line); margin-bottom: 1rem; }
  h1 { font-size: 1.2rem; margin: .4rem 0; } h2 { font-size: 1.05rem; margin: 1.6rem 0 .4rem; }
  a { color: var(--accent); } td a, header a { display: inline-block; min-width: 24px; min-height: 24px; line-height: 24px; }
  table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere; }
  th { font-weight: 500; color: var(--quiet); } .quiet { color: var(--quiet); }`;

function layout(title: string, content: Html): string {
  const page = html`<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title} · Postern</title><style>${style}</style></head><body>
<header><h1><a href="/">Postern</a></h1><span class="quiet">sandbox CRM</span></header>
<main>${content}</main></body></html>`;
  return page.markup;
}

const titleOf = ({ id, properties }: CrmRecord): string =>
  properties.email ?? properties.domain ?? properties.dealname ?? properties.hs_email_subject ?? id;

/** The page of a CRM record with its timeline; each activity links to its mail. */
export function recordPage(type: ObjectType, record: CrmRecord, crm: HubspotStore): string {
  const title = titleOf(record);
  const related = (['contacts', 'companies', 'deals'] as const).flatMap((other) =>
    crm
      .associated(record.id, other)
      .map(
        (linked) =>
          html`<tr><th>${other}</th><td><a href="/crm/${other}/${linked.id}">${titleOf(linked)}</a></td></tr>`,
      ),
  );
  const activities = type === 'emails' ? [record] : crm.associated(record.id, 'emails');
  return layout(
    title,
    html`<h2>${title}</h2>
    <table id="properties">${Object.entries(record.properties)
      .filter(([name]) => name !== 'hs_email_text')
      .map(([name, value]) => html`<tr><th>${name}</th><td>${value.slice(0, 300)}</td></tr>`)}</table>
    ${related.length === 0 ? '' : html`<h2>Linked records</h2><table id="links">${related}</table>`}
    <h2>Timeline</h2>
    <table id="timeline">${activities
      .toSorted((a, b) => (a.properties.hs_timestamp ?? '').localeCompare(b.properties.hs_timestamp ?? ''))
      .map(
        ({
          id,
          properties,
        }) => html`<tr><td>${properties.hs_timestamp}</td><td><a href="/crm/emails/${id}">${properties.hs_email_subject}</a></td>
        <td>${properties.postern_kind}</td><td><a href="/events/${properties.postern_event_id}">mail</a></td></tr>`,
      )}</table>`,
  );
}

/** A page of a title and one sentence. */
export const messagePage = (title: string, text: string): string =>
  layout(title, html`<h2>${title}</h2><p>${text}</p>`);
